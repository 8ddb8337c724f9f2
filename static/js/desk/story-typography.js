// Quotation marks, dashes and dots as they are printed, while a story is typed. The key's own
// character is there first: one Undo, or Backspace at once, gives it back.
import { Extension, pm } from "django-prose-editor/editor"
import { wordsIn } from "desk/lines"
import { typed } from "desk/typography"

const { Plugin, PluginKey } = pm.state
const { closeHistory } = pm.history
const KEY = new PluginKey("storyTypography")
const KEPT_AS = "desk-typography"
const OFF = "off"
const LONGEST_LOOK = 2000 // characters before the cursor
const FIELDS = ["headline", "standfirst", "lead_caption"]

// A browser may forbid its storage; then the choice lasts as long as the page.
let isOn = true
try {
  isOn = localStorage.getItem(KEPT_AS) !== OFF
} catch {
  isOn = true
}
const choose = (on) => {
  isOn = on
  try {
    localStorage.setItem(KEPT_AS, on ? "on" : OFF)
  } catch {
    // Not kept.
  }
}

const isCode = ({ selection, storedMarks }) => {
  const { $from } = selection
  return $from.parent.type.spec.code || (storedMarks ?? $from.marks()).some((mark) => mark.type.spec.code)
}

/** A function that says what the language of the story around `home` is, and its marks. */
const languageAround = (home) => {
  const { quotationMarks, language: papers } = home.closest("[data-body-editor]").querySelector("textarea").dataset
  const table = JSON.parse(quotationMarks)
  return () => {
    const language = home.closest("form")?.elements.namedItem("language")?.value || papers
    return { language, marks: table[language] ?? table[papers] }
  }
}

/** The same in the form's plain boxes, where the browser's own Undo takes it back. */
const inFields = (home) => {
  const inLanguage = languageAround(home)
  const put = (words) => document.execCommand("insertText", false, words)
  const start = (field) => {
    let last = null
    field.addEventListener("beforeinput", (event) => {
      const { data: key, inputType, isComposing } = event
      if (!isOn || isComposing || inputType !== "insertText" || [...(key ?? "")].length !== 1) return
      const at = field.selectionStart
      const change = typed(key, field.value.slice(Math.max(0, at - LONGEST_LOOK), at), inLanguage())
      if (!change || (change.put === key && !change.take)) return
      event.preventDefault()
      put(key)
      const first = at - change.take
      const was = field.value.slice(first, at + 1)
      field.setSelectionRange(first, at + 1)
      if (change.put) put(change.put)
      else document.execCommand("delete")
      last = { first, put: change.put, was }
    })
    // What was taken back is selected then, and the next key would take its place.
    field.addEventListener("input", (event) => {
      if (event.inputType === "historyUndo") field.setSelectionRange(field.selectionEnd, field.selectionEnd)
    })
    field.addEventListener("keydown", (event) => {
      const { key, ctrlKey, altKey, metaKey } = event
      if (last && key === "Backspace" && !ctrlKey && !altKey && !metaKey) {
        const { first, put: mark, was } = last
        if (field.selectionStart === first + mark.length && field.selectionEnd === field.selectionStart) {
          event.preventDefault()
          field.setSelectionRange(first, first + mark.length)
          put(was)
        }
      }
      last = null
    })
  }
  const { elements } = home.closest("form") ?? { elements: {} }
  for (const name of FIELDS) if (elements[name]?.matches?.("textarea, input")) start(elements[name])
}

/** A plugin for the text of `home`, a part of the page with the editor, or for a note in it. */
export const typography = (home) => {
  const inLanguage = languageAround(home)
  return new Plugin({
    key: KEY,
    state: {
      init: () => null,
      apply: (tr, last) => tr.getMeta(KEY) ?? (tr.docChanged || tr.selectionSet ? null : last),
    },
    props: {
      handleTextInput(view, from, to, key) {
        if (!isOn || view.composing || [...key].length !== 1 || isCode(view.state)) return false
        const $from = view.state.doc.resolve(from)
        const start = Math.max(0, $from.parentOffset - LONGEST_LOOK)
        const before = wordsIn($from.parent).slice(start, $from.parentOffset)
        const change = typed(key, before, inLanguage())
        if (!change || (change.put === key && !change.take)) return false
        const first = from - change.take
        if (view.state.doc.resolve(first).parent !== $from.parent) return false
        view.dispatch(view.state.tr.insertText(key, from, to))
        const was = view.state.doc.textBetween(first, from + 1)
        const { tr } = view.state
        if (change.put) tr.insertText(change.put, first, from + 1)
        else tr.delete(first, from + 1)
        view.dispatch(closeHistory(tr).setMeta(KEY, { first, put: change.put, was }).scrollIntoView())
        // What is typed next is a step of its own.
        view.dispatch(closeHistory(view.state.tr))
        return true
      },
      handleKeyDown(view, event) {
        const last = KEY.getState(view.state)
        if (event.key !== "Backspace" || !last || event.ctrlKey || event.altKey || event.metaKey) return false
        view.dispatch(closeHistory(view.state.tr).insertText(last.was, last.first, last.first + last.put.length))
        return true
      },
    },
  })
}

export const StoryTypography = Extension.create({
  name: "storyTypography",

  onCreate() {
    inFields(this.editor.options.element)
  },

  addProseMirrorPlugins() {
    return [typography(this.editor.options.element)]
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "storyTypography",
      groups: "tools",
      button: buttons.text("“ ” –", "Smart quotes and dashes"),
      active: () => isOn,
      command(editor) {
        choose(!isOn)
        editor.view.dispatch(editor.state.tr)
      },
    })
  },
})
