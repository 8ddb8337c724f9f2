// An embed of another site, or a sound, inside the text: `<story-media data-kind="frame" data-address="…">`.
// Its card says what it is and where; nothing of it is loaded at the desk.
import { Node, mergeAttributes, pm } from "django-prose-editor/editor"
import { element } from "desk/elements"
import { isAlone, readMedia } from "desk/media-address"
import { askForMedia } from "desk/media-dialog"
import { place } from "desk/place"

const { Plugin } = pm.state
const NAME = "storyMedia"
const KINDS = { frame: "Embed", audio: "Audio" }
const ATTRIBUTES = ["kind", "address", "sound", "title", "transcript"]
const WITHOUT = {
  frame: "Without a title: say in words what it is.",
  audio: "Without a transcript: those who cannot hear it get nothing.",
}

const homeOf = (editor) => editor.options.element.closest("[data-body-editor]")
const isWordsOnly = (editor) => Boolean(homeOf(editor)?.querySelector("[data-words-only]"))

const say = (editor, sentence) => {
  const status = editor.options.element.nextElementSibling
  if (status?.matches("[role=status]")) status.textContent = sentence
}

const insert = (editor, attrs) => {
  editor.view.dispatch(place(editor.state.tr, editor.schema.nodes[NAME].create(attrs)))
}

const insertLink = (editor, { link, text }) => {
  const marks = [{ type: "link", attrs: { href: link } }]
  editor.chain().insertContent({ type: "text", text, marks }).unsetMark("link").run()
}

/** Ask for what shall stand in place of the node at `at`, or, without it, where the cursor is. */
const ask = async (editor, kind, at = null) => {
  const node = at === null ? null : editor.state.doc.nodeAt(at)
  // A dialog that closes would give the focus back with the cursor at the very start.
  editor.view.dom.blur()
  const answer = await askForMedia(homeOf(editor), kind, node?.attrs)
  // At once, not in the next frame: somebody may be typing already.
  editor.view.focus()
  if (!answer) return
  if (answer.link) {
    if (node) editor.chain().deleteRange({ from: at, to: at + 1 }).run()
    insertLink(editor, answer)
    return
  }
  if (!node) return insert(editor, answer)
  // One step of Undo, however soon it comes after another.
  const { tr } = editor.state
  editor.view.dispatch(pm.history.closeHistory(tr.setNodeMarkup(at, null, { ...node.attrs, ...answer })))
  editor.commands.setNodeSelection(at)
}

const card = (editor, node, getPos) => {
  const dom = element("div", { class: "story-embed story-embed--media", role: "group" })
  const kind = element("strong", { class: "story-embed__kind" })
  const title = element("span", { class: "story-embed__label", dir: "auto" })
  const detail = element("span", { class: "story-embed__detail" })
  const lacks = element("span", { class: "story-embed__detail story-embed__lacks" })
  const change = element("button", { class: "story-embed__remove story-embed__change", type: "button" }, "Change")
  const remove = element("button", { class: "story-embed__remove", type: "button" }, "Remove")
  dom.append(element("span", { class: "story-embed__words" }, kind, title, detail, lacks), change, remove)
  const show = ({ attrs }) => {
    const found = attrs.address ? readMedia(attrs.address, homeOf(editor)) : null
    const name = attrs.kind === "frame" ? found?.name : found ? `${KINDS.audio} from ${found.name}` : KINDS.audio
    kind.textContent = name || KINDS[attrs.kind]
    title.textContent = attrs.title || "No title yet"
    detail.textContent = attrs.address || (attrs.sound ? "A file of the paper’s own" : "")
    const isLacking = attrs.kind === "frame" ? !attrs.title : !attrs.transcript
    lacks.textContent = isLacking ? WITHOUT[attrs.kind] : ""
    const what = `${kind.textContent}: ${title.textContent}`
    dom.setAttribute("aria-label", what)
    change.setAttribute("aria-label", `Change ${what}`)
    remove.setAttribute("aria-label", `Remove ${what}`)
  }
  change.addEventListener("click", () => ask(editor, editor.state.doc.nodeAt(getPos()).attrs.kind, getPos()))
  remove.addEventListener("click", () => {
    const at = getPos()
    editor.chain().deleteRange({ from: at, to: at + 1 }).focus(at).run()
  })
  show(node)
  return {
    dom,
    update(changed) {
      if (changed.type !== node.type) return false
      show(changed)
      return true
    },
    stopEvent: (event) => Boolean(event.target.closest("button")),
    ignoreMutation: () => true,
  }
}

// An address on a line of its own becomes what is there, if its site is on the list.
const pasted = (editor, text) => {
  const { $from, empty } = editor.state.selection
  const isAnEmptyLine = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
  if (!isAnEmptyLine || !isAlone(text) || isWordsOnly(editor)) return false
  const found = readMedia(text, homeOf(editor))
  if (!found) return false
  if (found.refused) {
    insertLink(editor, { link: found.address, text: found.address })
    say(editor, `${found.refused} is not on the list of what may stand in a story: its address stands as a link.`)
    return true
  }
  const at = $from.before(1)
  const attrs = { kind: found.kind, address: found.address }
  insert(editor, attrs)
  say(editor, `${found.name} stands in the text, and is loaded once a reader asks for it.`)
  if (editor.state.doc.nodeAt(at)?.type.name === NAME) ask(editor, found.kind, at)
  return true
}

export const StoryMedia = Node.create({
  name: NAME,
  group: "top",
  atom: true,
  draggable: true,

  addAttributes() {
    return Object.fromEntries(
      ATTRIBUTES.map((name) => [
        name,
        {
          default: "",
          parseHTML: (dom) => dom.getAttribute(`data-${name}`) || "",
          renderHTML: (attrs) => (attrs[name] ? { [`data-${name}`]: attrs[name] } : {}),
        },
      ]),
    )
  },

  parseHTML() {
    return [{ tag: "story-media", getAttrs: (dom) => dom.dataset.kind in KINDS && null }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["story-media", mergeAttributes(HTMLAttributes)]
  },

  addNodeView() {
    return ({ editor, node, getPos }) => card(editor, node, getPos)
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { node, from } = editor.state.selection
        if (node?.type.name !== NAME) return false
        ask(editor, node.attrs.kind, from)
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          handlePaste: (view, event) => pasted(editor, event.clipboardData?.getData("text/plain") || ""),
        },
      }),
    ]
  },

  addMenuItems({ buttons, menu }) {
    for (const [kind, name] of Object.entries(KINDS)) {
      menu.defineItem({
        name: `${NAME}:${kind}`,
        groups: "embeds",
        button: buttons.text(name, kind === "frame" ? "Insert a page of another site" : "Insert a sound"),
        command: (editor) => ask(editor, kind),
      })
    }
  },
})
