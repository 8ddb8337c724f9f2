// A link in a text: Ctrl+K, or its button, asks where it leads (desk/finding), by an address or by words of
// a headline. What is linked keeps its words; where nothing is selected the headline comes in.
import { Link } from "django-prose-editor/editor"
import { readAddress } from "desk/address"
import { find } from "desk/finding"

const LONGEST_PREFILLED = 120 // characters of what is selected

const mayStandHere = (editor) => {
  const { $from } = editor.state.selection
  return $from.parent.type.allowsMarkType(editor.schema.marks.link)
}

const sayNo = (editor) => {
  const status = editor.options.element.nextElementSibling
  if (status?.matches("[role=status]")) status.textContent = "No link can stand here."
}

const insert = (editor, row) => {
  const kept = (editor.state.storedMarks ?? editor.state.selection.$from.marks()).map((mark) => mark.toJSON())
  const marks = [...kept, { type: "link", attrs: { href: row.href } }]
  // What is typed behind it is no part of it.
  editor.chain().insertContent({ type: "text", text: row.text || row.name, marks }).unsetMark("link").run()
}

const asksFor = async (editor) => {
  const { from, to, empty } = editor.state.selection
  const isLink = editor.isActive("link")
  const selected = editor.state.doc.textBetween(from, to, " ").trim()
  const home = editor.options.element.closest("[data-body-editor]")
  const own = [location.origin, home?.querySelector("[data-site]")?.dataset.site]
  // A dialog that closes would give the focus back with the cursor at the very start.
  editor.view.dom.blur()
  const row = await find({
    title: isLink ? "Change the link" : "Link",
    label: "An address, or words of a headline or a name",
    button: isLink ? "Change link" : "Link",
    typed: isLink ? editor.getAttributes("link").href : selected.slice(0, LONGEST_PREFILLED),
    asks: { for: "link" },
    read: (text) => readAddress(text, own),
    refuses: (row) => (row.href ? "" : row.name),
    canRemove: isLink,
  })
  // At once, not in the next frame: somebody may be typing already.
  editor.view.focus()
  if (!row) return
  if (row === "remove") editor.chain().extendMarkRange("link").unsetMark("link").setTextSelection({ from, to }).run()
  else if (isLink) editor.chain().extendMarkRange("link").setMark("link", { href: row.href }).setTextSelection({ from, to }).run()
  else if (empty) insert(editor, row)
  else editor.chain().setMark("link", { href: row.href }).run()
}

export const StoryLink = Link.extend({
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "link",
      groups: "link",
      command: asksFor,
      enabled: mayStandHere,
      button: buttons.material("insert_link", "Link (Ctrl+K)"),
      active: (editor) => editor.isActive("link"),
    })
    menu.defineItem({
      name: "unlink",
      groups: "link",
      command: (editor) => editor.chain().focus().extendMarkRange("link").unsetMark("link").run(),
      button: buttons.material("link_off", "Remove link"),
      hidden: (editor) => !editor.isActive("link"),
    })
  },

  addKeyboardShortcuts() {
    return {
      "Mod-k": ({ editor }) => {
        if (mayStandHere(editor)) asksFor(editor)
        else sayNo(editor)
        // Not the desk's own Ctrl+K, nor the browser's.
        return true
      },
    }
  },
})
