// The text of a story: an editor in front of the textarea that the form sends.
// What may stand in a text is decided by articles/body/__init__.py; this offers no more than that.
import {
  Editor,
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak,
  Heading, History, HorizontalRule, Italic, ListItem, Menu, OrderedList, Paragraph,
  Placeholder, Strike, Subscript, Superscript, TableCell, TableRow, Text, TrailingNode, gettext, pm,
} from "django-prose-editor/editor"
import { StoryLink } from "desk/link"
import { read, withoutStyles } from "desk/pasted"
import { read as readMarkdown } from "desk/pasted-markdown"
import { place } from "desk/place"
import { SlashMenu } from "desk/slash-menu"
import { StoryBox } from "desk/story-box"
import { StoryEmbed } from "desk/story-embed"
import { StoryFind } from "desk/story-find"
import { StoryMedia } from "desk/story-media"
import { StoryNote } from "desk/story-note"
import { StoryTable, StoryTableHeader, withCaptionsAndHeads } from "desk/story-table"
import { StoryTypography } from "desk/story-typography"
import { makeToolbar } from "desk/toolbar"

// No drop-down: its button is not one that a keyboard can reach.
const MENU = [
  { group: "headings" },
  { group: "marks" },
  { group: "link" },
  { group: "lists" },
  { group: "quotes" },
  { group: "notes" },
  { group: "embeds" },
  { group: "table" },
  { group: "history" },
  { group: "find tools" },
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

const Line = HorizontalRule.extend({
  addCommands() {
    return {
      setHorizontalRule:
        () =>
        ({ tr, dispatch }) => {
          if (dispatch) place(tr, this.type.create())
          return true
        },
    }
  },
})

// Cards and boxes stand between paragraphs, never inside a list, a cell or another box.
const Story = Document.extend({ content: "(block | top)+" })

const extensions = (groups) => [
  Story, Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor, TrailingNode,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold, Italic, Strike, Subscript, Superscript, Code, CodeBlock,
  Blockquote, BulletList, ListItem, Line,
  OrderedList.configure({ enableListAttributes: false }),
  StoryLink.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  StoryTable, TableRow, StoryTableHeader, TableCell,
  Placeholder.configure({ placeholder: gettext("Write the story here.") }),
  StoryEmbed, StoryMedia, StoryBox, StoryFind, StoryNote, StoryTypography, SlashMenu,
  NewsMenu.configure({ groups }),
]

// An empty paragraph at the end is there for the cursor, not for the reader.
const written = (editor) => withCaptionsAndHeads(editor.getHTML().replace(/(<p><\/p>)+$/, ""))

// Spaces that another program glued for layout's sake would never let a line break.
const withPlainSpaces = (fragment) =>
  fragment.constructor.fromArray(
    fragment.content.map((node) =>
      node.isText ? node.type.schema.text(node.text.replace(/\u00a0/g, " "), node.marks) : node.copy(withPlainSpaces(node.content)),
    ),
  )

/** What the editor does with a paste; `say` tells whoever pasted of what did not come along. */
const pasting = (say) => {
  let isFromElsewhere = false
  return {
    // What was cut or copied here is what it is; what other programs wrote is read by its looks.
    transformPastedHTML(html) {
      isFromElsewhere = !html.includes("data-pm-slice=")
      if (!isFromElsewhere) return withoutStyles(html)
      const { html: clean, pictures } = read(html)
      const them = pictures === 1 ? "A picture was" : `${pictures} pictures were`
      say(pictures ? `${them} left out of what you pasted: insert pictures from the library.` : "")
      return clean
    },
    clipboardTextParser(text, $context, isPlain, view) {
      const html = isPlain ? "" : readMarkdown(text)
      if (!html) return null
      say("It was Markdown, and is read as such. Ctrl+Shift+V pastes the signs themselves.")
      const { body } = new DOMParser().parseFromString(html, "text/html")
      return pm.model.DOMParser.fromSchema(view.state.schema).parseSlice(body, { context: $context })
    },
    transformPasted(slice) {
      if (!isFromElsewhere) return slice
      isFromElsewhere = false
      return new slice.constructor(withPlainSpaces(slice.content), slice.openStart, slice.openEnd)
    },
  }
}

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
  const status = textarea.ownerDocument.createElement("p")
  status.className = "help body-editor__status"
  status.setAttribute("role", "status")
  element.after(status)
  const say = (sentence) => {
    status.textContent = sentence
  }
  let known = null
  const editor = new Editor({
    element,
    extensions: extensions(menuFor(textarea)),
    content: textarea.value,
    // Whoever pastes "2 * 3 * 4" means the stars; addresses do become links.
    enablePasteRules: ["link"],
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
      ...pasting(say),
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
