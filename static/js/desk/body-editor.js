// The text of a story: an editor in front of the textarea that the form sends.
// What may stand in a text is decided by articles/body.py; this offers no more than that.
import {
  Editor,
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak,
  Heading, History, HorizontalRule, Italic, Link, ListItem, Menu, OrderedList, Paragraph,
  Placeholder, Strike, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text,
  TrailingNode, gettext,
} from "django-prose-editor/editor"
import { StoryEmbed } from "desk/story-embed"
import { makeToolbar } from "desk/toolbar"

// No drop-down: its button is not one that a keyboard can reach.
const MENU = [
  { group: "headings" },
  { group: "marks" },
  { group: "link" },
  { group: "lists" },
  { group: "quotes" },
  { group: "embeds" },
  { group: "table" },
  { group: "history" },
]

const NewsMenu = Menu.extend({
  onCreate(event) {
    const { menu } = this.storage
    const define = menu.defineItem
    // "Blockquote" and the rule stand in a group of everything; take these two alone.
    menu.defineItem = (item) => {
      if (item.name === "blockquote" || item.name === "horizontalRule") item.groups = "quotes"
      define(item)
    }
    this.parent?.(event)
    makeToolbar(event.editor, this.storage.dom)
  },
})

const extensions = () => [
  Document, Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor, TrailingNode,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold, Italic, Strike, Subscript, Superscript, Code, CodeBlock,
  Blockquote, BulletList, ListItem, HorizontalRule,
  OrderedList.configure({ enableListAttributes: false }),
  Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  Table, TableRow, TableHeader, TableCell,
  Placeholder.configure({ placeholder: gettext("Write the story here.") }),
  StoryEmbed,
  NewsMenu.configure({ groups: MENU }),
]

// An empty paragraph at the end is there for the cursor, not for the reader.
const written = (editor) => {
  const html = editor.getHTML().replace(/(<p><\/p>)+$/, "")
  return html
}

// What another program thought of looks: the security policy forbids it, and spaces that were
// glued for layout's sake would never let a line break.
const withoutLooks = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/\s(?:style|on\w+)=(?:"[^"]*"|'[^']*')/gi, "")
    .replace(/&nbsp;|\u00a0/g, " ")

const start = (textarea) => {
  const element = document.createElement("div")
  element.className = "prose-editor"
  textarea.before(element)
  element.append(textarea)
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  if (label) label.id ||= `${textarea.id}_label`
  const editor = new Editor({
    element,
    extensions: extensions(),
    content: textarea.value,
    // The security policy allows no injected style; desk.css has these rules.
    injectCSS: false,
    editorProps: {
      attributes: {
        id: `${textarea.id}_editor`,
        role: "textbox",
        "aria-multiline": "true",
        spellcheck: "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": "Story" }),
      },
      transformPastedHTML: withoutLooks,
    },
    onUpdate({ editor }) {
      textarea.value = written(editor)
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  label?.addEventListener("click", () => editor.commands.focus())
}

for (const textarea of document.querySelectorAll("[data-body-editor] textarea")) start(textarea)
