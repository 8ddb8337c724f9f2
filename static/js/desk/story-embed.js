// A picture, gallery or quote inside the text: `<story-embed data-kind="picture" data-id="12">`.
// The text knows only kind, number and size; what stands in the card is asked of the desk.
import { Node, mergeAttributes } from "django-prose-editor/editor"
import { element, optionChooser } from "desk/elements"
import { choose, describe } from "desk/picker"

const KINDS = { picture: "Picture", gallery: "Gallery", quote: "Quote" }
const SIZES = {
  picture: { column: "Column", wide: "Wide", full: "Full width", side: "Beside the text" },
  quote: { column: "Pull quote", wide: "Key quote, large", side: "Beside the text" },
}
const ATTRIBUTES = { kind: "picture", id: "", size: "column", label: "" }

const attribute = (name, otherwise) => ({
  default: otherwise,
  parseHTML: (element) => element.getAttribute(`data-${name}`) || otherwise,
  renderHTML: (attributes) => ({ [`data-${name}`]: attributes[name] }),
})

const card = (editor, node, getPos) => {
  const dom = element("div", { class: `story-embed story-embed--${node.attrs.kind}` })
  dom.setAttribute("role", "group")
  const image = element("img", { class: "story-embed__thumbnail" })
  image.alt = ""
  image.hidden = true
  const labels = element("span", { class: "story-embed__words" })
  const kind = element("strong", { class: "story-embed__kind" }, KINDS[node.attrs.kind])
  const text = element("span", { class: "story-embed__label" }, node.attrs.label || `Number ${node.attrs.id}`)
  const detail = element("span", { class: "story-embed__detail" })
  labels.append(kind, text, detail)
  dom.append(image, labels)
  const sizes = SIZES[node.attrs.kind]
  if (sizes) {
    dom.append(
      optionChooser("Size", sizes, node.attrs.size, (size) => {
        const at = getPos()
        editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...editor.state.doc.nodeAt(at).attrs, size }))
      }),
    )
  }
  const remove = element("button", { class: "story-embed__remove" }, "Remove")
  remove.type = "button"
  remove.setAttribute("aria-label", `Remove this ${node.attrs.kind} from the text`)
  remove.addEventListener("click", () => {
    const at = getPos()
    editor.chain().deleteRange({ from: at, to: at + 1 }).focus(at).run()
  })
  dom.append(remove)
  const say = (label) => dom.setAttribute("aria-label", `${KINDS[node.attrs.kind]}: ${label}`)
  say(text.textContent)
  describe(editor.options.element.closest("[data-body-editor]"), node.attrs.kind, node.attrs.id).then((row) => {
    if (!row) {
      dom.classList.add("story-embed--missing")
      detail.textContent = `This ${node.attrs.kind} does not exist any more. Readers see nothing here.`
      return
    }
    text.textContent = row.label
    detail.textContent = row.detail
    say(row.label)
    if (row.thumbnail) {
      image.src = row.thumbnail
      image.hidden = false
    }
  })
  return {
    dom,
    stopEvent: (event) => Boolean(event.target.closest("select, button, label")),
    ignoreMutation: () => true,
  }
}

export const StoryEmbed = Node.create({
  name: "storyEmbed",
  group: "top",
  atom: true,
  draggable: true,

  addAttributes() {
    return Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, value]) => [name, attribute(name, value)]))
  },

  parseHTML() {
    return [{ tag: "story-embed", getAttrs: (dom) => dom.dataset.kind in KINDS && null }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["story-embed", mergeAttributes(HTMLAttributes)]
  },

  addNodeView() {
    return ({ editor, node, getPos }) => card(editor, node, getPos)
  },

  addMenuItems({ buttons, menu }) {
    for (const [kind, name] of Object.entries(KINDS)) {
      menu.defineItem({
        name: `storyEmbed:${kind}`,
        groups: "embeds",
        button: buttons.text(name, `Insert a ${kind}`),
        async command(editor) {
          const home = editor.options.element.closest("[data-body-editor]")
          // A dialog that closes would give the focus back with the cursor at the very start.
          editor.view.dom.blur()
          const chosen = await choose(home, kind, { sizes: SIZES[kind] })
          // At once, not in the next frame: somebody may be typing already.
          editor.view.focus()
          if (!chosen) return
          const attrs = { kind, id: String(chosen.id), size: chosen.size || "column", label: chosen.label }
          const { $from } = editor.state.selection
          const card = [{ type: "storyEmbed", attrs }, { type: "paragraph" }]
          // Inside a list, a box or a table it stands behind that.
          if ($from.depth < 2) editor.chain().insertContent(card).run()
          else editor.chain().insertContentAt($from.after(1), card).setTextSelection($from.after(1) + 2).run()
        },
      })
    }
  },
})
