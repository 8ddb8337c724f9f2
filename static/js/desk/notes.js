// Writes a note between colleagues beside the text, without leaving it. Without this script the link
// opens the page of the notes. articles/admin/story/colleagues/notes.py is the other side.
const place = () => document.querySelector("[data-notes]")
const token = () => document.querySelector("form [name=csrfmiddlewaretoken]").value

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

let box = null

const send = async (address, output, button) => {
  if (button.disabled) return
  button.disabled = true
  output.textContent = "Sending…"
  let answer = null
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ csrfmiddlewaretoken: token(), for_colleagues: box.value }),
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "text/html-fragment" },
    })
  } catch {
    // said below
  }
  button.disabled = false
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    box = null
    place().replaceWith(page.querySelector("[data-notes]"))
    place().querySelector("[data-write-note]").focus()
  } else if (answer?.status === 422) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    output.textContent = page.querySelector("[role=alert]")?.textContent ?? "It was refused."
  } else {
    output.textContent = "Not sent; your words stay here. Try again, or log in again in another tab."
  }
}

const open = (link) => {
  box = element("textarea", { id: "desk-note", rows: 4, maxLength: 2000 })
  const output = element("output", { className: "desk-notes__said" })
  const button = element("button", { type: "button", className: "desk-button" }, "Keep the note")
  const holder = element("div", { className: "desk-notes__new" }, element("label", { htmlFor: box.id }, "A note for colleagues"), box, button, output)
  button.addEventListener("click", () => send(link.href, output, button))
  // A note is no part of the story: the form neither keeps nor checks it.
  for (const name of ["input", "change"]) holder.addEventListener(name, (event) => event.stopPropagation())
  link.closest("p").after(holder)
  link.hidden = true
  box.focus()
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-write-note]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open(link)
})
addEventListener("beforeunload", (event) => {
  if (box?.value.trim()) event.preventDefault()
})
