// A box inside the text: `<aside data-box="timeline">` with paragraphs, headings and lists.
// Wrapped around what is selected, changed and removed in the line above it.
import { Node, mergeAttributes } from "django-prose-editor/editor"
import { element, optionChooser } from "desk/elements"

const KINDS = {
  explainer: "Explainer",
  method: "How we did this",
  fact: "Facts",
  document: "Document",
  timeline: "Timeline",
}

/** Where the box around the cursor begins, or -1. */
const boxAround = ({ selection }) => {
  const { $from } = selection
  if (selection.node?.type.name === "storyBox") return $from.pos
  return $from.depth && $from.node(1).type.name === "storyBox" ? $from.before(1) : -1
}

// A timeline is an ordered list: paragraphs that stand in one become its points.
const asPoints = (schema, content) => {
  const blocks = []
  let points = []
  const close = () => {
    if (points.length) blocks.push(schema.nodes.orderedList.create(null, points))
    points = []
  }
  content.forEach((block) => {
    if (block.type === schema.nodes.paragraph) points.push(schema.nodes.listItem.create(null, block))
    else {
      close()
      blocks.push(block)
    }
  })
  close()
  return blocks
}

const change = (editor, at, kind) => {
  const { state, view } = editor
  const box = state.doc.nodeAt(at)
  const hasList = box.children.some((block) => block.type.name === "orderedList")
  if (kind !== "timeline" || hasList) return view.dispatch(state.tr.setNodeAttribute(at, "kind", kind))
  const timeline = box.type.create({ kind }, asPoints(state.schema, box.content))
  const tr = state.tr.replaceWith(at, at + box.nodeSize, timeline)
  // The cursor stays in the box, at the end of what it says.
  const end = tr.doc.resolve(at + timeline.nodeSize - 1)
  view.dispatch(tr.setSelection(state.selection.constructor.near(end, -1)))
}

// The words stay where they are; an empty box goes as a whole.
const unwrap = (editor, at) => {
  const { state, view } = editor
  const { selection } = state
  const box = state.doc.nodeAt(at)
  const content = box.textContent.trim() ? box.content : state.schema.nodes.paragraph.create()
  const tr = state.tr.replaceWith(at, at + box.nodeSize, content)
  const place = tr.doc.resolve(Math.min(Math.max(at, selection.from - 1), tr.doc.content.size))
  view.dispatch(tr.setSelection(selection.constructor.near(place)))
  view.focus()
}

/** Put a box around the selected blocks, or an empty one behind what cannot stand in a box. */
const wrap = (editor) => {
  const { state, view } = editor
  const { $from, $to } = state.selection
  const type = state.schema.nodes.storyBox
  const start = $from.depth ? $from.before(1) : $from.pos
  const end = $to.depth ? $to.after(1) : $to.pos
  const inside = state.doc.slice(start, end).content
  const tr = state.tr
  if (inside.size && type.validContent(inside)) {
    view.dispatch(tr.replaceWith(start, end, type.create(null, inside)))
    // Every place in it has moved by one, past the edge of the box.
    if ($from.depth) editor.commands.setTextSelection({ from: $from.pos + 1, to: $to.pos + 1 })
    return start
  }
  tr.insert(end, type.create(null, state.schema.nodes.paragraph.create()))
  view.dispatch(tr)
  editor.commands.setTextSelection(end + 2)
  return end
}

const frame = (editor, node, getPos) => {
  let kind = node.attrs.kind
  const dom = element("div", { class: "story-box" })
  const bar = element("div", { class: "story-box__bar" })
  bar.contentEditable = "false"
  const choice = optionChooser("Box", KINDS, kind, (chosen) => change(editor, getPos(), chosen))
  const select = choice.querySelector("select")
  select.setAttribute("aria-label", "Kind of box")
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    editor.commands.focus()
  })
  const remove = element("button", { class: "story-embed__remove" }, "Remove the box")
  remove.type = "button"
  remove.title = "The words in it stay"
  remove.addEventListener("click", () => unwrap(editor, getPos()))
  bar.append(choice, remove)
  const contentDOM = element("div", { class: "story-box__text" })
  dom.append(bar, contentDOM)
  const say = () => {
    dom.dataset.box = kind
    select.value = kind
  }
  say()
  return {
    dom,
    contentDOM,
    update(changed) {
      if (changed.type !== node.type) return false
      kind = changed.attrs.kind
      say()
      return true
    },
    stopEvent: (event) => bar.contains(event.target),
    ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
  }
}

export const StoryBox = Node.create({
  name: "storyBox",
  group: "top",
  content: "block+",
  defining: true,

  addAttributes() {
    return {
      kind: {
        default: "explainer",
        parseHTML: (aside) => aside.dataset.box,
        renderHTML: ({ kind }) => ({ "data-box": kind }),
      },
    }
  },

  parseHTML() {
    return [{ tag: "aside[data-box]", getAttrs: (aside) => aside.dataset.box in KINDS && null }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", mergeAttributes(HTMLAttributes), 0]
  },

  addNodeView() {
    return ({ editor, node, getPos }) => frame(editor, node, getPos)
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "storyBox",
      groups: "embeds",
      button: buttons.text("Box", "Put a box around this, or remove it"),
      active: (editor) => boxAround(editor.state) >= 0,
      command(editor) {
        const at = boxAround(editor.state)
        if (at >= 0) return unwrap(editor, at)
        const made = wrap(editor)
        // Which kind of box: arrows choose, Enter goes on into the text.
        editor.view.nodeDOM(made)?.querySelector("select").focus()
      },
    })
  },
})
