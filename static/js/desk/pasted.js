// Text from other programs, read by what it looks like: the words of a story with elements that
// say what they are. articles/body/looks/ does the same with what comes without this editor, and
// tests/articles/body/pasted.py holds both to one table.
import { target } from "desk/pasted-links"
import { mendLists } from "desk/pasted-lists"
import { mendNotes } from "desk/pasted-notes"
import { MARKS, declarations, declaredFor, marksIn, rulesOf } from "desk/pasted-styles"

const NO_TEXT = "script, style, title, xml, meta, link, template, noscript, object, iframe, button, svg"
const STYLE = /<style\b[^>]*>([\s\S]*?)<\/style>/gi
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi
const ATTRIBUTE = /(\s)(style|on\w+)(?=\s*=)|"[^"]*"|'[^']*'/gi
const RENAMED = { h1: "h2", h5: "h4", h6: "h4", tfoot: "tbody" }
const DIVISIONS = new Set(
  ("div section article header footer main center figure figcaption dl dt dd address form fieldset nav " +
    "details summary").split(" "),
)
const NOTE = "story-note"
const WITH_WORDS = ["p", "h2", "h3", "h4", "pre", "caption"]
const PHRASES = new Set([...WITH_WORDS, NOTE])
const WITH_TEXT = new Set([...WITH_WORDS, "li", "th", "td"])
const STRUCTURE = new Set(["ul", "ol", "table", "thead", "tbody", "tr", "blockquote", "aside"])
const KEPT = ["start", "colspan", "rowspan", "scope", "data-box"]
const EMBED = ["data-kind", "data-id", "data-size", "data-label"]
const MEDIA = ["data-kind", "data-address", "data-sound", "data-title", "data-transcript"]
const BOLD_ANYHOW = new Set(["h2", "h3", "h4", "th"])
const GLUED = /[ \t\r\n]*\u00a0[ \t\r\n\u00a0]+|[ \t\r\n]+\u00a0[ \t\r\n\u00a0]*/g
const WRAPPED = /[ \t]*[\r\n]+[ \t]*/g // where a program breaks its lines
const EDGES = /^((?:<[^>]*>)*)[ \t\r\n]+|[ \t\r\n]+((?:<[^>]*>)*)$/g
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}|[\u200d\ufe0f\u{1f3fb}-\u{1f3ff}])+$/u

/** HTML in which no attribute `style` is left to complain about: the security policy forbids it. */
export const withoutStyles = (html, otherName = "data-style") =>
  html.replace(TAG, (tag) =>
    tag.replace(ATTRIBUTE, (part, space, name) =>
      name ? `${space}${name.toLowerCase() === "style" ? otherName : "data-off"}` : part,
    ),
  )

const isBlock = (tag) => tag === "hr" || WITH_TEXT.has(tag) || STRUCTURE.has(tag) || DIVISIONS.has(tag)
const hasClass = (element, name) => (element.getAttribute("class") || "").toLowerCase().split(/\s+/).includes(name)

// Nobody would have read it: hidden text, and comments in the margin.
const isNoPartOfTheText = (element) =>
  element.matches(NO_TEXT) ||
  element.look["mso-hide"] === "all" ||
  element.look.display === "none" ||
  element.look["mso-element"] === "comment-list" ||
  hasClass(element, "msocomanchor") ||
  hasClass(element, "msocommentreference") ||
  (element.getAttribute("href") || "").startsWith("#_msocom")

const parsed = (html) => {
  const rules = []
  const bare = html.replace(STYLE, (_, sheet) => {
    rules.push(...rulesOf(sheet))
    return ""
  })
  const { body } = new DOMParser().parseFromString(withoutStyles(bare), "text/html")
  for (const element of [...body.querySelectorAll("*")]) {
    element.look = declaredFor(element, rules, declarations(element.getAttribute("data-style") || ""))
    if (isNoPartOfTheText(element)) element.remove()
  }
  mendNotes(body)
  mendLists(body)
  return body
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
const attributes = (element, names) =>
  names
    .filter((name) => element.hasAttribute(name))
    .map((name) => ` ${name}="${escaped(element.getAttribute(name)).replace(/"/g, "&quot;")}"`)
    .join("")
const lastOf = (list) => list[list.length - 1]

/** Writes one piece. Words outside of a paragraph get one, where there are blocks. */
class Writer {
  out = []
  marks = [] // those that are open, outermost first; a link as its target
  blocks = [] // open ones of WITH_TEXT
  isLoose = false // whether the innermost is a paragraph that nobody wrote
  pictures = 0

  written(root) {
    this.hasBlocks = this.survey(root)
    this.children(root, new Set(), "")
    this.endLoose()
    this.closeMarks()
    return this.out.join("")
  }

  survey(element) {
    element.hasBlocks = [...element.children].map((child) => this.survey(child)).some(Boolean)
    return element.hasBlocks || isBlock(RENAMED[element.localName] || element.localName)
  }

  children(parent, marks, href) {
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.words(child.data, marks, href)
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, marks, href)
    }
  }

  element(element, around, inherited) {
    const tag = RENAMED[element.localName] || element.localName
    const marks = marksIn(element.look, around)
    const href = (tag === "a" && target(element.getAttribute("href") || "")) || inherited
    if (tag === "br") this.break()
    else if (tag === "img") this.picture(element, marks, href)
    else if (tag === "story-embed") this.tag(`<${tag}${attributes(element, EMBED)}></${tag}>`)
    else if (tag === "story-media") this.tag(`<${tag}${attributes(element, MEDIA)}></${tag}>`)
    else if (tag === NOTE) this.note(element)
    else if (!isBlock(tag)) this.children(element, marks, href)
    else if (tag === "hr") {
      this.endLoose()
      this.tag("<hr>")
    } else if (STRUCTURE.has(tag)) this.structure(tag, element, marks, href)
    else if (WITH_TEXT.has(tag)) {
      if (BOLD_ANYHOW.has(tag)) marks.delete("strong")
      this.block(tag, element, marks, href)
    } else this.division(element, marks, href)
  }

  // Words of their own, in no mark and no link of those around.
  note(note) {
    if (!this.blocks.length && this.hasBlocks) this.beginLoose()
    this.tag(`<${NOTE}>`)
    const { isLoose } = this
    this.isLoose = false
    this.blocks.push(NOTE)
    this.children(note, new Set(), "")
    this.blocks.pop()
    this.isLoose = isLoose
    this.tag(`</${NOTE}>`)
  }

  structure(tag, element, marks, href) {
    this.endLoose()
    this.tag(`<${tag}${attributes(element, KEPT)}>`)
    const { blocks } = this
    this.blocks = []
    this.children(element, marks, href)
    this.endLoose()
    this.blocks = blocks
    this.tag(`</${tag}>`)
  }

  block(tag, element, marks, href) {
    if (PHRASES.has(lastOf(this.blocks)) && !this.isLoose) {
      // Where none may stand its words are kept apart from the others.
      this.tag(" ")
      this.children(element, marks, href)
      this.tag(" ")
      return
    }
    this.endLoose()
    this.tag(`<${tag}${attributes(element, KEPT)}>`)
    this.blocks.push(tag)
    this.children(element, marks, href)
    this.endLoose()
    this.withoutBreakAtEnd()
    this.tag(`</${tag}>`)
    this.blocks.pop()
  }

  // A part of a page: a paragraph if it has no other block in it.
  division(element, marks, href) {
    if (!element.hasBlocks && element.textContent.trim()) return this.block("p", element, marks, href)
    this.endLoose()
    // Word draws a line above its notes.
    if ("mso-element" in element.look) for (const line of element.querySelectorAll(":scope > hr")) line.remove()
    this.children(element, marks, href)
    this.endLoose()
  }

  picture(image, marks, href) {
    const alt = image.getAttribute("alt") || ""
    const sides = ["width", "height"].map((name) => image.getAttribute(name))
    if (EMOJI.test(alt)) this.words(alt, marks, href)
    // One dot: it tells somebody that the mail was read.
    else if (!sides.includes("1") && !sides.includes("0")) this.pictures += 1
  }

  words(source, marks, href) {
    let text = source
    if (!this.blocks.includes("pre")) text = text.replace(GLUED, " ").replace(WRAPPED, " ")
    if (!this.blocks.length && this.hasBlocks) {
      if (!text.trim()) return
      this.beginLoose()
      text = text.trimStart()
    }
    let wanted = MARKS.filter((mark) => marks.has(mark))
    if (href) wanted.unshift(`a ${href}`)
    if (this.blocks.some((tag) => BOLD_ANYHOW.has(tag))) wanted = wanted.filter((mark) => mark !== "strong")
    // A space is neither bold nor a link, unless what stands around it is.
    if (!text.trim()) wanted = this.marks.filter((mark) => wanted.includes(mark))
    let same = 0
    while (same < Math.min(wanted.length, this.marks.length) && wanted[same] === this.marks[same]) same += 1
    this.closeMarks(same)
    for (const mark of wanted.slice(same)) {
      const href = mark.slice(2)
      this.out.push(mark.startsWith("a ") ? `<a href="${escaped(href).replace(/"/g, "&quot;")}">` : `<${mark}>`)
      this.marks.push(mark)
    }
    this.out.push(escaped(text))
  }

  closeMarks(downTo = 0) {
    while (this.marks.length > downTo) this.out.push(`</${this.marks.pop().split(" ")[0]}>`)
  }

  tag(tag) {
    this.closeMarks()
    this.out.push(tag)
  }

  break() {
    if (!this.blocks.length) {
      if (!this.hasBlocks) this.out.push("<br>")
      return
    }
    if (this.out.findLast((part) => part.trim()) === "<br>" && lastOf(this.blocks) === "p") {
      // An empty line between two paragraphs.
      this.withoutBreakAtEnd()
      this.tag("</p><p>")
    } else this.out.push("<br>")
  }

  withoutBreakAtEnd() {
    this.closeMarks()
    while (this.out.length && (lastOf(this.out) === "<br>" || !lastOf(this.out).trim())) this.out.pop()
  }

  beginLoose() {
    this.tag("<p>")
    this.blocks.push("p")
    this.isLoose = true
  }

  endLoose() {
    if (!this.isLoose) return
    this.isLoose = false
    this.withoutBreakAtEnd()
    this.blocks.pop()
    this.tag("</p>")
  }
}

/** {html, pictures}: what another program put on the clipboard, and how many pictures it lost. */
export const read = (source) => {
  const writer = new Writer()
  let html = writer.written(parsed(source))
  // A space at the edge of a few words would be taken for one of the layout.
  if (!writer.hasBlocks) html = html.replace(EDGES, "$1\u00a0$2")
  return { html, pictures: writer.pictures }
}
