// What a style says of the words in it: as far as a story can say it too.
const COMMENT = /\/\*[\s\S]*?\*\/|<!--|-->/g
const RULE = /([^{}]+)\{([^{}]*)\}/g
const SELECTOR = /^(?:([a-z][a-z0-9]*)?(?:\.([\w-]+))?)$/i
const HEAVY = /^(?:bold|bolder|[6-9]\d\d|1000)$/
const BOLD = { "font-weight": "bold" }
const ITALIC = { "font-style": "italic" }
const STRUCK = { "text-decoration": "line-through" }
const CODE = { code: "yes" }
const BY_TAG = {
  b: BOLD, strong: BOLD, i: ITALIC, em: ITALIC, s: STRUCK, strike: STRUCK,
  // Somebody took it out under everybody's eyes: the editor decides, and no two words are one.
  del: STRUCK,
  sub: { "vertical-align": "sub" }, sup: { "vertical-align": "super" },
  code: CODE, kbd: CODE, samp: CODE, tt: CODE,
}

/** In the order in which they stand around a word. */
export const MARKS = ["strong", "em", "s", "sub", "sup", "code"]

export const declarations = (text) => {
  const found = {}
  for (const each of text.split(";")) {
    const match = /^\s*([\w-]+)\s*:\s*([\s\S]*)$/.exec(each)
    if (match) found[match[1].toLowerCase()] = match[2].trim().toLowerCase()
  }
  return found
}

/** The plain rules of a style sheet: by a tag, a class, or both. */
export const rulesOf = (sheet) =>
  [...sheet.replace(COMMENT, "").matchAll(RULE)].flatMap(([, selectors, text]) =>
    selectors.split(",").flatMap((selector) => {
      const match = SELECTOR.exec(selector.trim())
      if (!match?.[0]) return []
      return [{ tag: (match[1] || "").toLowerCase(), name: (match[2] || "").toLowerCase(), declared: declarations(text) }]
    }),
  )

/** All that is declared for an element: by its name, by a style sheet, by its own style. */
export const declaredFor = (element, rules, own) => {
  const classes = (element.getAttribute("class") || "").toLowerCase().split(/\s+/)
  const found = { ...BY_TAG[element.localName] }
  for (const { tag, name, declared } of rules) {
    if ((!tag || tag === element.localName) && (!name || classes.includes(name))) Object.assign(found, declared)
  }
  return Object.assign(found, own)
}

const isHeavy = (word) => HEAVY.test(word)

/** The marks of words in this style, among those that stand around it. */
export const marksIn = (style, around) => {
  const found = new Set(around)
  const say = (mark, isSo) => (isSo ? found.add(mark) : found.delete(mark))
  const { font, "font-weight": weight, "font-style": slant } = style
  if (font) {
    say("strong", font.split(/\s+/).some(isHeavy))
    say("em", /italic|oblique/.test(font))
  }
  if (weight && weight !== "inherit") say("strong", isHeavy(weight))
  if (slant && slant !== "inherit") say("em", /^(?:italic|oblique)/.test(slant))
  if (/line-through/.test(`${style["text-decoration"]} ${style["text-decoration-line"]}`)) found.add("s")
  if (style["vertical-align"] === "sub" || style["vertical-align"] === "super") {
    found.delete("sub")
    found.delete("sup")
    found.add(style["vertical-align"] === "sub" ? "sub" : "sup")
  }
  if (style.code) found.add("code")
  return found
}
