// Choosing a picture, gallery or quote in a dialog, with the keyboard alone if one likes:
// type to search, arrows to move, Enter to choose, Escape to leave.

const NAMES = { picture: "picture", gallery: "gallery", quote: "quote" }

const setting = (home, name) => {
  const holder = home.matches(`[data-${name}]`) ? home : home.querySelector(`[data-${name}]`)
  return holder.getAttribute(`data-${name}`)
}
const address = (home, kind) => setting(home, `choose-${kind}`)

const ask = async (url, parameters) => {
  const response = await fetch(`${url}?${new URLSearchParams(parameters)}`, {
    headers: { Accept: "application/json" },
  })
  if (!response.ok) throw new Error(`The desk answered ${response.status}`)
  return (await response.json()).choices
}

// What stands in a text is asked for in one go, however many cards there are.
const waiting = new Map()

export const describe = (home, kind, id) =>
  new Promise((resolve) => {
    if (!home) return resolve(null)
    if (!waiting.has(kind)) {
      waiting.set(kind, [])
      queueMicrotask(async () => {
        const asked = waiting.get(kind)
        waiting.delete(kind)
        const ids = [...new Set(asked.map((one) => one.id))].join(",")
        const rows = await ask(address(home, kind), { ids }).catch(() => [])
        for (const one of asked) one.resolve(rows.find((row) => String(row.id) === one.id) || null)
      })
    }
    waiting.get(kind).push({ id: String(id), resolve })
  })

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

const choiceButton = (row) => {
  const image = row.thumbnail ? [element("img", { src: row.thumbnail, alt: row.alt || "", loading: "lazy" })] : []
  const button = element(
    "button",
    { type: "button", class: "picker__choice" },
    ...image,
    element("span", { class: "picker__label" }, row.label),
    element("span", { class: "picker__detail" }, row.detail || ""),
  )
  button.row = row
  return element("li", {}, button)
}

const sizeChoice = (sizes) => {
  const fieldset = element("fieldset", { class: "picker__sizes" }, element("legend", {}, "Size on the page"))
  for (const [value, name] of Object.entries(sizes)) {
    const radio = element("input", { type: "radio", name: "picker-size", value })
    radio.checked = value === "column"
    fieldset.append(element("label", {}, radio, ` ${name}`))
  }
  return fieldset
}

// A picture that nobody has uploaded yet, without leaving the text.
const uploader = (home, done) => {
  const status = element("p", { class: "picker__problem", role: "alert" })
  const fields = { file: "File", alt: "What is to be seen", caption: "Caption", credit: "Credit" }
  const boxes = Object.entries(fields).map(([name, label]) =>
    element("label", {}, label, element("input", { name, type: name === "file" ? "file" : "text", ...(name === "file" ? { accept: "image/*", required: "" } : {}) })),
  )
  const button = element("button", { class: "desk-button" }, "Upload and choose")
  const form = element("form", {}, ...boxes, button)
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    status.textContent = "Uploading…"
    button.disabled = true
    const body = new FormData(form)
    body.set("licence", "")
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
    try {
      const response = await fetch(setting(home, "upload"), { method: "POST", body })
      const answer = response.status === 201 || response.status === 422 ? await response.json() : {}
      if (response.status === 201) return done(answer)
      status.textContent = answer.problems?.join(" ") || "The desk did not take the picture."
    } catch {
      status.textContent = "The desk does not answer. Try again."
    } finally {
      button.disabled = false
    }
  })
  const details = element("details", { class: "picker__upload" }, element("summary", {}, "Upload a new picture"), form, status)
  return details
}

/** Open the dialog; resolves to the chosen row (with `size`, if asked) or null. */
export const choose = (home, kind, { sizes = null } = {}) =>
  new Promise((resolve) => {
    const before = document.activeElement
    const search = element("input", { type: "search", id: "picker-search", autocomplete: "off" })
    const list = element("ul", { class: `picker__list picker__list--${kind}`, role: "list" })
    const status = element("p", { class: "picker__status", role: "status" })
    const close = element("button", { type: "button", class: "desk-button desk-button--quiet" }, "Close")
    const dialog = element(
      "dialog",
      { class: "picker", "aria-labelledby": "picker-title" },
      element(
        "div",
        { class: "picker__head" },
        element("h2", { id: "picker-title" }, `Choose a ${NAMES[kind]}`),
        element("label", { for: "picker-search" }, "Search "),
        search,
        close,
      ),
      ...(sizes ? [sizeChoice(sizes)] : []),
      ...(kind === "picture" ? [uploader(home, (row) => take(row))] : []),
      status,
      list,
    )
    let chosen = null
    let asked = 0
    let timer = null

    const show = async () => {
      const mine = ++asked
      status.textContent = "Looking…"
      try {
        const rows = await ask(address(home, kind), { q: search.value })
        if (mine !== asked) return
        // Whoever stands on an answer while newer ones arrive stays there.
        const at = choices().indexOf(document.activeElement)
        list.replaceChildren(...rows.map(choiceButton))
        if (at >= 0) (choices()[at] || search).focus()
        status.textContent = rows.length ? `${rows.length} found. Arrow keys move, Enter chooses.` : "Nothing found."
      } catch {
        if (mine === asked) status.textContent = "The desk does not answer. Try again."
      }
    }
    const take = (row) => {
      const size = dialog.querySelector("input[name=picker-size]:checked")?.value
      chosen = { ...row, ...(size ? { size } : {}) }
      dialog.close()
    }
    const choices = () => [...list.querySelectorAll("button")]

    search.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(show, 200)
    })
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (button) take(button.row)
    })
    close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("keydown", (event) => {
      // The form behind the dialog must not hear of Enter.
      event.stopPropagation()
      const buttons = choices()
      const at = buttons.indexOf(document.activeElement)
      if (event.target === search && event.key === "Enter") {
        event.preventDefault()
        clearTimeout(timer)
        show()
      }
      if (event.target.type === "radio" || event.target.closest("details") || !buttons.length) return
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
      if (!step || (event.target === search && event.key !== "ArrowDown")) return
      event.preventDefault()
      if (at + step < 0) search.focus()
      else buttons[Math.min(at + step, buttons.length - 1)].focus()
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      before?.focus?.()
      resolve(chosen)
    })
    document.body.append(dialog)
    dialog.showModal()
    search.focus()
    show()
  })

// The field for one picture, wherever it stands, also in rows added later.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-picker-choose], [data-picker-remove]")
  if (!button) return
  const field = button.closest("[data-picture-picker]")
  const chosen = button.matches("[data-picker-remove]") ? { id: "", label: "No picture chosen." } : await choose(field, "picture")
  if (!chosen) return
  const input = field.querySelector("input[type=hidden]")
  const image = field.querySelector("img")
  input.value = chosen.id
  image.hidden = !chosen.thumbnail
  if (chosen.thumbnail) image.src = chosen.thumbnail
  else image.removeAttribute("src")
  image.alt = chosen.alt || ""
  field.querySelector(".picture-picker__label").textContent = chosen.label
  field.querySelector("[data-picker-remove]").hidden = !chosen.id
  field.querySelector("[data-picker-choose]").focus()
  input.dispatchEvent(new Event("input", { bubbles: true }))
})
