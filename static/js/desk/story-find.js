// Find and replace, in the text of a story and in the boxes around it. Finding changes nothing;
// what is replaced in the text is one step of Undo, however often it stood there.
import { Extension, pm } from "django-prose-editor/editor"
import { findBar } from "desk/find-bar"
import { difference, finder } from "desk/find-matches"
import { wordsIn } from "desk/lines"

const { NodeSelection, Plugin, PluginKey, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view
const KEY = new PluginKey("storyFind")
const FIELDS = ["kicker", "headline", "standfirst", "dateline", "lead_caption"]
// What of an element of the text is text, too, and what it is called.
const HTML_IN = { caption: "Caption of a table", words: "Footnote" }
const LONGEST_GUESS = 100 // characters of a selection that are taken to be what is looked for
const AROUND = 24 // characters shown beside what was found in a box

/** A box may stand behind a tab (tabs.js). */
const enter = (field) => {
  field.dispatchEvent(new Event("desk:reveal", { bubbles: true }))
  field.focus()
}

const parsed = (html) => {
  const template = document.createElement("template")
  template.innerHTML = html
  return template
}
const plain = (html) => parsed(html).content.textContent

/** HTML in which the words from `start` to `end` are others. */
const htmlWith = (html, start, end, words) => {
  const template = parsed(html)
  const walker = document.createTreeWalker(template.content, NodeFilter.SHOW_TEXT)
  let [at, fresh] = [0, words]
  while (walker.nextNode()) {
    const { data } = walker.currentNode
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, data.length)]
    at += data.length
    if (from > to || (from === to && end > start)) continue
    walker.currentNode.data = data.slice(0, from) + fresh + data.slice(to)
    fresh = ""
  }
  return template.innerHTML
}

const search = (editor, form) => {
  const language = () => form?.elements.namedItem("language")?.value
  const isBefore = (field) => field.compareDocumentPosition(editor.view.dom) & Node.DOCUMENT_POSITION_FOLLOWING
  const fields = () => FIELDS.map((name) => form?.elements.namedItem(name)).filter(Boolean)
  let find = () => []
  let known = new WeakMap()
  let matches = []
  let current = -1

  const inNode = (node) => {
    if (!known.has(node)) known.set(node, find(wordsIn(node)))
    return known.get(node)
  }
  const inText = () => {
    const found = []
    editor.state.doc.descendants((node, at) => {
      for (const attribute of Object.keys(HTML_IN)) {
        const html = node.attrs[attribute]
        if (html) for (const [start, end] of find(plain(html))) found.push({ attribute, at, start, end })
      }
      if (!node.inlineContent) return
      for (const [start, end] of inNode(node)) found.push({ at: at + 1 + start, start: at + 1 + start, end: at + 1 + end })
    })
    return found.sort((one, other) => one.at - other.at)
  }
  const inField = (field) => find(field.value).map(([start, end]) => ({ field, start, end }))

  const show = () => {
    const shown = matches
      .filter(({ field, attribute }) => !field && attribute !== "caption")
      .map((match) => {
        const name = match === matches[current] ? "story-found story-found--current" : "story-found"
        if (match.attribute) return Decoration.node(match.at, match.at + 1, { class: name })
        return Decoration.inline(match.start, match.end, { class: name })
      })
    editor.view.dispatch(editor.state.tr.setMeta(KEY, DecorationSet.create(editor.state.doc, shown)))
    for (const field of fields()) field.classList.toggle("story-found-in", matches[current]?.field === field)
  }

  /** Look again; the current one is then the first for which `isNext`, or that which it was. */
  const look = (isNext) => {
    const [above, below] = [fields().filter(isBefore), fields().filter((field) => !isBefore(field))]
    matches = [...above.flatMap(inField), ...inText(), ...below.flatMap(inField)]
    current = isNext ? matches.findIndex(isNext) : Math.min(current, matches.length - 1)
    if (current < 0 && matches.length) current = 0
    show()
  }

  // In the text from this place on, or below it; in a box the same.
  const from = (field, place) => {
    const order = [...fields().filter(isBefore), null, ...fields().filter((other) => !isBefore(other))]
    return (match) => {
      const below = order.indexOf(match.field ?? null) - order.indexOf(field)
      return below > 0 || (below === 0 && (match.at ?? match.start) >= place)
    }
  }

  // In the same caption or note behind this, or below it.
  const behind = ({ at }, place) => {
    const isBelow = from(null, at + 1)
    return (match) => isBelow(match) || (!match.field && match.at === at && match.attribute && match.start >= place)
  }

  const marksOf = (start, end) => {
    const { doc } = editor.state
    if (start < end) return doc.resolve(start).nodeAfter.marks
    const place = doc.resolve(start)
    return (place.nodeBefore ?? place.nodeAfter)?.marks ?? []
  }
  const putInText = (tr, match, words) => {
    if (match.attribute) {
      const html = tr.doc.nodeAt(match.at).attrs[match.attribute]
      tr.setNodeAttribute(match.at, match.attribute, htmlWith(html, match.start, match.end, words))
      return
    }
    // Only what differs is written anew: marks in the middle of words stay where they are.
    const old = editor.state.doc.textBetween(match.start, match.end)
    const [first, last, fresh] = difference(old, words)
    const [start, end] = [match.start + first, match.start + last]
    if (fresh) tr.replaceWith(start, end, editor.schema.text(fresh, marksOf(start, end)))
    else tr.delete(start, end)
  }
  // As if typed: the browser's own Undo knows of it. False if the box is too short for it.
  const putInField = ({ field, start, end }, words) => {
    const length = field.value.length - (end - start) + words.length
    if (field.maxLength >= 0 && length > field.maxLength) return false
    enter(field)
    field.setSelectionRange(start, end)
    const isThere = document.activeElement === field
    if (!isThere || !document.execCommand(words ? "insertText" : "delete", false, words)) {
      field.setRangeText(words, start, end, "end")
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
    return true
  }
  /** How many of these were replaced. The last goes first, so that the places of others stay. */
  const put = (those, words) => {
    const { tr } = editor.state
    let count = 0
    for (const match of those.toReversed()) {
      if (!match.field) putInText(tr, match, words)
      if (!match.field || putInField(match, words)) count += 1
    }
    if (tr.docChanged) editor.view.dispatch(pm.history.closeHistory(tr))
    return count
  }

  return {
    get matches() {
      return matches
    },
    get place() {
      return matches[current]
    },
    get number() {
      return current + 1
    },
    fields,
    look,
    /** Look for other words, from the match that is shown, or from where somebody was. */
    start(query, options, field, place) {
      const was = matches[current]
      find = finder(query, { ...options, language: language() })
      known = new WeakMap()
      look(was ? from(was.field ?? null, was.at ?? was.start) : from(field, place))
    },
    step(by) {
      if (matches.length) current = (current + by + matches.length) % matches.length
      show()
    },
    replace(words) {
      const match = matches[current]
      const place = match.at ?? match.start
      const count = put([match], words)
      // What was put there is not found once more, even if the same words stand in it.
      const isDone = count ? words.length : match.end - match.start
      look(match.attribute ? behind(match, match.start + isDone) : from(match.field ?? null, place + isDone))
      return count
    },
    replaceAll(words) {
      const count = put(matches, words)
      look()
      return count
    },
    /** Bring the current one where it can be seen. */
    reveal() {
      const match = matches[current]
      match?.field?.dispatchEvent(new Event("desk:reveal", { bubbles: true }))
      const inline = editor.view.dom.querySelector(".story-found--current")
      const place = match?.field ?? (match?.attribute ? editor.view.nodeDOM(match.at) : inline)
      place?.scrollIntoView({ block: "center" })
    },
    /** What stands around the current one, if it stands where nothing can be marked. */
    around() {
      const { field, attribute, at, start, end } = matches[current]
      if (!field && !attribute) return null
      const text = field ? field.value : plain(editor.state.doc.nodeAt(at).attrs[attribute])
      const label = field && (field.labels[0]?.textContent.replace(/[:·].*/s, "").trim() || field.name)
      const edges = [text.slice(Math.max(0, start - AROUND), start), text.slice(end, end + AROUND)]
      return { where: label || HTML_IN[attribute], parts: [edges[0], text.slice(start, end), edges[1]] }
    },
    /** Take the marks away, and select what was found last; false if nothing was. */
    stop() {
      const match = matches[current]
      matches = []
      current = -1
      show()
      if (!match) return false
      if (match.field) {
        enter(match.field)
        match.field.setSelectionRange(match.start, match.end)
      } else {
        const { doc, tr } = editor.state
        const selection = match.attribute
          ? NodeSelection.create(doc, match.at)
          : TextSelection.create(doc, match.start, match.end)
        editor.view.dispatch(tr.setSelection(selection))
        editor.view.focus()
      }
      return true
    },
  }
}

const isKey = (event, key) => (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === key

export const StoryFind = Extension.create({
  name: "storyFind",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: KEY,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, shown) => tr.getMeta(KEY) ?? shown.map(tr.mapping, tr.doc),
        },
        props: { decorations: (state) => KEY.getState(state) },
      }),
    ]
  },

  onCreate() {
    const { editor } = this
    const home = editor.options.element
    const form = home.closest("form")
    const found = search(editor, form)
    let bar = null
    this.storage.open = (withReplace) => {
      bar ??= findBar(editor, found)
      const field = found.fields().find((each) => each === document.activeElement) ?? null
      const { from, to } = editor.state.selection
      const selected = field
        ? field.value.slice(field.selectionStart, field.selectionEnd)
        : editor.state.doc.textBetween(from, to, "\n")
      const guess = selected.length <= LONGEST_GUESS && !/[\n\ufffc]/.test(selected) ? selected : ""
      bar.open(guess, withReplace, field, field ? field.selectionStart : from)
    }
    form?.addEventListener("keydown", (event) => {
      const isFind = isKey(event, "f") && !event.shiftKey
      const isReplace = isKey(event, "h") && !event.metaKey
      if (!isFind && !isReplace) return
      // Twice in the bar is the browser's own, which looks through the whole page.
      const isInEditor = home.contains(event.target) && !event.target.closest(".story-find")
      const isHere = isInEditor || found.fields().includes(event.target)
      if (!isHere || document.querySelector("dialog[open]")) return
      event.preventDefault()
      this.storage.open(isReplace)
    })
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "storyFind",
      groups: "find",
      button: buttons.material("search", "Find and replace (Ctrl+F)"),
      command: (editor) => editor.storage.storyFind.open(true),
    })
  },
})
