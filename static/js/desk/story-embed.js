// A picture, gallery or quote inside the text: `<story-embed data-kind="picture" data-id="12">`.
// The text knows only kind, number and size; what stands in the card is asked of the desk.
import { Node, mergeAttributes, pm } from "django-prose-editor/editor"
import { element, optionChooser } from "desk/elements"
import { choose, describe } from "desk/picker"
import { place } from "desk/place"
import { filesOf } from "desk/upload"

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

/** Let somebody choose, and put it in at the cursor; of several pictures they may make a gallery. */
const putIn = async (editor, kind, files = []) => {
  const home = editor.options.element.closest("[data-body-editor]")
  // A dialog that closes would give the focus back with the cursor at the very start.
  editor.view.dom.blur()
  const chosen = await choose(home, kind, { sizes: SIZES[kind], mayBeGallery: kind === "picture", files })
  // At once, not in the next frame: somebody may be typing already.
  editor.view.focus()
  if (!chosen) return
  const { id, label } = chosen
  const made = chosen.kind ?? kind
  const attrs = { kind: made, id: String(id), size: (made in SIZES && chosen.size) || "column", label }
  editor.view.dispatch(place(editor.state.tr, editor.schema.nodes.storyEmbed.create(attrs)))
}

const picturesOf = (event) => filesOf(event).filter(({ type }) => type.startsWith("image/"))

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

  // Pictures that are dropped on the text, or pasted into it, go into the library first.
  addProseMirrorPlugins() {
    const { editor } = this
    const isOffered = () => editor.extensionManager.extensions.some(({ name, options }) =>
      name === "menu" && options.groups.some(({ group }) => group === "embeds"))
    return [
      new pm.state.Plugin({
        props: {
          handleDrop(view, event) {
            const files = picturesOf(event)
            if (!files.length || !isOffered()) return false
            event.preventDefault()
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (at) view.dispatch(view.state.tr.setSelection(pm.state.TextSelection.near(view.state.doc.resolve(at.pos))))
            putIn(editor, "picture", files)
            return true
          },
          handlePaste(view, event) {
            const files = picturesOf(event)
            // Programs add a picture of what they put on the clipboard as words.
            if (!files.length || event.clipboardData.getData("text/plain") || !isOffered()) return false
            putIn(editor, "picture", files)
            return true
          },
        },
      }),
    ]
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
        command: (editor) => putIn(editor, kind),
      })
    }
  },
})
