// Choosing a picture, gallery or quote in a dialog, with the keyboard alone if one likes:
// type to search, arrows to move, Enter to choose, Escape to leave.
import { element } from "desk/elements"
import { galleryMaker } from "desk/gallery-maker"
import { receiveFiles, uploads } from "desk/upload"

const SHOW = { ready: "Ready to use", all: "All", mine: "Mine" }
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
  return response.json()
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
        const rows = await ask(address(home, kind), { ids }).then((answer) => answer.choices, () => [])
        for (const one of asked) one.resolve(rows.find((row) => String(row.id) === one.id) || null)
      })
    }
    waiting.get(kind).push({ id: String(id), resolve })
  })

const choiceButton = (row) => {
  const image = row.thumbnail ? [element("img", { src: row.thumbnail, alt: row.alt || "", loading: "lazy" })] : []
  const rights = row.rights ? [element("span", { class: `rights rights--${row.rights.state}` }, row.rights.label)] : []
  const blocked = row.rights?.blocked
  const button = element(
    "button",
    { type: "button", class: "picker__choice", ...(blocked ? { "aria-disabled": "true" } : {}) },
    ...image,
    ...rights,
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

const showChoice = () => {
  const fieldset = element("fieldset", { class: "picker__sizes picker__show" }, element("legend", {}, "Show"))
  for (const [value, name] of Object.entries(SHOW)) {
    const radio = element("input", { type: "radio", name: "picker-show", value })
    radio.checked = value === "ready"
    fieldset.append(element("label", {}, radio, ` ${name}`))
  }
  return fieldset
}

// Pictures that nobody has uploaded yet, without leaving the text. Chosen files wait for their
// words; dropped or pasted ones are sent at once.
const uploader = (home, press, arrived) => {
  const fields = { alt: "What is to be seen", caption: "Caption", credit: "Credit" }
  const boxes = Object.entries(fields).map(([name, label]) => element("label", {}, label, element("input", { name, type: "text" })))
  const files = element("input", { type: "file", accept: "image/*", multiple: "", required: "" })
  const button = element("button", { class: "desk-button" }, press)
  const form = element("form", {}, element("label", {}, "Files (or drop or paste them here)", files), ...boxes, button)
  const list = element("div", { class: "picker__uploads" })
  const details = element("details", { class: "picker__upload" }, element("summary", {}, "Upload new pictures"), form, list)
  const upload = uploads(list, {
    address: setting(home, "upload"),
    largest: Number(setting(home, "largest")),
    words: () => Object.fromEntries([...form.querySelectorAll("input[name]")].map((box) => [box.name, box.value])),
    done: (row) => arrived(row, upload.counts.all),
  })
  const take = (taken) => {
    details.open = true
    upload.add(taken)
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    take([...files.files])
    files.value = ""
  })
  return { details, take }
}

/**
 * Open the dialog; resolves to the chosen row (with `size`, if asked) or null. With `many` it
 * resolves to an array of the chosen rows, in the order in which they were chosen. With `mayBeGallery`
 * several may become a gallery, whose row has `kind`. `files` are uploaded at once.
 */
export const choose = (home, kind, { sizes = null, many = false, mayBeGallery = false, files = [] } = {}) =>
  new Promise((resolve) => {
    const before = document.activeElement
    const search = element("input", { type: "search", id: "picker-search", autocomplete: "off" })
    const list = element("ul", { class: `picker__list picker__list--${kind}`, role: "list" })
    const status = element("p", { class: "picker__status", role: "status" })
    const more = element("button", { type: "button", class: "desk-button picker__more", hidden: "" }, "Load more")
    const close = element("button", { type: "button", class: "desk-button desk-button--quiet" }, "Close")
    const add = element("button", { type: "button", class: "desk-button desk-button--main", hidden: "" })
    let isMany = many
    const upload = kind === "picture" ? uploader(home, many ? "Upload" : "Upload and choose", (row, all) => (isMany || all > 1 ? gather(row) : take(row))) : null
    const maker = mayBeGallery
      ? galleryMaker(setting(home, "make-gallery"), (row) => take({ ...row, kind: "gallery" }), (sentence) => {
          status.textContent = sentence
        })
      : null
    const dialog = element(
      "dialog",
      { class: "picker", "aria-labelledby": "picker-title" },
      element(
        "div",
        { class: "picker__head" },
        element("h2", { id: "picker-title" }, many ? "Choose pictures" : `Choose a ${NAMES[kind]}`),
        element("label", { for: "picker-search" }, "Search "),
        search,
        ...(maker ? [maker.several] : []),
        add,
        close,
      ),
      ...(maker ? [maker.form] : []),
      ...(sizes ? [sizeChoice(sizes)] : []),
      ...(kind === "picture" ? [showChoice(), upload.details] : []),
      status,
      list,
    )
    let chosen = null
    let asked = 0
    let timer = null
    const picked = []
    list.after(more)

    const choices = () => [...list.querySelectorAll("button.picker__choice")]
    const wanted = () => dialog.querySelector("input[name=picker-show]:checked")?.value
    const mark = () => {
      for (const button of choices()) {
        if (isMany) button.setAttribute("aria-pressed", String(picked.some((row) => row.id === button.row.id)))
        else button.removeAttribute("aria-pressed")
      }
      maker?.show(isMany, picked)
      add.hidden = !many || !picked.length
      add.textContent = `Add ${picked.length} picture${picked.length === 1 ? "" : "s"}`
    }

    const show = async (from = 0) => {
      const mine = ++asked
      if (!from) status.textContent = "Looking…"
      try {
        const asks = { q: search.value, ...(wanted() ? { show: wanted() } : {}), ...(from ? { from } : {}) }
        const answer = await ask(address(home, kind), asks)
        if (mine !== asked) return
        // Whoever stands on an answer while newer ones arrive stays there.
        const at = choices().indexOf(document.activeElement)
        const rows = answer.choices.map(choiceButton)
        if (from) list.append(...rows)
        else list.replaceChildren(...rows)
        mark()
        more.hidden = !answer.more
        if (from) rows[0]?.querySelector("button").focus()
        else if (at >= 0) (choices()[at] || search).focus()
        const count = choices().length
        const none = wanted() === "ready" ? "Nothing found that is ready to use. Try “All”." : "Nothing found."
        status.textContent = count ? `${count}${answer.more ? " shown, there are more" : " found"}. Arrow keys move, Enter chooses.` : none
      } catch {
        if (mine === asked) status.textContent = "The desk does not answer. Try again."
      }
    }
    const take = (row) => {
      const size = dialog.querySelector("input[name=picker-size]:checked")?.value
      chosen = { ...row, ...(size ? { size } : {}) }
      dialog.close()
    }
    // What has just come stands first, and is chosen already where many can be.
    const gather = (row) => {
      list.prepend(choiceButton(row))
      if (maker) isMany = true
      if (isMany) picked.push(row)
      mark()
    }
    const press = (row) => {
      if (row.rights?.blocked) {
        status.textContent = `“${row.label}” cannot be chosen. ${row.rights.blocked}`
        return
      }
      if (!isMany) return take(row)
      const at = picked.findIndex((one) => one.id === row.id)
      if (at < 0) picked.push(row)
      else picked.splice(at, 1)
      mark()
      status.textContent = `${picked.length} chosen.`
    }

    // What was typed a moment ago is not asked for once more: its answer would come between.
    const showNow = () => {
      clearTimeout(timer)
      show()
    }
    search.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(show, 200)
    })
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (button) press(button.row)
    })
    dialog.addEventListener("change", (event) => {
      if (event.target.name === "picker-show") showNow()
    })
    more.addEventListener("click", () => show(choices().length))
    add.addEventListener("click", () => {
      chosen = [...picked]
      dialog.close()
    })
    maker?.several.addEventListener("click", () => {
      isMany = !isMany
      picked.length = 0
      mark()
      if (isMany) status.textContent = "Choose two pictures or more, in their order."
    })
    close.addEventListener("click", () => dialog.close())
    if (upload) receiveFiles(dialog, dialog, upload.take)
    if (upload && files.length) upload.take(files)
    dialog.addEventListener("keydown", (event) => {
      // The form behind the dialog must not hear of Enter.
      event.stopPropagation()
      const buttons = choices()
      const at = buttons.indexOf(document.activeElement)
      if (event.target === search && event.key === "Enter") {
        event.preventDefault()
        showNow()
      }
      if (event.target.type === "radio" || event.target.closest("details, form") || !buttons.length) return
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
      if (!step || (event.target === search && event.key !== "ArrowDown")) return
      event.preventDefault()
      if (at + step < 0) search.focus()
      else buttons[Math.min(at + step, buttons.length - 1)].focus()
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      before?.focus?.()
      resolve(many ? chosen || [] : chosen)
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
