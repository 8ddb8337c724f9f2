// Sending files, one request each, three at a time. Every file has a line of its own that says how
// far it is and, in words, what became of it; what has arrived stays, whatever happens to the rest.
import { element } from "desk/elements"

const AT_ONCE = 3
const LOGGED_OUT = "You have been logged out. Log in in another tab, then try again."

const button = (text, press, label = text) => {
  const made = element("button", { type: "button", class: "upload__button", "aria-label": label }, text)
  made.addEventListener("click", press)
  return made
}

const answerOf = (request) => {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return {}
  }
}

// What is wrong, in words; and whether it may go better another time.
const problemOf = (status, answer) => {
  const problems = answer.problems?.join(" ")
  if (status === 200) return [LOGGED_OUT, true]
  if (status === 403) return [`The desk did not let you. ${LOGGED_OUT}`, true]
  if (status === 413) return [problems || "The file is too large.", false]
  if (status === 429 || status >= 500) return [problems || "The desk could not keep it just now.", true]
  return [problems || "The desk did not take this file.", false]
}

/** Whether a drag, drop or paste brings files. */
export const filesOf = (event) => [...((event.dataTransfer || event.clipboardData)?.files || [])]
const bringsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files")

/** Let files be dropped on or pasted into `zone`; `take` gets them as an array. */
export const receiveFiles = (zone, shown, take) => {
  zone.addEventListener("dragover", (event) => {
    if (!bringsFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    shown.classList.add("takes-files")
  })
  zone.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget || !shown.contains(event.relatedTarget)) shown.classList.remove("takes-files")
  })
  zone.addEventListener("drop", (event) => {
    shown.classList.remove("takes-files")
    if (!bringsFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    take(filesOf(event))
  })
  zone.addEventListener("paste", (event) => {
    const files = filesOf(event)
    if (!files.length) return
    event.preventDefault()
    event.stopPropagation()
    take(files)
  })
}

/**
 * A list of uploads inside `place`. `settings` are `address`, `largest` (bytes), `words()` for the
 * fields to send along, `done(row, item)` for what has arrived, `idle(counts)` when nothing is left
 * to send, and `use`, what the button says that takes the picture that is there already.
 */
export const uploads = (place, settings) => {
  const list = element("ul", { class: "uploads", role: "list" })
  const status = element("p", { class: "uploads__status", role: "status" })
  place.append(status, list)
  const waiting = []
  const sending = new Set()
  const counts = { all: 0, done: 0, refused: 0 }
  const isBusy = () => waiting.length + sending.size > 0

  const announce = () => {
    const { all, done, refused } = counts
    const parts = [`${done} of ${all} uploaded`]
    if (refused) parts.push(`${refused} not taken`)
    status.textContent = all ? `${parts.join(", ")}${isBusy() ? " …" : "."}` : ""
    place.classList.toggle("has-uploads", all > 0)
  }

  const next = () => {
    while (waiting.length && sending.size < AT_ONCE) send(waiting.shift())
    announce()
    if (!isBusy()) settings.idle?.({ ...counts })
  }

  const end = (item) => {
    sending.delete(item)
    item.request = null
    next()
  }

  const say = (item, state, words, ...buttons) => {
    item.line.className = `upload upload--${state}`
    item.words.textContent = words
    item.bar.hidden = state !== "sending"
    item.buttons.replaceChildren(...buttons)
  }

  const forget = (item) => {
    item.line.remove()
    item.forgotten?.()
  }

  const arrive = (item, row) => {
    counts.done += 1
    const like = row.like?.length ? row.like : []
    const remarks = row.remarks?.length ? ` ${row.remarks.join(" ")}` : ""
    if (like.length) {
      const links = like.map((one) => element("a", { href: `/`, target: "_blank" }, one.label))
      links.forEach((link, at) => { link.href = new URL(`../${like[at].id}/change/`, new URL(settings.address, location.href)).href })
      say(item, "done", "Uploaded. It looks like ", button("Good", () => item.line.remove(), `${item.file.name}: good`))
      item.words.append(...links.flatMap((link, at) => (at ? [", ", link] : [link])), `, which is there already.${remarks}`)
    } else if (remarks) {
      say(item, "done", `Uploaded.${remarks}`, button("Good", () => item.line.remove(), `${item.file.name}: good`))
    } else item.line.remove()
    settings.done(row, item)
  }

  const refuse = (item, words, mayTryAgain) => {
    counts.refused += 1
    const name = item.file.name
    const again = button("Try again", () => {
      counts.refused -= 1
      queue(item)
    }, `Try again: ${name}`)
    const away = button("Leave it", () => {
      counts.refused -= 1
      counts.all -= 1
      forget(item)
      announce()
    }, `Leave it: ${name}`)
    say(item, "refused", words, ...(mayTryAgain ? [again] : []), away)
  }

  const offer = (item, answer) => {
    const [there] = answer.same
    const name = item.file.name
    const decided = (what) => () => {
      counts.refused -= 1
      what()
      announce()
    }
    counts.refused += 1
    const blocked = there.rights?.blocked
    say(
      item, "same", `${answer.problems.join(" ")} It is “${there.label}”. ${blocked || ""}`,
      ...(blocked ? [] : [button(settings.use || "Use that one", decided(() => arrive(item, there)), `Use the one that is there: ${name}`)]),
      button("Keep both", decided(() => { item.keepBoth = true; queue(item) }), `Keep both: ${name}`),
      button("Leave it", decided(() => { counts.all -= 1; forget(item) }), `Leave it: ${name}`),
    )
  }

  const send = (item) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    for (const [name, value] of Object.entries(settings.words?.() || {})) if (value) body.set(name, value)
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
    if (item.keepBoth) body.set("keep_both", "on")
    body.set("file", item.file)
    sending.add(item)
    item.request = request
    item.bar.value = 0
    say(item, "sending", "0 %", button("Cancel", () => request.abort(), `Cancel: ${item.file.name}`))
    request.open("POST", settings.address)
    request.setRequestHeader("Accept", "application/json")
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return
      item.bar.value = event.loaded / event.total
      item.words.textContent = event.loaded < event.total ? `${Math.floor((100 * event.loaded) / event.total)} %` : "Being looked at …"
    })
    request.addEventListener("load", () => {
      const answer = answerOf(request)
      if (request.status === 201) arrive(item, answer)
      else if (request.status === 409 && answer.same?.length) offer(item, answer)
      else refuse(item, ...problemOf(request.status, answer))
      end(item)
    })
    request.addEventListener("error", () => {
      refuse(item, "The connection was lost.", true)
      end(item)
    })
    request.addEventListener("abort", () => {
      refuse(item, "Cancelled.", true)
      end(item)
    })
    request.send(body)
  }

  const queue = (item) => {
    say(item, "waiting", "Waiting", button("Cancel", () => {
      waiting.splice(waiting.indexOf(item), 1)
      refuse(item, "Cancelled.", true)
      next()
    }, `Cancel: ${item.file.name}`))
    waiting.push(item)
    next()
  }

  const add = (files, prepare = () => ({})) => {
    for (const file of files) {
      const item = {
        file,
        ...prepare(file),
        words: element("span", { class: "upload__words" }),
        bar: element("progress", { max: 1, "aria-label": file.name }),
        buttons: element("span", { class: "upload__buttons" }),
      }
      item.line = element("li", { class: "upload" }, element("span", { class: "upload__name" }, file.name), item.bar, item.words, item.buttons)
      list.append(item.line)
      counts.all += 1
      if (settings.largest && file.size > settings.largest) {
        refuse(item, `The file is larger than ${Math.floor(settings.largest / 1024 / 1024)} MB.`, false)
        announce()
      } else queue(item)
    }
  }

  addEventListener("beforeunload", (event) => {
    if (isBusy()) event.preventDefault()
  })
  return { add, isBusy, counts, status }
}

/** A form that is sent while files are on their way is sent when they have arrived. */
export const holdBack = (form, upload) => {
  let pressed
  form.addEventListener("submit", (event) => {
    if (!upload.isBusy()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    pressed = event.submitter
    upload.status.textContent += " It is saved as soon as they are here."
  }, { capture: true })
  return ({ refused }) => {
    const submitter = pressed
    pressed = undefined
    if (!submitter) return
    if (refused) upload.status.textContent += " Nothing is saved yet: look at the files that were not taken."
    else form.requestSubmit(submitter)
  }
}
