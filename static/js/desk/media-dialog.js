// Asking for an embed or a sound: where it is, what it is in words, and what is said in it.
import { element } from "desk/elements"
import { allowed, readMedia } from "desk/media-address"
import { uploads } from "desk/upload"

const WORDS = {
  frame: { title: "Embed", address: "Address of the page, or the code to embed it", example: "A video of the ferry’s last trip" },
  audio: { title: "Audio", address: "Address of a sound file", example: "The harbour master on the new quay" },
}
const LONGEST_TITLE = 200
const ANY_SOUND = "audio/*,.mp3,.m4a,.ogg,.oga,.opus,.wav"
const OTHERWISE = "It can come in as a link."

const field = (label, control, help = "") => {
  const id = `media-${control.name}`
  control.id = id
  const parts = [element("label", { for: id }, label), control]
  if (help) {
    control.setAttribute("aria-describedby", `${id}-help`)
    parts.push(element("p", { class: "media-dialog__help", id: `${id}-help` }, help))
  }
  return element("div", { class: "media-dialog__field" }, ...parts)
}

/** A field for a file of one's own; `arrived` is given its row, {id, label}, once the desk has it. */
const ownFile = (home, arrived) => {
  const holder = home.querySelector("[data-upload-audio]")
  const input = element("input", { name: "file", type: "file", accept: ANY_SOUND })
  const list = element("div", { class: "media-dialog__uploads" })
  const upload = uploads(list, {
    address: holder.dataset.uploadAudio,
    largest: Number(holder.dataset.largestAudio),
    done: arrived,
  })
  input.addEventListener("change", () => {
    upload.add([...input.files])
    input.value = ""
  })
  const megabytes = Math.floor(holder.dataset.largestAudio / 1024 / 1024)
  const help = `MP3, M4A, Ogg, Opus or WAV, up to ${megabytes} MB. Readers hear it once they have the story.`
  return { parts: [field("A file of your own", input, help), list], upload }
}

/**
 * Ask for one of this `kind` ("frame" or "audio"), whose `attrs` so far are shown. Resolves to new attributes,
 * to {link: address} for what may not be embedded, or to null.
 */
export const askForMedia = (home, kind, attrs = {}) =>
  new Promise((resolve) => {
    const before = document.activeElement
    const words = WORDS[kind]
    const isNew = !attrs.address && !attrs.sound
    const address = element("input", { name: "address", type: "text", autocomplete: "off", spellcheck: "false" })
    const title = element("input", { name: "title", type: "text", maxlength: LONGEST_TITLE, autocomplete: "off" })
    const transcript = element("textarea", { name: "transcript", rows: 8 })
    address.value = attrs.address || ""
    title.value = attrs.title || ""
    transcript.value = attrs.transcript || ""
    let sound = attrs.sound || ""
    const status = element("p", { class: "media-dialog__status", role: "alert" })
    const kept = element("p", { class: "media-dialog__kept", role: "status" })
    const sayWhichIsKept = (label) => {
      kept.textContent = sound ? `${label} is played.` : ""
    }
    const own = kind === "audio" ? ownFile(home, ({ id, label }) => {
      sound = String(id)
      address.value = ""
      sayWhichIsKept(`“${label}”`)
      title.focus()
    }) : null
    sayWhichIsKept("The file that is here")
    // Whoever writes an address wants that, and no file.
    address.addEventListener("input", () => {
      if (address.value) sound = ""
      sayWhichIsKept("The file")
    })
    const link = element("button", { type: "button", class: "desk-button", hidden: "" }, "Insert a link")
    const close = element("button", { type: "button", class: "desk-button desk-button--quiet" }, "Cancel")
    const take = element("button", { type: "submit", class: "desk-button desk-button--main" }, isNew ? "Insert" : "Change")
    const form = element(
      "form",
      { class: "media-dialog__form", novalidate: "" },
      element("h2", { id: "media-dialog-title" }, isNew ? `${words.title}: insert` : `${words.title}: change`),
      ...(own ? [...own.parts, kept] : []),
      field(own ? `Or the ${words.address.toLowerCase()}` : words.address, address, allowed(home, kind)),
      field("Title: what it is, in words", title, `Readers are told before anything is loaded. For example: ${words.example}.`),
      ...(kind === "audio"
        ? [field("Transcript", transcript, "All that is said, for those who cannot hear it, and for search. An empty line between two paragraphs.")]
        : []),
      status,
      element("p", { class: "media-dialog__buttons" }, take, link, close),
    )
    const dialog = element("dialog", { class: "media-dialog", "aria-labelledby": "media-dialog-title" }, form)
    let answer = null

    const refuse = (sentence, where = address) => {
      status.textContent = sentence
      where.focus()
    }
    const read = () => {
      const found = readMedia(address.value, home)
      link.hidden = !found?.refused
      if (!found) return refuse(own ? "Choose a file, or write an address. It begins with https://." : "Write the address of the page. It begins with https://.")
      if (found.refused) return refuse(`${found.refused} is not on the list of what may stand in a story. ${OTHERWISE}`)
      if (found.kind !== kind) return refuse(`That is ${found.kind === "audio" ? "a sound: use “Audio”" : "no sound: use “Embed”"}.`)
      return found
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      event.stopPropagation()
      if (own?.upload.isBusy()) return refuse("The file is still on its way.", title)
      const found = sound ? { address: "" } : read()
      if (!found) return
      answer = { kind, sound, address: found.address, title: title.value.trim(), transcript: transcript.value.trim() }
      dialog.close()
    })
    link.addEventListener("click", () => {
      const found = readMedia(address.value, home)
      if (!found?.refused) return
      answer = { link: found.address, text: title.value.trim() || found.address }
      dialog.close()
    })
    close.addEventListener("click", () => dialog.close())
    // No key is one of the editor's or of the desk's while this is open.
    dialog.addEventListener("keydown", (event) => event.stopPropagation())
    dialog.addEventListener("close", () => {
      dialog.remove()
      before?.focus?.()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.showModal()
    if (address.value || sound) title.focus()
    else address.focus()
  })
