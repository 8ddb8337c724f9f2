// Finding by words of a headline, in a dialog that every page of the desk has: to go there with Ctrl+K,
// or for a link in a text (desk/link). Type, move with the arrows, Enter chooses, Escape leaves.
// Without this script the links in header and footer lead to pages that do the same.

const PAUSE = 150 // milliseconds after a key
const LETTERS = "desk-moderate-keys" // in this browser's storage: "off" if letters are no keys
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable=true]"
const LOOKING = "Looking…"
const NO_ANSWER = "The desk does not answer. Try again."

// They are in the page while they are open: their words and fields are no part of it.
const made = document.querySelector("[data-finder-dialogs]")
const dialogs = made && document.importNode(made.content, true)
const dialog = dialogs?.querySelector("[data-finder]")
const keys = dialogs?.querySelector("[data-keys-dialog]")
const part = (name) => dialog.querySelector(`[data-finder-${name}]`)
const box = dialog?.querySelector("input")
const list = dialog?.querySelector("[role=listbox]")

let open = null // what the dialog is open for
let asked = 0
let timer = null
let rows = []
let active = -1

const say = (sentence) => {
  part("says").textContent = sentence
}

const line = (name, text) => {
  const made = document.createElement("span")
  made.className = `finder__${name}`
  made.dir = "auto"
  made.textContent = text
  return made
}

const option = (row, number) => {
  const made = document.createElement("li")
  made.id = `finder-option-${number}`
  made.className = "finder__option"
  made.setAttribute("role", "option")
  // What readers would find is no matter of who only goes there.
  for (const name of ["kind", "name", "state", ...(open.isQuick ? [] : ["warning"])]) {
    if (row[name]) made.append(line(name, row[name]), " ")
  }
  return made
}

const activate = (number) => {
  active = number
  for (const [at, one] of [...list.children].entries()) one.setAttribute("aria-selected", String(at === number))
  const chosen = list.children[number]
  if (chosen) box.setAttribute("aria-activedescendant", chosen.id)
  else box.removeAttribute("aria-activedescendant")
  chosen?.scrollIntoView({ block: "nearest" })
}

const show = (found) => {
  rows = found
  list.replaceChildren(...rows.map(option))
  box.setAttribute("aria-expanded", String(rows.length > 0))
  activate(rows.length ? 0 : -1)
}

const ask = async (text) => {
  const query = new URLSearchParams({ q: text, ...open.asks })
  const answer = await fetch(`${dialog.dataset.findAt}?${query}`, { headers: { Accept: "application/json" } })
  if (answer.redirected) throw new Error("You are not logged in any more. Log in again in another window.")
  if (!answer.ok) throw new Error(NO_ANSWER)
  return (await answer.json()).found
}

/** Show what the field says now: what can be read from it at once, then what the desk finds. */
const look = async () => {
  clearTimeout(timer)
  timer = null
  const mine = ++asked
  const read = open.read(box.value)
  if (read.refused || read.asks === null) {
    show(read.rows)
    say(read.refused || "")
    return
  }
  say(LOOKING)
  try {
    const found = await ask(read.asks)
    if (mine !== asked || !open) return
    show([...read.rows, ...found])
    const count = `${rows.length} found. Arrow keys move, Enter chooses.`
    say(rows.length ? count : box.value.trim() ? "Nothing found." : "")
  } catch (error) {
    if (mine !== asked || !open) return
    show([...read.rows, ...(read.otherwise ?? [])])
    say(error instanceof TypeError ? NO_ANSWER : error.message)
  }
}

const later = () => {
  clearTimeout(timer)
  timer = setTimeout(look, PAUSE)
}

const take = (row) => {
  const typed = box.value.trim()
  const why = row ? open.refuses(row) : open.read(typed).refused || (typed ? "Nothing found." : "Write what to look for.")
  if (why) return say(why)
  open.chosen = row
  dialog.close()
}

const submit = async () => {
  const isOld = timer !== null || part("says").textContent === LOOKING
  if (isOld) await look()
  if (!open) return
  // What has come only now nobody has seen: a link to it takes one more press. Not so an address.
  const { rows: read, otherwise = [] } = open.read(box.value)
  if (!isOld || open.isQuick || read.length || otherwise.length) take(rows[active])
}

/**
 * Open the dialog. Resolves to the row that was chosen, to "remove", or to null.
 *
 * `read(text)` says what can be told of a text at once: {rows, asks, refused, otherwise}. `asks` is what
 * the desk is asked for (null for nothing), `otherwise` are rows for when it does not answer.
 * `refuses(row)` is why a row cannot be chosen, or "".
 */
export const find = ({ title, label, button, typed = "", asks = {}, read, refuses = () => "", canRemove = false, isQuick = false }) =>
  new Promise((resolve) => {
    if (open || document.querySelector("dialog[open]")) return resolve(null)
    open = { asks, read, refuses, isQuick, resolve, chosen: null }
    part("title").textContent = title
    part("label").textContent = label
    part("take").textContent = button
    part("remove").hidden = !canRemove
    box.value = typed
    show([])
    say("")
    document.body.append(dialog)
    dialog.showModal()
    box.focus()
    box.select()
    look()
  })

const goTo = async () => {
  const chosen = await find({
    title: "Go to",
    label: "Words of a headline or a name, a number, or a page of the desk",
    button: "Go",
    read: (text) => ({ rows: [], asks: text }),
    refuses: (row) => (row.at || row.href ? "" : row.name),
    isQuick: true,
  })
  if (chosen) location.assign(chosen.at || chosen.href)
}

// The keys

const lettersAreKeys = () => localStorage.getItem(LETTERS) !== "off"

const offerLetters = (place) => {
  const offer = place.querySelector("[data-letters]")
  if (!offer) return
  const choice = offer.querySelector("input")
  offer.hidden = false
  choice.checked = lettersAreKeys()
  choice.addEventListener("change", () => {
    localStorage.setItem(LETTERS, choice.checked ? "on" : "off")
    const ofQueue = document.querySelector("[data-moderate] [data-keys]")
    if (ofQueue) ofQueue.checked = choice.checked
  })
}

const showKeys = async () => {
  const here = keys.querySelector("[data-keys-here]")
  document.body.append(keys)
  keys.showModal()
  if (here.querySelector("table")) return
  here.textContent = LOOKING
  try {
    const answer = await fetch(document.querySelector("[data-keys-link]").href)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    here.replaceChildren(page.querySelector("[data-keys-map]"))
    offerLetters(here)
  } catch {
    here.textContent = NO_ANSWER
  }
}

const isPlainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
// Ctrl+K ends a line in the fields of a Mac.
const isMac = navigator.platform.startsWith("Mac")

if (dialog) {
  box.addEventListener("input", later)
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && event.target === box && rows.length) {
      event.preventDefault()
      activate((active + step + rows.length) % rows.length)
    }
    // An Enter that ends a word of Chinese or Japanese chooses nothing.
    if (event.key === "Enter" && event.isComposing) event.preventDefault()
  })
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault()
    submit()
  })
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"))
    if (at >= 0) take(rows[at])
  })
  part("close").addEventListener("click", () => dialog.close())
  part("remove").addEventListener("click", () => {
    open.chosen = "remove"
    dialog.close()
  })
  dialog.addEventListener("close", () => {
    clearTimeout(timer)
    timer = null
    dialog.remove()
    const { resolve, chosen } = open
    open = null
    resolve(chosen)
  })
  keys.addEventListener("close", () => keys.remove())
  document.addEventListener("keydown", (event) => {
    const isCommand = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
    if (isCommand && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      // In a text it makes a link.
      if (event.defaultPrevented || event.target.closest(".ProseMirror")) return
      event.preventDefault()
      if (!document.querySelector("dialog[open]")) goTo()
    } else if (event.key === "?" && !(event.ctrlKey || event.metaKey || event.altKey)) {
      if (event.defaultPrevented || event.target.closest(TYPING) || !lettersAreKeys()) return
      event.preventDefault()
      showKeys()
    }
  })
  document.addEventListener("click", (event) => {
    const way = isPlainClick(event) && event.target.closest("[data-go-to], [data-keys-link]")
    if (!way || document.querySelector("dialog[open]")) return
    event.preventDefault()
    if ("goTo" in way.dataset) goTo()
    else showKeys()
  })
  const map = document.querySelector("#content [data-keys-map]")
  if (map) offerLetters(map)
}
