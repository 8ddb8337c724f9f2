// A table that keeps its caption and its head: the editor knows rows and cells only.
import { Table, TableHeader } from "django-prose-editor/editor"
import { element } from "desk/elements"
import { makeRoom } from "desk/place"

const CAPTION = "data-caption"

const captionField = (editor, getPos, html) => {
  const holder = element("label", { class: "story-table__caption" }, "Caption ")
  holder.contentEditable = "false"
  const input = document.createElement("input")
  input.type = "text"
  const show = (caption) => {
    const parsed = document.createElement("template")
    parsed.innerHTML = caption
    // Whoever types here must not be moved to the end.
    if (input.value !== parsed.content.textContent) input.value = parsed.content.textContent
  }
  show(html)
  input.addEventListener("input", () => {
    const caption = new Option(input.value).innerHTML
    editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "caption", caption))
  })
  input.addEventListener("keydown", (event) => {
    // Enter would send the form.
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    editor.commands.focus()
  })
  holder.append(input)
  return { holder, show }
}

export const StoryTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        // A table that was cut out of this text brings its own in the attribute.
        parseHTML: (table) => table.querySelector(":scope > caption")?.innerHTML.trim() || table.getAttribute(CAPTION) || "",
        renderHTML: ({ caption }) => (caption ? { [CAPTION]: caption } : {}),
      },
    }
  },

  parseHTML() {
    return [{ tag: "table" }, { tag: "table > caption", ignore: true }]
  },

  addCommands() {
    const commands = this.parent?.()
    return {
      ...commands,
      insertTable: (options) => (props) => {
        if (props.dispatch) makeRoom(props.tr)
        return commands.insertTable(options)(props)
      },
    }
  },

  addNodeView() {
    const viewOf = this.parent()
    return (props) => {
      const view = viewOf(props)
      const { holder, show } = captionField(props.editor, props.getPos, props.node.attrs.caption)
      view.dom.prepend(holder)
      const update = view.update
      view.update = (node) => {
        if (!update(node)) return false
        view.table.removeAttribute(CAPTION)
        show(node.attrs.caption)
        return true
      }
      view.stopEvent = (event) => holder.contains(event.target)
      const ignored = view.ignoreMutation.bind(view)
      view.ignoreMutation = (mutation) => holder.contains(mutation.target) || ignored(mutation)
      return view
    }
  },
})

export const StoryTableHeader = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } }
  },

  parseHTML() {
    return [{ tag: "th" }, { tag: "thead td", priority: 60 }]
  },
})

const isHead = (row) =>
  row.querySelector("th") && [...row.cells].every((cell) => cell.matches("th") || !cell.textContent.trim())

/** The HTML of a text, in which each table has its caption and its head again. */
export const withCaptionsAndHeads = (html) => {
  if (!html.includes("<table")) return html
  const text = document.createElement("template")
  text.innerHTML = html
  for (const table of text.content.querySelectorAll("table")) {
    table.removeAttribute("style")
    const rows = [...table.rows]
    const first = rows.findIndex((row) => !isHead(row))
    if (first > 0) table.createTHead().append(...rows.slice(0, first))
    if (table.hasAttribute(CAPTION)) {
      table.createCaption().innerHTML = table.getAttribute(CAPTION)
      table.removeAttribute(CAPTION)
    }
  }
  return text.innerHTML
}
