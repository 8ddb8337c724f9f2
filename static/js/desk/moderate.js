// Working through readers' views by keyboard, without a page in between. A decision waits a few seconds
// before it is sent, so that U takes it back; it is sent at once when the page is left.
// articles/comments/admin.py answers. Without this script each row has its buttons.

const UNDO_WITHIN = 6000 // milliseconds
const KEYS = "desk-moderate-keys" // in this browser's storage: "off" if letters are no keys

const bar = document.querySelector("[data-moderate]")
const table = document.querySelector("#result_list")
const rows = () => [...(table?.querySelectorAll("tbody tr") ?? [])]
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""

let current = -1
const waiting = [] // decisions that can be taken back, the last one last

const say = (sentence) => {
  bar.querySelector("[data-said]").textContent = sentence
}

const nameOf = (row) => row.querySelector(".field-who")?.textContent.trim() ?? ""
const buttonOf = (row, verb) => row.querySelector(`button[formaction*="/${verb}?"]`)

const go = (number) => {
  const all = rows()
  if (!all.length) return
  all[current]?.classList.remove("is-current")
  current = Math.max(0, Math.min(all.length - 1, number))
  const row = all[current]
  row.classList.add("is-current")
  row.tabIndex = -1
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest" })
  if (!beside.hidden) showBeside(row)
}

const send = (decision, { isLeaving = false } = {}) => {
  clearTimeout(decision.timer)
  waiting.splice(waiting.indexOf(decision), 1)
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), reason: decision.reason })
  const options = { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, redirect: "manual" }
  const answer = fetch(decision.address, { ...options, keepalive: isLeaving })
  if (!isLeaving) answer.then((said) => settled(decision, said)).catch(() => failed(decision))
}

const settled = async (decision, answer) => {
  if (!answer.ok) return failed(decision)
  const { changed, state } = await answer.json()
  decision.row.querySelector(".field-state").textContent = state
  if (!changed) say(`${nameOf(decision.row)}: that was decided before: ${state}.`)
}

const failed = (decision) => {
  decision.row.classList.remove("is-decided")
  decision.row.querySelector(".field-state").textContent = decision.before
  say(`Not done: ${nameOf(decision.row)}’s view is as it was. Is the network there, and are you logged in?`)
}

const decide = (verb, reason = "") => {
  const row = rows()[current]
  const button = row && buttonOf(row, verb)
  if (!button) return
  const cell = row.querySelector(".field-state")
  const decision = { row, verb, reason, address: button.formAction, before: cell.textContent }
  const done = verb === "approve" ? "approved" : "refused"
  decision.timer = setTimeout(() => send(decision), UNDO_WITHIN)
  waiting.push(decision)
  row.classList.add("is-decided")
  cell.textContent = `${done[0].toUpperCase()}${done.slice(1)} …`
  say(`${nameOf(row)}’s view is ${done}. U takes it back.`)
  go(current + 1)
}

const undo = () => {
  const decision = waiting.pop()
  if (!decision) return say("There is nothing to take back.")
  clearTimeout(decision.timer)
  decision.row.classList.remove("is-decided")
  decision.row.querySelector(".field-state").textContent = decision.before
  go(rows().indexOf(decision.row))
  say(`${nameOf(decision.row)}’s view is as it was.`)
}

const asking = document.querySelector("[data-reason]")
const askForReason = () => {
  const row = rows()[current]
  if (!row || !buttonOf(row, "refuse")) return
  asking.querySelector("h2").textContent = `Refuse ${nameOf(row)}’s view`
  asking.querySelector("input").value = ""
  asking.returnValue = ""
  asking.showModal()
}
asking?.addEventListener("close", () => {
  if (asking.returnValue === "refuse") decide("refuse", asking.querySelector("input").value)
  else go(current)
})

const beside = document.querySelector("[data-beside]")
let shown = ""
const showBeside = async (row) => {
  const address = row.querySelector(".field-who a")?.href
  if (!address || address === shown) return
  shown = address
  try {
    const answer = await fetch(address, { credentials: "same-origin" })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const view = page.querySelector(".desk-view")
    if (shown !== address || !view) return
    for (const buttons of view.querySelectorAll("form")) buttons.remove()
    beside.replaceChildren(view)
  } catch {
    beside.textContent = "The site cannot be reached."
  }
}

const toggleBeside = () => {
  beside.hidden = !beside.hidden
  if (!beside.hidden && rows()[current]) showBeside(rows()[current])
}

const actions = {
  j: () => go(current + 1),
  k: () => go(current - 1),
  a: () => decide("approve"),
  r: askForReason,
  u: undo,
  o: toggleBeside,
}

if (bar && table) {
  bar.hidden = false
  const keys = bar.querySelector("[data-keys]")
  keys.checked = localStorage.getItem(KEYS) !== "off"
  keys.addEventListener("change", () => localStorage.setItem(KEYS, keys.checked ? "on" : "off"))
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")
    if (!keys.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    const action = actions[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    action()
  })
  table.addEventListener("focusin", (event) => {
    const number = rows().indexOf(event.target.closest("tr"))
    if (number >= 0 && number !== current && event.target.closest("tr") !== event.target) {
      rows()[current]?.classList.remove("is-current")
      current = number
      rows()[current].classList.add("is-current")
    }
  })
  addEventListener("pagehide", () => {
    for (const decision of [...waiting]) send(decision, { isLeaving: true })
  })
}
