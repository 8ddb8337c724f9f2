// The editor's buttons as one stop of the Tab key: arrows move between them, Escape goes back to the
// text, and what is pressed or not possible is said, not only shown. What is often done stands in one
// row, or in two on a narrow screen; all else behind "More", and what a table needs below while one is in it.
import { element } from "desk/elements"

// What stands together, in this order.
const OFTEN = [
  ["heading2", "heading3"],
  ["bold", "italic"],
  ["link"],
  ["bulletList", "orderedList", "blockquote"],
  ["storyNote"],
  ["storyEmbed:picture"],
  ["history:undo", "history:redo"],
  ["storyFind"],
]
// What goes behind "More" where there is too little room, the first of these first.
const LESS_OFTEN = [
  "storyFind", "history:redo", "heading3", "orderedList", "storyNote", "blockquote", "history:undo", "bulletList",
]
const NAMES = {
  heading4: "Small heading",
  strike: "Struck out",
  subscript: "Lowered",
  superscript: "Raised",
  horizontalRule: "Line across",
  storyTypography: "Smart quotes",
  bulletList: "List with points",
  orderedList: "List with numbers",
  blockquote: "Quotation",
  heading3: "Heading of a part",
}
const NARROW = 600 // pixels of the bar, below which it has two rows
const PANEL = "desk-tools-more"

const named = (dom, name) => dom.querySelector(`button[data-name="${CSS.escape(name)}"]`)

/** What a button is called where there is room for words. */
export const nameOf = (button) => {
  const name = NAMES[button.dataset.name] ?? (button.matches(".material-icons") ? button.title : "")
  return name ? name[0].toUpperCase() + name.slice(1) : button.textContent.trim()
}

const withWords = (button) => {
  const words = nameOf(button)
  const shown = button.matches(".material-icons") || button.dataset.name in NAMES ? element("span", { class: "desk-tools__words" }, words) : ""
  button.append(shown)
}

/** Arrange the buttons of `dom`; answers with the button "More" and its panel. */
const arrange = (dom) => {
  const all = [...dom.querySelectorAll("button")]
  const ofTables = named(dom, "table")?.parentElement
  const bar = element("div", { class: "desk-tools" })
  const panel = element("div", { class: "desk-tools__more", id: PANEL, role: "group", "aria-label": "More for the text", hidden: "" })
  const inTable = element("div", { class: "desk-tools desk-tools--table", role: "group", "aria-label": "The table" })
  const more = element(
    "button",
    { type: "button", class: "prose-menubar__button", "aria-expanded": "false", "aria-controls": PANEL, "data-name": "more" },
    "More",
  )
  const groups = OFTEN.map(() => element("div", { class: "prose-menubar__group" }))
  for (const button of all) {
    withWords(button)
    if (button.parentElement === ofTables && button.dataset.name !== "table") inTable.append(button)
    else panel.append(button)
  }
  const inOrder = [...panel.children]
  bar.append(...groups, more)
  dom.replaceChildren(bar, panel, inTable)

  const rows = () => new Set([...bar.querySelectorAll("button")].map((button) => button.offsetTop)).size
  const fit = () => {
    const allowed = dom.clientWidth < NARROW ? 2 : 1
    for (const [place, names] of OFTEN.entries()) groups[place].append(...names.map((name) => named(dom, name)).filter(Boolean))
    for (const name of LESS_OFTEN) {
      if (rows() <= allowed) break
      const button = named(bar, name)
      if (button) panel.append(button)
    }
    panel.append(...inOrder.filter((button) => panel.contains(button)))
    for (const group of groups) group.hidden = !group.children.length
  }
  let width = 0
  new ResizeObserver(() => {
    if (dom.clientWidth === width) return
    width = dom.clientWidth
    fit()
  }).observe(dom)
  // Icons are wider until their letters have arrived.
  document.fonts.ready.then(fit)
  fit()
  return { more, panel }
}

export const makeToolbar = (editor, dom) => {
  const { more, panel } = arrange(dom)
  dom.setAttribute("role", "toolbar")
  dom.setAttribute("aria-label", "Formatting")
  dom.setAttribute("aria-controls", editor.view.dom.id)
  const shown = () => [...dom.querySelectorAll("button:not(.hidden)")].filter((button) => !panel.contains(button) || !panel.hidden)
  let current = null

  const settle = () => {
    const buttons = shown()
    if (!buttons.includes(current)) current = buttons[0]
    for (const button of dom.querySelectorAll("button")) {
      button.tabIndex = button === current ? 0 : -1
      if (button === more) continue
      button.setAttribute("aria-pressed", button.classList.contains("active"))
      button.setAttribute("aria-disabled", button.classList.contains("disabled"))
    }
  }
  const open = (isOpen) => {
    panel.hidden = !isOpen
    more.setAttribute("aria-expanded", String(isOpen))
    settle()
  }

  more.addEventListener("click", () => {
    open(panel.hidden)
    if (!panel.hidden) shown().find((button) => panel.contains(button))?.focus()
  })
  // What was chosen is done; the button itself has heard of it before.
  panel.addEventListener("click", (event) => event.target.closest("button") && open(false))
  document.addEventListener("pointerdown", (event) => {
    if (!panel.hidden && !panel.contains(event.target) && event.target !== more) open(false)
  })
  dom.addEventListener("focusin", (event) => {
    const button = event.target.closest("button")
    if (button) current = button
    settle()
  })
  dom.addEventListener("focusout", (event) => {
    if (!panel.hidden && event.relatedTarget && !dom.contains(event.relatedTarget)) open(false)
  })
  dom.addEventListener("keydown", (event) => {
    const buttons = shown()
    const at = buttons.indexOf(document.activeElement)
    const isInPanel = panel.contains(document.activeElement)
    const steps = { ArrowRight: 1, ArrowLeft: -1, ...(isInPanel ? { ArrowDown: 1, ArrowUp: -1 } : {}) }
    const step = steps[event.key]
    let next = null
    if (step) next = buttons[(at + step + buttons.length) % buttons.length]
    else if (event.key === "ArrowDown" && document.activeElement === more) {
      open(true)
      next = shown().find((button) => panel.contains(button))
    } else if (event.key === "Home") next = buttons[0]
    else if (event.key === "End") next = buttons.at(-1)
    else if (event.key === "Escape" && isInPanel) {
      next = more
      open(false)
    } else if (event.key === "Escape") editor.commands.focus()
    else return
    event.preventDefault()
    next?.focus()
  })
  editor.on("transaction", settle)
  settle()
}
