// What a typewriter's key stands for in print, by the language of a story. The marks of each language
// come from newsroom/quotation/.
const WORD = /[\p{L}\p{N}]/u
const DIGIT = /\p{N}/u
const ADDRESS = /(?:^|[\s(])(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:|[^\s@]+@)[^\s]*$/i
const SCHEME = /(?:^|[\s(])(?:https?|mailto|tel|ftp)$/i
const OPENS = /[\s(\[{\-–—/¡¿\ufffc]/
const GLUE = "\u00a0"
const NARROW = "\u202f"
const SINGLE = "‘’‚‹›"
const SIMPLE = ["‘", "’"] // where a language has no single marks of its own
// A space that breaks no line stands before these, a narrow one before all but the colon. Canada's French sets
// off the colon alone.
const SET_OFF = (language) => (language === "fr-ca" ? ":" : language.startsWith("fr") ? ";:!?" : "")
const bare = (mark) => mark.replaceAll(GLUE, "")

/** [outer, inner] as pairs of marks without their spaces; `marks` is a row of the table. */
const pairsOf = ([start, end, innerStart, innerEnd]) => [
  [bare(start), bare(end)],
  [bare(innerStart), bare(innerEnd)],
]

/** The pairs that are open at the end of `before`, innermost last. */
const open = (before, pairs) => {
  const stack = []
  const characters = [...before]
  for (const [place, character] of characters.entries()) {
    const last = stack.at(-1)
    const isApostrophe =
      character === "’" && WORD.test(characters[place - 1] ?? "") && WORD.test(characters[place + 1] ?? "")
    if (isApostrophe) continue
    if (last?.[1] === character && (last[0] !== character || !OPENS.test(characters[place - 1] ?? " "))) stack.pop()
    else {
      const pair = pairs.find(([start]) => start === character)
      if (pair) stack.push(pair)
    }
  }
  return stack
}

const quotation = (key, before, { marks }) => {
  const [outer, inner] = pairsOf(marks)
  const single = [outer, inner].find(([start]) => SINGLE.includes(start)) ?? SIMPLE
  const pairs = [outer, inner, ...(single === SIMPLE ? [single] : [])]
  const stack = open(before, pairs)
  const last = before.at(-1) ?? ""
  const innermost = stack.at(-1)
  const isSpaced = marks[0].endsWith(GLUE)
  const isAfterDash = "-–—".includes(last || " ")
  const opens = !last || (OPENS.test(last) && !(isAfterDash && innermost)) || innermost?.[0] === last
  const written = (mark, isOuter, isStart) => {
    if (!isSpaced || !isOuter) return { take: 0, put: mark }
    if (isStart) return { take: 0, put: mark + GLUE }
    return { take: last === GLUE ? 1 : 0, put: GLUE + mark }
  }
  if (key === '"') {
    if (opens) {
      const pair = stack.length % 2 ? inner : outer
      return written(pair[0], pair === outer, true)
    }
    // Inches.
    if (!innermost && DIGIT.test(last)) return null
    const pair = innermost ?? outer
    return written(pair[1], pair === outer, false)
  }
  if (opens) return { take: 0, put: single[0] }
  const isOpen = stack.includes(single)
  return { take: 0, put: isOpen && innermost === single ? single[1] : "’" }
}

const dash = (before) => {
  // Three at the beginning of a line draw one.
  if (before.endsWith("–")) return { take: 1, put: "—" }
  if (before.endsWith("-") && !before.endsWith("--") && before !== "-") return { take: 1, put: "–" }
  return null
}

const frenchSign = (key, before) => {
  const last = before.at(-1) ?? ""
  if (SCHEME.test(before) && key === ":") return null
  const set = (key === ":" ? GLUE : NARROW) + key
  if (last === " ") return before.trim() ? { take: 1, put: set } : null
  return WORD.test(last) || /[)\]»”’"'%€$…]/.test(last) ? { take: 0, put: set } : null
}

/**
 * What takes the place of a key that was just pressed behind `before`: {take, put}, where `take`
 * characters of `before` go, too. null where the key is what it is.
 * `language` is a code ("fr-ca"), `marks` its row: start, end, and both inside a quotation.
 */
export const typed = (key, before, { language, marks }) => {
  if (ADDRESS.test(before)) return null
  if (key === '"' || key === "'") return quotation(key, before, { marks })
  if (key === "-") return dash(before)
  if (key === "." && /(?:^|[^.…])\.\.$/.test(before)) return { take: 2, put: "…" }
  if (/\s/.test(key) && before === "--") return { take: 2, put: `–${key}` }
  const setOff = SET_OFF(language)
  if (setOff.includes(key) && marks[0].endsWith(GLUE)) return frenchSign(key, before)
  // 10:30
  if (setOff && DIGIT.test(key) && /\p{N}\u00a0:$/u.test(before)) return { take: 2, put: `:${key}` }
  // « brings its own.
  if (setOff && key === " " && before.endsWith(marks[0]) && marks[0].endsWith(GLUE)) return { take: 0, put: "" }
  return null
}
