// The list of pictures takes files: dropped anywhere, pasted, or chosen.
import { receiveFiles, uploads } from "desk/upload"

const place = document.querySelector("[data-library-upload]")

if (place) {
  const input = document.createElement("input")
  input.type = "file"
  input.multiple = true
  input.accept = "image/*"
  input.id = "library-files"
  const label = document.createElement("label")
  label.htmlFor = input.id
  label.textContent = "Upload pictures: drop them anywhere on this page, paste them, or choose them here."
  const further = document.createElement("p")
  further.className = "uploads__further"
  further.hidden = true
  place.append(label, input)
  place.hidden = false
  const ids = []
  const upload = uploads(place, {
    address: place.dataset.upload,
    largest: Number(place.dataset.largest),
    use: "It is enough",
    done: (row) => ids.push(row.id),
    idle: () => {
      if (!ids.length) return
      const describe = document.createElement("a")
      describe.href = new URL(`../words/?ids=${[...new Set(ids)].slice(-100).join(",")}`, new URL(place.dataset.upload, location.href)).href
      describe.textContent = "Describe them and write their captions"
      const list = document.createElement("a")
      list.href = location.pathname
      list.textContent = "See them in the list"
      further.replaceChildren(describe, " · ", list)
      further.hidden = false
    },
  })
  place.append(further)
  const take = (files) => upload.add(files)
  input.addEventListener("change", () => {
    take([...input.files])
    input.value = ""
  })
  receiveFiles(document, document.body, take)
}
