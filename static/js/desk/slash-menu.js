// "/" at the beginning of an empty paragraph: what can be put there, filtered by what is typed on. Arrows
// choose, Enter takes it, Escape leaves the slash and what follows as they are. Anywhere else a slash is one.
import { Extension, pm } from "django-prose-editor/editor"
import { element } from "desk/elements"

const { Plugin, PluginKey } = pm.state
const KEY = new PluginKey("slashMenu")
const ID = "desk-slash"
// By the names of the toolbar's buttons, in this order: what it is called, and what else it answers to.
const THINGS = {
  heading2: ["Heading", "h2 title"],
  heading3: ["Heading of a part", "h3 subheading"],
  heading4: ["Small heading", "h4 subheading"],
  bulletList: ["List with points", "ul bullet unordered"],
  orderedList: ["List with numbers", "ol number ordered"],
  blockquote: ["Quotation in the text", "blockquote quote"],
  "storyEmbed:picture": ["Picture", "image photo"],
  "storyEmbed:gallery": ["Gallery", "pictures photos images"],
  "storyEmbed:quote": ["Quote of somebody", "pull quotation card"],
  storyBox: ["Box", "explainer facts timeline document aside"],
  table: ["Table", "grid cells"],
  storyNote: ["Footnote", "note"],
  link: ["Link", "url address"],
  horizontalRule: ["Line across", "hr rule divider"],
}
const ALSO = "embeds" // a group of the toolbar whose other buttons can be put in, too
const QUERY = /^\/((?:[\p{L}\p{N}-]+ ?)*)$/u

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

/** [{label, words, command}] of what can stand at the cursor now. */
const thingsFor = (editor) => {
  const defined = editor.storage.menu._definedItems
  const others = Object.values(defined).filter(({ name, groups }) => groups.has(ALSO) && !(name in THINGS))
  const named = Object.entries(THINGS).filter(([name]) => defined[name]?.button?.isConnected)
  return [
    ...named.map(([name, [label, words]]) => ({ item: defined[name], label, words })),
    ...others.filter(({ button }) => button?.isConnected).map((item) => ({ item, label: item.button.textContent.trim(), words: item.button.title })),
  ].filter(({ item }) => item.enabled(editor))
}

/** Those that have what was typed: at the beginning of their name first. */
const matching = (things, query) => {
  const asked = folded(query.trim())
  const begins = ({ label }) => folded(label).startsWith(asked)
  const has = ({ label, words }) => ` ${folded(`${label} ${words}`)}`.includes(` ${asked}`)
  const found = things.filter(has)
  return [...found.filter(begins), ...found.filter((thing) => !begins(thing))]
}

/** What was typed behind the slash in the paragraph with the cursor, or null. */
const queryIn = ({ selection }) => {
  const { $from, empty } = selection
  const { parent } = $from
  if (!empty || parent.type.name !== "paragraph" || $from.parentOffset !== parent.content.size) return null
  return parent.childCount === 1 && parent.firstChild.isText ? (QUERY.exec(parent.textContent)?.[1] ?? null) : null
}

class List {
  constructor(editor) {
    this.editor = editor
    this.dom = element("ul", { class: "desk-slash", id: ID, role: "listbox", "aria-label": "Put in", hidden: "" })
    this.found = []
    this.at = 0
    // The text keeps the focus.
    this.dom.addEventListener("pointerdown", (event) => event.preventDefault())
    this.dom.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]")
      if (option) this.take(Number(option.dataset.place))
    })
    editor.view.dom.after(this.dom)
  }

  get isOpen() {
    return !this.dom.hidden
  }

  show(query) {
    const things = matching(thingsFor(this.editor), query)
    if (!things.length) return this.hide()
    this.found = things
    this.at = 0
    this.dom.replaceChildren(
      ...things.map(({ label, item }, place) => {
        const { level } = item.button.dataset
        const isIcon = !level && item.button.matches(".material-icons")
        const sign = level ? `H${level}` : isIcon ? item.button.firstChild.textContent : ""
        const icon = element("span", { class: `desk-slash__icon${isIcon ? " material-icons" : ""}`, "aria-hidden": "true" }, sign)
        return element("li", { role: "option", id: `${ID}-${place}`, "data-place": place }, icon, label)
      }),
    )
    this.dom.hidden = false
    this.stand()
    this.mark()
  }

  // Below the line with the cursor, or above it where there is no room.
  stand() {
    const { view } = this.editor
    const line = view.coordsAtPos(view.state.selection.from)
    const around = this.dom.offsetParent.getBoundingClientRect()
    const bar = document.querySelector(".desk-bar")?.getBoundingClientRect().top ?? innerHeight
    const isAbove = line.bottom + this.dom.offsetHeight > bar && line.top > this.dom.offsetHeight
    this.dom.style.insetBlockStart = `${(isAbove ? line.top - this.dom.offsetHeight - 4 : line.bottom + 4) - around.top}px`
    const left = Math.min(line.left - around.left, around.width - this.dom.offsetWidth)
    this.dom.style.left = `${Math.max(0, left)}px`
  }

  mark() {
    for (const [place, option] of [...this.dom.children].entries()) option.setAttribute("aria-selected", String(place === this.at))
    this.dom.children[this.at].scrollIntoView({ block: "nearest" })
    const { dom } = this.editor.view
    dom.setAttribute("aria-controls", ID)
    dom.setAttribute("aria-activedescendant", `${ID}-${this.at}`)
  }

  move(step) {
    this.at = (this.at + step + this.found.length) % this.found.length
    this.mark()
  }

  hide() {
    this.dom.hidden = true
    this.editor.view.dom.removeAttribute("aria-activedescendant")
    this.editor.view.dom.removeAttribute("aria-controls")
  }

  take(place = this.at) {
    const { item } = this.found[place]
    const { view } = this.editor
    const { $from } = view.state.selection
    this.hide()
    view.dispatch(view.state.tr.delete($from.start(), $from.end()))
    item.command(this.editor)
  }
}

export const SlashMenu = Extension.create({
  name: "slashMenu",

  addProseMirrorPlugins() {
    const { editor } = this
    let list = null
    return [
      new Plugin({
        key: KEY,
        // Whether the slash of this paragraph was typed for it, and nobody has said no.
        state: {
          init: () => false,
          apply: (tr, isAsked, _, state) => tr.getMeta(KEY) ?? (isAsked && queryIn(state) !== null),
        },
        view: () => ({
          update(view) {
            const query = KEY.getState(view.state) ? queryIn(view.state) : null
            if (query !== null) (list ??= new List(editor)).show(query)
            else if (list?.isOpen) list.hide()
          },
          destroy: () => list?.dom.remove(),
        }),
        props: {
          handleTextInput(view, from, to, text) {
            const { parent } = view.state.doc.resolve(from)
            if (text !== "/" || view.composing || parent.type.name !== "paragraph" || parent.content.size) return false
            view.dispatch(view.state.tr.insertText("/", from, to).setMeta(KEY, true).scrollIntoView())
            return true
          },
          handleKeyDown(view, event) {
            if (!list?.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
            if (step) list.move(step)
            else if (event.key === "Enter" && !event.shiftKey) list.take()
            else if (event.key === "Escape" || event.key === "Tab") view.dispatch(view.state.tr.setMeta(KEY, false))
            else return false
            return event.key !== "Tab"
          },
          handleDOMEvents: {
            blur(view) {
              if (list?.isOpen) view.dispatch(view.state.tr.setMeta(KEY, false))
              return false
            },
          },
        },
      }),
    ]
  },
})
