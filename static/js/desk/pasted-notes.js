// Footnotes of other programs, and of the paper's own pages, as notes in the text.
// articles/body/looks/notes.py does the same with what comes without this editor.
const FORMS = [
  /^#_(?<kind>ftn|edn)(?<back>ref)?(?<number>\d{1,5})$/, // Word
  /^#(?<kind>ftnt)(?<back>_ref)?(?<number>\d{1,5})$/, // Google Docs
  /^#(?<kind>sdfootnote|sdendnote)(?<number>\d{1,5})(?:sym|(?<back>anc))$/, // LibreOffice
  /^#(?<kind>note-)(?<number>\d{1,5})(?<back>-back)?$/, // the paper's pages
]
const HOLDERS = "p, li, div"

/** What a link leads to: {key, isBack}, or null if to no note. */
const leadsTo = (link) => {
  const href = link.getAttribute("href") || ""
  const found = FORMS.map((form) => form.exec(href)).find(Boolean)
  return found && { key: `${found.groups.kind} ${found.groups.number}`, isBack: Boolean(found.groups.back) }
}

const isBlank = (node) => node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.data.trim())

/** What holds this note alone: its paragraph, or the division of all its paragraphs, or null. */
const holderOf = (back, leadingBack) => {
  const isAlone = (element) => element?.matches(HOLDERS) && leadingBack.get(element) === 1
  let inner = back.parentElement
  while (inner && !isAlone(inner)) inner = inner.parentElement
  const around = inner?.parentElement
  return isAlone(around) && !around.matches("p") ? around : inner
}

const removeWithWhatIsLeft = (holder) => {
  const around = holder.parentElement
  let before = holder.previousSibling
  while (before && isBlank(before)) before = before.previousSibling
  if (before?.localName === "hr") before.remove()
  holder.remove()
  if (around.matches("ul, ol") && [...around.childNodes].every(isBlank)) around.remove()
}

/** Put each note below `root` where its reference stands, as an element `<story-note>`. */
export const mendNotes = (root) => {
  const references = new Map()
  const waysBack = new Map()
  const leadingBack = new Map()
  for (const link of root.querySelectorAll("a[href]")) {
    const to = leadsTo(link)
    if (!to) continue
    const known = to.isBack ? waysBack : references
    if (!known.has(to.key)) known.set(to.key, link)
    for (let each = to.isBack && link.parentElement; each; each = each.parentElement) {
      leadingBack.set(each, (leadingBack.get(each) || 0) + 1)
    }
  }
  for (const [key, back] of waysBack) {
    const reference = references.get(key)
    const holder = reference && holderOf(back, leadingBack)
    if (!holder || holder.contains(reference)) continue
    back.remove()
    const note = Object.assign(root.ownerDocument.createElement("story-note"), { look: {} })
    note.append(...holder.childNodes)
    reference.replaceWith(note)
    removeWithWhatIsLeft(holder)
  }
}
