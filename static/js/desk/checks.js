// Asks what the checks say of the form as it stands, after a pause, and lets a finding stand with one
// press. articles/admin/story/checks.py is the other side; without this script it says what is saved.

const PAUSE = 2500 // milliseconds after a change
const panel = () => document.querySelector("[data-checks]")
const form = panel()?.closest("form")

let timer = null
let asked = 0

const fields = () => {
  const all = new FormData(form)
  const sent = new URLSearchParams()
  for (const [name, value] of all) if (typeof value === "string") sent.append(name, value)
  return sent
}

const ask = async (address, more = {}) => {
  const number = ++asked
  const body = fields()
  for (const [name, value] of Object.entries(more)) body.set(name, value)
  try {
    const answer = await fetch(address, {
      method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { Accept: "text/html-fragment" },
    })
    if (!answer.ok || number !== asked) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-checks]")
    // Whoever is about to answer is not interrupted.
    if (fresh && (more.accept || !panel().contains(document.activeElement))) panel().replaceWith(fresh)
  } catch {
    // The network is away: keeping.js says so.
  }
}

const later = () => {
  clearTimeout(timer)
  timer = setTimeout(() => ask(panel().dataset.checkAt), PAUSE)
}

if (form) {
  form.addEventListener("input", (event) => panel().contains(event.target) || later())
  form.addEventListener("change", (event) => panel().contains(event.target) || later())
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-accept]")
      if (!button) return
      event.preventDefault()
      ask(panel().dataset.acceptAt, { accept: button.value })
    },
    { capture: true },
  )
}
