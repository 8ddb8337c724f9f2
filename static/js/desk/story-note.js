// Footnotes: a note stands in the text as `<story-note>` with its words, and shows there as a number.
// The words are written in a list below the text, in an editor of their own for each.
import { Node, pm } from "django-prose-editor/editor"
import { element } from "desk/elements"
import { withoutStyles } from "desk/pasted"
import { typography } from "desk/story-typography"

const { EditorState, NodeSelection, Plugin, TextSelection } = pm.state
const { EditorView } = pm.view
const NAME = "storyNote"
const FROM_OUTSIDE = "fromOutside"

/** The list below the text; `renumber` after each change, for notes are numbered by their order. */
const makeList = (editor) => {
  const list = document.createElement("ol")
  const section = element("section", { class: "story-notes", "aria-label": "Footnotes" })
  section.append(element("p", { class: "story-notes__title" }, "Footnotes"), list)
  section.hidden = true
  const notes = new Map() // by the element that stands in the text
  const renumber = () => {
    if (editor.isDestroyed) return
    if (!section.isConnected) editor.view.dom.after(section)
    const places = [...notes.keys()].map((mark) => [notes.get(mark).at(), mark]).filter(([at]) => at !== undefined)
    places.sort(([one], [other]) => one - other)
    for (const [place, [, mark]] of places.entries()) {
      const { line, say } = notes.get(mark)
      if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null)
      say(place + 1)
    }
    section.hidden = !places.length
  }
  return { notes, renumber }
}

const inText = (editor, at) => {
  const { tr } = editor.state
  editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at))).scrollIntoView())
  editor.view.focus()
}

/** Words with links and marks, and nothing else, as the editor's HTML and back. */
const language = ({ spec }) => {
  const schema = new pm.model.Schema({ nodes: { doc: { content: "text*" }, text: {} }, marks: spec.marks })
  const parser = pm.model.DOMParser.fromSchema(schema)
  const serializer = pm.model.DOMSerializer.fromSchema(schema)
  return {
    parsed: (html) => parser.parse(new DOMParser().parseFromString(withoutStyles(html), "text/html").body),
    written(doc) {
      const holder = document.createElement("div")
      holder.append(serializer.serializeFragment(doc.content))
      return holder.innerHTML
    },
    marks: schema.marks,
  }
}

/** The editor of one note's words, with its own Undo; `write` is given their HTML at each change. */
const wordsOf = (place, html, { parsed, written, marks }, { write, leave, plugins }) => {
  const keys = {
    "Mod-z": pm.history.undo,
    "Mod-y": pm.history.redo,
    "Shift-Mod-z": pm.history.redo,
    "Mod-b": pm.commands.toggleMark(marks.bold),
    "Mod-i": pm.commands.toggleMark(marks.italic),
    Enter: leave,
    Escape: leave,
  }
  const view = new EditorView(place, {
    state: EditorState.create({
      doc: parsed(html),
      plugins: [
        ...plugins, pm.history.history(), pm.keymap.keymap(keys), pm.keymap.keymap(pm.commands.baseKeymap),
      ],
    }),
    transformPastedHTML: (pasted) => withoutStyles(pasted),
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr))
      if (tr.docChanged && !tr.getMeta(FROM_OUTSIDE)) write(written(view.state.doc))
    },
  })
  return {
    view,
    /** What was changed elsewhere: undone, or replaced. */
    take(fresh) {
      if (fresh === written(view.state.doc)) return
      const { tr, doc } = view.state
      tr.replaceWith(0, doc.content.size, parsed(fresh).content)
      view.dispatch(tr.setMeta(FROM_OUTSIDE, true).setMeta("addToHistory", false))
    },
  }
}

const mark = (editor, { list, words: inWords }, node, getPos) => {
  const dom = element("span", { class: "story-note" })
  const line = element("li", { class: "story-notes__note" })
  const behind = () => {
    inText(editor, getPos() + 1)
    return true
  }
  const words = wordsOf(line, node.attrs.words, inWords, {
    leave: behind,
    // Their own Undo knows of it.
    write: (html) =>
      editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "words", html).setMeta("addToHistory", false)),
    plugins: [typography(editor.options.element)],
  })
  const back = element("button", { class: "desk-button story-notes__button", type: "button" }, "↑")
  const remove = element("button", { class: "story-embed__remove", type: "button" }, "Remove")
  back.addEventListener("click", behind)
  remove.addEventListener("click", () => {
    const at = getPos()
    editor.view.dispatch(pm.history.closeHistory(editor.state.tr.delete(at, at + 1)))
    inText(editor, at)
  })
  line.append(back, remove)
  const focus = () => {
    words.view.focus()
    line.scrollIntoView({ block: "center" })
  }
  dom.addEventListener("click", focus)
  list.notes.set(dom, {
    line,
    at: getPos,
    focus,
    say(number) {
      dom.textContent = number
      dom.setAttribute("role", "img")
      dom.setAttribute("aria-label", `Footnote ${number}`)
      const name = { role: "textbox", "aria-multiline": "false", "aria-label": `Footnote ${number}` }
      if (words.view.dom.getAttribute("aria-label") !== name["aria-label"]) words.view.setProps({ attributes: name })
      back.setAttribute("aria-label", `Back to footnote ${number} in the text`)
      remove.setAttribute("aria-label", `Remove footnote ${number}`)
    },
  })
  return {
    dom,
    update(changed) {
      if (changed.type !== node.type) return false
      words.take(changed.attrs.words)
      return true
    },
    stopEvent: () => false,
    ignoreMutation: () => true,
    deselectNode: () => dom.classList.remove("ProseMirror-selectednode"),
    selectNode: () => dom.classList.add("ProseMirror-selectednode"),
    destroy() {
      list.notes.delete(dom)
      words.view.destroy()
      line.remove()
    },
  }
}

export const StoryNote = Node.create({
  name: NAME,
  group: "inline",
  inline: true,
  atom: true,

  addAttributes() {
    return { words: { default: "", rendered: false, parseHTML: (note) => note.innerHTML } }
  },

  parseHTML() {
    return [{ tag: "story-note" }]
  },

  // What was pasted may say anything: only what a note may hold is written.
  renderHTML({ node }) {
    const note = document.createElement("story-note")
    const { parsed, written } = (this.storage.words ??= language(node.type.schema))
    note.innerHTML = written(parsed(node.attrs.words))
    return note
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        // A link leads elsewhere than a note that stands in it, and a bold number says nothing.
        appendTransaction(transactions, before, { doc, tr }) {
          if (!transactions.some(({ docChanged }) => docChanged)) return null
          doc.descendants((node, at) => {
            if (node.type.name === NAME) for (const each of node.marks) tr.removeNodeMark(at, each)
          })
          return tr.docChanged ? tr : null
        },
      }),
    ]
  },

  addNodeView() {
    return ({ editor, node, getPos }) => {
      const { storage } = this
      storage.list ??= makeList(editor)
      storage.words ??= language(editor.schema)
      const made = mark(editor, storage, node, getPos)
      // Where it stands is known once the text has been drawn.
      queueMicrotask(storage.list.renumber)
      return made
    }
  },

  onUpdate() {
    this.storage.list?.renumber()
  },

  addCommands() {
    return {
      insertNote:
        () =>
        ({ editor, tr, dispatch }) => {
          const { $to } = tr.selection
          const { parent } = $to
          const note = editor.schema.nodes[NAME].create()
          if (!parent.inlineContent || !parent.canReplaceWith($to.index(), $to.index(), note.type)) return false
          if (dispatch) tr.insert($to.pos, note)
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    const enter = () => {
      const { selection } = this.editor.state
      if (!(selection instanceof NodeSelection) || selection.node.type.name !== NAME) return false
      this.storage.list.notes.get(this.editor.view.nodeDOM(selection.from))?.focus()
      return true
    }
    return { Enter: enter, "Mod-Alt-f": () => writeNote(this.editor) }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: NAME,
      groups: "notes",
      button: buttons.text("Footnote", "Insert a footnote (Ctrl+Alt+F)"),
      enabled: (editor) => editor.can().insertNote(),
      command: writeNote,
    })
  },
})

/** A new note behind what is selected, and on to its words. */
const writeNote = (editor) => {
  const { to } = editor.state.selection
  if (!editor.commands.insertNote()) return false
  editor.storage[NAME].list.notes.get(editor.view.nodeDOM(to))?.focus()
  return true
}
