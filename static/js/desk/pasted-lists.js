// Lists that other programs write in their own way, as lists.
const POINT = /\bl(\d+)\s+level(\d+)/
// A letter alone is a dot in a font of signs.
const NUMBERED = /^(?:\(?(?:(\d{1,5})|\d+|\d+(?:\.\d+)+)[.)]?|\(?(?:[a-z]|[ivxlcdm]+)[.)])$/i
const DEEPEST = 9 // as in Word

const isList = (node) => node.localName === "ul" || node.localName === "ol"
const isBlank = (node) => node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.data.trim())
const made = (parent, tag) => Object.assign(parent.ownerDocument.createElement(tag), { look: {} })

/** The runs of points among what stands in `parent`, put into lists where the first of them stood. */
const gathered = (parent, pointsOf, goesOn = () => false) => {
  let points = []
  let place = null
  const end = () => {
    place?.replaceWith(...nested(parent, points))
    place = null
    points = []
  }
  for (const child of [...parent.childNodes]) {
    if (isBlank(child) && points.length) child.remove()
    else {
      const found = child.nodeType === Node.ELEMENT_NODE ? pointsOf(child) : []
      if (found.length) {
        if (place) child.remove()
        else {
          place = child.ownerDocument.createComment("")
          child.replaceWith(place)
        }
        points.push(...found)
        // A paragraph becomes what its point says.
        for (const { item, words } of found) if (words) item.append(words)
      } else if (points.length && goesOn(child)) points.at(-1).item.append(child)
      else end()
    }
  }
  end()
}

const nested = (parent, points) => {
  const top = []
  const stack = []
  for (const { level, kind, number, first, item } of points) {
    while (stack.length && stack.at(-1).level > level) stack.pop()
    const last = stack.at(-1)
    if (last?.level === level && (last.kind !== kind || last.number !== number)) stack.pop()
    if (!stack.length || stack.at(-1).level < level) {
      const list = made(parent, kind)
      if (kind === "ol" && first > 1) list.setAttribute("start", first)
      if (stack.length) stack.at(-1).list.lastElementChild.append(list)
      else top.push(list)
      stack.push({ level, kind, number, list })
    }
    stack.at(-1).list.append(item)
  }
  return top
}

// The sign before a point, which is drawn by lists themselves; it leaves the paragraph.
const takenOut = (paragraph) => {
  const sign = [...paragraph.querySelectorAll("*")].find(({ look }) => look["mso-list"] === "ignore")
  sign?.remove()
  return sign?.textContent.trim() || ""
}

// Word: paragraphs that say of themselves on which level of which list they stand.
const fromParagraph = (child) => {
  const found = child.localName === "p" && POINT.exec(child.look["mso-list"] || "")
  if (!found) return []
  const sign = NUMBERED.exec(takenOut(child))
  const level = Math.min(Number(found[2]), DEEPEST)
  const item = made(child, "li")
  return [{ level, kind: sign ? "ol" : "ul", number: found[1], first: Number(sign?.[1] || 1), item, words: child }]
}

const goesOn = (child) => {
  const classes = (child.localName === "p" && child.getAttribute("class")?.toLowerCase()) || ""
  return classes.includes("msolistparagraphcxsp") && !classes.includes("first")
}

// Word in a browser: each point in a list of its own.
const fromWordOnline = (child) => {
  const isWrapped = child.localName === "div" && child.classList.contains("ListContainerWrapper")
  const points = []
  for (const list of isWrapped ? child.children : [child]) {
    if (!isList(list) || !list.children.length) return []
    for (const item of list.children) {
      const level = item.dataset.ariaLevel || ""
      if (item.localName !== "li" || !/^\d{1,2}$/.test(level)) return []
      const start = list.getAttribute("start") || ""
      const first = /^\d{1,5}$/.test(start) ? Number(start) : 1
      points.push({ level: Math.min(Number(level), DEEPEST), kind: list.localName, number: "", first, item })
    }
  }
  return points
}

// A list directly in a list (Google Docs, LibreOffice) belongs to the point before it.
const putIntoPoints = (list) => {
  for (const child of [...list.childNodes]) {
    if (isBlank(child) || child.localName === "li") continue
    const before = child.previousElementSibling
    if (isList(child) && before) before.append(child)
    else if (isList(child)) child.replaceWith(...child.childNodes)
    else {
      const item = made(list, "li")
      child.replaceWith(item)
      item.append(child)
    }
  }
}

/** Give each list below `root`, whose elements have their `look`, the form of HTML. */
export const mendLists = (root) => {
  for (const each of [...root.querySelectorAll("*"), root]) {
    gathered(each, fromWordOnline)
    gathered(each, fromParagraph, goesOn)
  }
  // The innermost first: what it leaves may be a point of the next.
  for (const list of [...root.querySelectorAll("ul, ol")].reverse()) putIntoPoints(list)
}
