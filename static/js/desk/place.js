// Where something that stands between paragraphs goes: never into the middle of one. An empty paragraph
// becomes it; otherwise it stands behind the one with the cursor, or before it if the cursor is at its start.
import { pm } from "django-prose-editor/editor"

const { TextSelection } = pm.state

/** {from, to, stays}: what it takes the place of, and whether the cursor stays where somebody was writing. */
const roomFor = ({ selection }) => {
  const { $from, $to } = selection
  if (!$to.depth) return { from: $to.pos, to: $to.pos, stays: false }
  const top = $to.node(1)
  const isText = $to.depth === 1 && top.isTextblock
  if (isText && !top.content.size) return { from: $to.before(1), to: $to.after(1), stays: false }
  if (isText && selection.empty && !$from.parentOffset) return { from: $to.before(1), to: $to.before(1), stays: true }
  const behind = $to.after(1)
  return { from: behind, to: behind, stays: isText && $to.parentOffset < top.content.size }
}

/** The transaction with `node` in it, and the cursor in an empty paragraph behind it, or where it was. */
export const place = (tr, node) => {
  const { paragraph } = tr.doc.type.schema.nodes
  const { from, to, stays } = roomFor(tr)
  tr.replaceWith(from, to, node)
  if (!stays) {
    const behind = from + node.nodeSize
    const next = tr.doc.nodeAt(behind)
    if (next?.type !== paragraph || next.content.size) tr.insert(behind, paragraph.create())
    tr.setSelection(TextSelection.create(tr.doc, behind + 1))
  }
  return tr.scrollIntoView()
}

/** The transaction with the cursor in an empty paragraph, where such a thing may be put. */
export const makeRoom = (tr) => {
  const { from, to } = roomFor(tr)
  if (from === to) {
    tr.insert(from, tr.doc.type.schema.nodes.paragraph.create())
    tr.setSelection(TextSelection.create(tr.doc, from + 1))
  }
  return tr
}
