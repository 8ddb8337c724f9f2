// Keeps what is written in a story's form until it is saved: in this browser at every burst of keys,
// on the server two seconds after a change, as a working copy that nobody else sees. Before the form
// itself is sent, the server is asked whether it would take it: so nothing that is in the form is lost,
// whatever the answer is. articles/admin/story/working_copies.py is the other side.
import { all, drop, put } from "desk/browser-copies"
import { logInAgain } from "desk/log-in"

const IN_THE_BROWSER = 300 // milliseconds after the last key
const ON_THE_SERVER = 2000
const AT_THE_LATEST = 10000 // however fast somebody types
const PATIENCE = 20000 // for an answer
const LONGEST_PAUSE = 30 // seconds between two tries
const TAB = "desk-form" // in the session's storage: which form this tab had last, by address

const place = document.querySelector("[data-keep-at]")
const form = place?.closest("form")
const { keepAt, hereAt, logInAt, person } = place?.dataset ?? {}

const output = form?.querySelector("[data-kept]")
const alarm = form?.querySelector("[data-kept-alarm]")
// "Saved" at every pause is for the eye alone.
const say = (sentence, isAlarm = false) => {
  output.textContent = sentence
  output.classList.toggle("is-alarm", isAlarm)
  alarm.textContent = isAlarm ? sentence : ""
}
const warn = (sentence) => say(sentence, true)

let changed = false // since the server had it last
let isInBrowser = true
let failures = 0
let underWay = null
let waiting = null // the button that is pressed once the network is back
const timers = {}

const name = () => form.elements.working_copy.value
const later = (what, milliseconds, timer) => {
  clearTimeout(timers[timer])
  timers[timer] = setTimeout(what, milliseconds)
}

const fields = () => [...new FormData(form)].filter(([key, value]) => key !== "csrfmiddlewaretoken" && typeof value === "string")

/** `isThere`: the server has it, too. */
const keepInBrowser = async (isThere = false) => {
  const copy = { form: name(), person, at: keepAt, changed: Date.now(), fields: fields(), isThere }
  isInBrowser = await put(copy)
}

const onThisComputer = () => (isInBrowser ? "kept on this computer" : "NOT kept: do not close this page")

/** Ask the server; answers with [status, what it says], and [0, {}] if there is no answer. */
const ask = async (address, options = {}) => {
  try {
    const answer = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    })
    if (answer.type === "opaqueredirect") return [401, {}]
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
    return [answer.status, isJson ? await answer.json() : {}]
  } catch {
    return [0, {}]
  }
}

const post = (pairs) => {
  const body = new URLSearchParams(pairs)
  return ask(keepAt, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } })
}

/** Whether whoever wrote this is logged in; then their forms are taken again. */
const isBack = async () => {
  const [status, said] = await ask(hereAt)
  if (status !== 200 || said.person !== person) return false
  form.elements.csrfmiddlewaretoken.value = said.token
  return true
}

const askToLogIn = (sentence) => logInAgain({ address: logInAt, sentence, isBack })

const kept = ({ at, newer, by }) => {
  failures = 0
  if (newer) warn(`${by} saved version ${newer} meanwhile: both come together when you save. Saved for you alone, ${at}`)
  else say(`Saved for you alone, ${at}`)
  return true
}

const tryAgain = () => {
  failures += 1
  warn(navigator.onLine ? `Could not save, trying again; ${onThisComputer()}` : `Offline, ${onThisComputer()}`)
  later(keep, Math.min(2 ** failures, LONGEST_PAUSE) * 1000, "server")
  return false
}

const refusals = {
  0: tryAgain,
  401: async (pairs) => {
    warn(`You are not logged in any more; ${onThisComputer()}`)
    return (await askToLogIn("Your words are all here, and stay here. Log in to go on.")) && send(pairs)
  },
  403: async (pairs, isSecond) => {
    if (!isSecond && (await isBack())) return send(pairs, true)
    warn(`Not saved: you may not write this story any more. Your words are ${onThisComputer()}`)
    return false
  },
  404: () => {
    warn(`Not saved: this story is not there any more. Your words are ${onThisComputer()}`)
    return false
  },
  409: async (pairs, isSecond, said) => {
    if (said.over && !isSecond) {
      // It was saved before: what is written now is another form.
      await drop(name())
      form.elements.working_copy.value = crypto.randomUUID()
      await keepInBrowser()
      return send(fields(), true)
    }
    warn(`${said.person ?? "Somebody else"} is logged in here now; ${onThisComputer()}`)
    return (await askToLogIn(`${said.person ?? "Somebody else"} is logged in now. Log in as yourself: your words are all here.`)) && send(pairs)
  },
  413: () => {
    warn(`Too long to be saved. Your words are ${onThisComputer()}`)
    return false
  },
}

/** Whether the server has these fields now. */
const send = async (pairs, isSecond = false) => {
  const [status, said] = await post(pairs)
  if (status === 200) return kept(said)
  return (refusals[status] ?? tryAgain)(pairs, isSecond, said)
}

const stopTimers = () => {
  for (const timer of ["browser", "server", "latest"]) clearTimeout(timers[timer])
  timers.latest = null
}

const keep = async () => {
  stopTimers()
  if (underWay) await underWay
  changed = false
  say("Saving…")
  underWay = send(fields())
  const isThere = await underWay
  underWay = null
  if (!isThere) changed = true
  else if (!changed) await keepInBrowser(true)
  if (isThere && waiting) {
    const button = waiting
    waiting = null
    pass(button)
  }
  return isThere
}

// Who goes on writing once the form is on its way writes in another one, which the next page offers.
const keepWhatIsLate = () => {
  if (!isLate) form.elements.working_copy.value = crypto.randomUUID()
  isLate = true
  keepInBrowser()
}

const noteChange = () => {
  if (isPassing) return keepWhatIsLate()
  changed = true
  later(() => keepInBrowser(), IN_THE_BROWSER, "browser")
  later(keep, ON_THE_SERVER, "server")
  timers.latest ??= setTimeout(keep, AT_THE_LATEST)
  sessionStorage.setItem(TAB + keepAt, name())
  if (!underWay && !failures) say("Not saved yet")
}

let isPassing = false
let isLate = false
let handingOver = null
const pass = (button) => {
  isPassing = true
  stopTimers()
  // The server has had it this moment, and offers it should the form not arrive.
  drop(name())
  form.requestSubmit(button)
}

const savesNothing = (button) => button?.formTarget === "_blank" || button?.formNoValidate

// What this browser kept may be newer than what the page offers: it is handed over first.
const restoreLater = async (event) => {
  event.preventDefault()
  event.stopPropagation()
  const button = event.submitter
  if (!(await handingOver)) form.requestSubmit(button)
}

const onSubmit = async (event) => {
  if (event.target !== form || isPassing) return
  if (handingOver && event.submitter?.dataset.form) return restoreLater(event)
  if (savesNothing(event.submitter)) return
  // Before anybody hears of it: for the others it has not been pressed yet.
  event.preventDefault()
  event.stopPropagation()
  if (form.ariaBusy === "true") return
  form.ariaBusy = "true"
  const button = event.submitter
  await keepInBrowser()
  const isThere = await keep()
  form.ariaBusy = "false"
  if (isThere) pass(button)
  else if (failures && button?.name === "_save") {
    waiting = button
    warn(`Not saved yet: the site cannot be reached. It is saved as soon as that is so; ${onThisComputer()}`)
  }
}

/** Hand over what this browser kept and the server never got; true if there was any. */
const handOver = async () => {
  let isNew = false
  for (const copy of await all(person, keepAt)) {
    if (copy.form === name() || copy.isThere) continue
    let [status, said] = await post(copy.fields)
    if (status === 409 && said.over) {
      // The form was saved, these words were not: they are another one.
      await drop(copy.form)
      copy.form = crypto.randomUUID()
      copy.fields = copy.fields.map(([key, value]) => [key, key === "working_copy" ? copy.form : value])
      await put(copy)
      ;[status, said] = await post(copy.fields)
    }
    if (status === 200) await put({ ...copy, isThere: true })
    if (status === 200) isNew = true
  }
  return isNew
}

const begin = async () => {
  const [navigation] = performance.getEntriesByType("navigation")
  const before = sessionStorage.getItem(TAB + keepAt)
  handingOver = handOver()
  const isNew = await handingOver
  handingOver = null
  if (changed || "notSaved" in place.dataset) return
  if (isNew) {
    location.reload()
    return
  }
  const again = before && form.querySelector(`[data-form="${CSS.escape(before)}"]`)
  // Whoever comes back to a page, or reloads it, finds it as it was left.
  if (again && ["reload", "back_forward"].includes(navigation?.type)) again.click()
}

if (form) {
  form.addEventListener("input", noteChange)
  form.addEventListener("change", noteChange)
  // Select2 tells jQuery only.
  window.django?.jQuery(form).on("select2:select select2:unselect", noteChange)
  form.addEventListener("desk:keep", () => keep())
  document.addEventListener("submit", onSubmit, { capture: true })
  addEventListener("online", () => changed && keep())
  addEventListener("pagehide", () => changed && !isPassing && keepInBrowser())
  addEventListener("pageshow", () => {
    isPassing = isLate = false
  })
  if ("notSaved" in place.dataset) noteChange()
  begin()
}
