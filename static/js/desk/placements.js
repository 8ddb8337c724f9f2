// The pictures of a gallery in their order: dragged, moved by button, or sent to a place by its
// number; and new ones, which come from this computer or from the library.
import { element } from "desk/elements"
import { choose } from "desk/picker"
import { holdBack, receiveFiles, uploads } from "desk/upload"

const home = document.querySelector("[data-placements]")
const list = home?.querySelector("[data-rows]")
const total = home?.querySelector("[data-total]")
const template = home?.querySelector("[data-new-row]")

const STEPS = [
  ["⤒", "Move to the top", () => 0],
  ["↑", "Move up", (at) => at - 1],
  ["↓", "Move down", (at) => at + 1],
  ["⤓", "Move to the bottom", (at, count) => count - 1],
]

const arrange = () => {
  const form = home.closest("form")
  const announcer = element("p", { class: "desk-announcer", role: "status" })
  document.body.append(announcer)

  const rows = () => [...list.querySelectorAll(":scope > [data-row]")]
  const nameOf = (row) => row.dataset.name || "Picture"
  const changed = () => form.dispatchEvent(new Event("change"))
  const numberOf = (row) => row.querySelector("[data-picture]").value

  const number = () => {
    const all = rows()
    all.forEach((row, at) => {
      row.querySelector("[data-position]").value = (at + 1) * 10
      row.querySelector("[data-number]").textContent = at + 1
      const place = row.querySelector("[data-place]")
      if (!place) return
      place.value = at + 1
      place.max = all.length
    })
    home.querySelector("[data-count-of-rows]").textContent = all.length
    home.querySelector("[data-none]").hidden = all.length > 0
  }

  const move = (row, to, focused) => {
    const all = rows()
    const at = all.indexOf(row)
    const place = Math.min(Math.max(0, to), all.length - 1)
    if (place === at) {
      announcer.textContent = at === 0 ? "This is the first already." : at === all.length - 1 ? "This is the last already." : "It is there already."
      return
    }
    if (place < at) all[place].before(row)
    else all[place].after(row)
    number()
    announcer.textContent = `${nameOf(row)}: now ${place + 1} of ${all.length}.`
    row.scrollIntoView({ block: "nearest" })
    focused.focus()
    changed()
  }

  const equip = (row) => {
    const order = row.querySelector("[data-order]")
    const handle = element("span", { class: "placement__handle", draggable: "true", title: "Drag to another place", "aria-hidden": "true" }, "⠿")
    const buttons = element("span", { class: "desk-move" })
    for (const [sign, words, place] of STEPS) {
      const button = element("button", { type: "button", title: words, "aria-label": `${words}: ${nameOf(row)}` }, sign)
      button.addEventListener("click", () => move(row, place(rows().indexOf(row), rows().length), button))
      buttons.append(button)
    }
    const place = element("input", { type: "number", min: 1, class: "placement__place", "data-place": "", "aria-label": `Place of ${nameOf(row)}` })
    place.addEventListener("change", (event) => {
      event.stopPropagation()
      const to = Number.parseInt(place.value, 10)
      if (Number.isInteger(to)) move(row, to - 1, place)
      else number()
    })
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return
      event.preventDefault()
      place.dispatchEvent(new Event("change"))
    })
    row.querySelector("[data-position]").hidden = true
    row.querySelector("[data-number]").hidden = true
    row.querySelector("[data-number]").after(place)
    order.prepend(handle)
    order.append(buttons)
    row.querySelector("[data-remove]").addEventListener("change", (event) => {
      row.classList.toggle("placement--gone", event.target.checked)
    })
    handle.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", nameOf(row))
      event.dataTransfer.setDragImage(row, 20, 20)
      dragged = row
      row.classList.add("placement--dragged")
    })
    handle.addEventListener("dragend", () => {
      row.classList.remove("placement--dragged")
      dragged = null
    })
  }

  let dragged = null
  list.addEventListener("dragover", (event) => {
    if (!dragged) return
    event.preventDefault()
    const over = event.target.closest("[data-row]")
    if (!over || over === dragged) return
    const box = over.getBoundingClientRect()
    if (event.clientY < box.top + box.height / 2) over.before(dragged)
    else over.after(dragged)
  })
  list.addEventListener("drop", (event) => {
    if (!dragged) return
    event.preventDefault()
    number()
    announcer.textContent = `${nameOf(dragged)}: now ${rows().indexOf(dragged) + 1} of ${rows().length}.`
    changed()
  })

  // `where` is a mark in the list, so that files stand in the order in which they were dropped.
  const addRow = (picture, where = null) => {
    const there = rows().find((row) => numberOf(row) === String(picture.id))
    if (there) {
      const gone = there.querySelector("[data-remove]")
      if (gone.checked) gone.click()
      where?.remove()
      announcer.textContent = `${nameOf(there)} is in this gallery already.`
      return false
    }
    const html = template.innerHTML.replaceAll("__n__", total.value)
    total.value = Number(total.value) + 1
    const holder = document.createElement("ol")
    holder.innerHTML = html
    const row = holder.firstElementChild
    row.dataset.name = picture.label
    row.querySelector("[data-picture]").value = picture.id
    row.querySelector("[data-thumbnail]").src = picture.thumbnail
    row.querySelector("[data-cover]").value = picture.id
    const link = row.querySelector("[data-open]")
    link.href = new URL(`../${picture.id}/change/`, new URL(home.dataset.upload, location.href)).href
    link.setAttribute("aria-label", `Open ${picture.label} in the library`)
    row.querySelector("[name$='-alt']").value = picture.alt || ""
    row.querySelector("[name$='-credit']").value = picture.credit || ""
    if (picture.caption) row.querySelector("[data-own-caption]").textContent = ` (empty: “${picture.caption.slice(0, 70)}”)`
    if (where) where.replaceWith(row)
    else list.append(row)
    equip(row)
    number()
    changed()
    return true
  }

  rows().forEach(equip)
  number()
  form.addEventListener("formdata", ({ formData }) => {
    const order = []
    for (const box of list.querySelectorAll("[data-position]")) {
      order.push(box.name.split("-")[1])
      formData.delete(box.name)
      formData.delete(box.name.replace(/position$/, "id"))
    }
    formData.set("placements-order", order.join(","))
    // Words that nobody has touched here are not sent: a colleague may be writing them elsewhere.
    for (const box of list.querySelectorAll("[data-row]:not([data-typed]) [data-words]")) {
      if (box.value === box.defaultValue) formData.delete(box.name)
    }
  })

  const library = home.querySelector("[data-from-library]")
  library.hidden = false
  library.addEventListener("click", async () => {
    const chosen = await choose(home, "picture", { many: true })
    const added = chosen.filter((picture) => addRow(picture)).length
    if (chosen.length) announcer.textContent = `${added} picture${added === 1 ? "" : "s"} added, ${rows().length} in the gallery.`
  })

  const files = form.querySelector("#id_files")
  if (!files) return
  const place = element("div", { class: "gallery-uploads" })
  files.closest(".form-row").append(place)
  const upload = uploads(place, {
    address: home.dataset.upload,
    largest: Number(home.dataset.largest),
    words: () => ({ credit: form.querySelector("#id_credit")?.value }),
    use: "Use the one that is there",
    done: (row, item) => addRow(row, item.mark),
    idle: (counts) => goOn?.(counts),
  })
  const goOn = holdBack(form, upload)
  const take = (taken) => {
    upload.add(taken, () => {
      const mark = document.createComment("on its way")
      list.append(mark)
      return { mark, forgotten: () => mark.remove() }
    })
  }
  files.addEventListener("change", (event) => {
    event.stopPropagation()
    take([...files.files])
    files.value = ""
  })
  receiveFiles(document, home, take)
}

if (template) arrange()
