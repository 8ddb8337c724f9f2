// Says that the form is open, and tells in place who else writes at the story, what they ask, and that
// one of them has taken it over. articles/admin/story/colleagues/presence.py is the other side.

const place = document.querySelector("[data-presence-at]")
const form = place?.closest("form")
const part = (name) => place.querySelector(`[data-presence-${name}]`)

let isOver = false
let answered = "" // the question that was answered by going on

const said = (more = {}) =>
  new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    working_copy: form.elements.working_copy.value,
    ...more,
  })

const post = async (address, more) => {
  try {
    const answer = await fetch(address, {
      method: "POST", body: said(more), credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" },
    })
    return answer.ok ? await answer.json() : null
  } catch {
    return null // the network is away: keeping.js says so
  }
}

const show = (name, isShown) => {
  part(name).hidden = !isShown
}

/** Nothing more is written here; what was written is kept first. */
const end = async (why) => {
  isOver = true
  part("why").textContent = why
  show("taken", true)
  show("asked", false)
  show("others", false)
  form.dispatchEvent(new CustomEvent("desk:keep"))
  for (const columns of form.querySelectorAll(".desk-columns, .desk-bar")) columns.inert = true
  part("taken").querySelector("a").focus()
}

const tell = ({ others, asked, taken }) => {
  part("who").textContent = others.join(". ")
  show("others", others.length > 0)
  part("question").textContent = asked
  show("asked", asked && asked !== answered)
  if (taken) end(taken)
}

const beat = async () => {
  if (isOver) return
  const answer = await post(place.dataset.presenceAt)
  if (answer && !isOver) tell(answer)
}

if (form) {
  place.querySelector("[data-hand-over]").addEventListener("click", async () => {
    form.dispatchEvent(new CustomEvent("desk:keep"))
    await post(place.dataset.handOverAt)
    await beat()
  })
  place.querySelector("[data-go-on]").addEventListener("click", () => {
    answered = part("question").textContent
    show("asked", false)
  })
  document.addEventListener("visibilitychange", beat)
  addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.presenceAt, said({ gone: "1" })))
  addEventListener("pageshow", (event) => event.persisted && beat())
  setInterval(beat, place.dataset.seconds * 1000)
  beat()
}
