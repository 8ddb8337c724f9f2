// The text of a story: an editor in front of the textarea that the form sends.
// What may stand in a text is decided by articles/body/__init__.py; this offers no more than that.
import {
  Editor,
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak,
  Heading, History, HorizontalRule, Italic, Link, ListItem, Menu, OrderedList, Paragraph,
  Placeholder, Strike, Subscript, Superscript, TableCell, TableRow, Text, TrailingNode, gettext,
} from "django-prose-editor/editor"
import { StoryBox } from "desk/story-box"
import { StoryEmbed } from "desk/story-embed"
import { StoryTable, StoryTableHeader, withCaptionsAndHeads } from "desk/story-table"
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

// Cards and boxes stand between paragraphs, never inside a list, a cell or another box.
const Story = Document.extend({ content: "(block | top)+" })

const extensions = (groups) => [
  Story, Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor, TrailingNode,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold, Italic, Strike, Subscript, Superscript, Code, CodeBlock,
  Blockquote, BulletList, ListItem, HorizontalRule,
  OrderedList.configure({ enableListAttributes: false }),
  Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  StoryTable, TableRow, StoryTableHeader, TableCell,
  Placeholder.configure({ placeholder: gettext("Write the story here.") }),
  StoryEmbed, StoryBox,
  NewsMenu.configure({ groups }),
]

// An empty paragraph at the end is there for the cursor, not for the reader.
const written = (editor) => withCaptionsAndHeads(editor.getHTML().replace(/(<p><\/p>)+$/, ""))

// What another program thought of looks: the security policy forbids it, and spaces that were
// glued for layout's sake would never let a line break.
const withoutLooks = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/\s(?:style|on\w+)=(?:"[^"]*"|'[^']*')/gi, "")
    .replace(/&nbsp;|\u00a0/g, " ")

// A policy is words alone: its form offers nothing that would be left out again.
const menuFor = (textarea) =>
  "wordsOnly" in textarea.dataset ? MENU.filter(({ group }) => group !== "embeds") : MENU

const start = (textarea) => {
  const element = document.createElement("div")
  element.className = "prose-editor"
  textarea.before(element)
  element.append(textarea)
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  if (label) label.id ||= `${textarea.id}_label`
  let known = null
  const editor = new Editor({
    element,
    extensions: extensions(menuFor(textarea)),
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
      const html = written(editor)
      // A line for the cursor behind the last card is no change that anybody made.
      if (known === null || html === known) return
      known = textarea.value = html
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  known = written(editor)
  label?.addEventListener("click", () => editor.commands.focus())
}

for (const textarea of document.querySelectorAll("[data-body-editor] textarea")) start(textarea)
