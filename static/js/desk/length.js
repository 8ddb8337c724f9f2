// How long the text is, in the bar at the foot of the story's form: words, and minutes to read them.
// Footnotes do not count, as on the server (StoryVersion.word_count).
const WORDS_A_MINUTE = 240 // silent reading of prose: Brysbaert, Journal of Memory and Language 109 (2019)
const PAUSE = 400 // milliseconds after a change
const BLOCKS = "p, h2, h3, h4, li, blockquote, pre, td, th, caption, br"

const output = document.querySelector("[data-length]")
const text = output?.closest("form").querySelector("#id_body")

const words = () => {
  const { body } = new DOMParser().parseFromString(text.value, "text/html")
  for (const note of body.querySelectorAll("story-note")) note.remove()
  for (const block of body.querySelectorAll(BLOCKS)) block.after(" ")
  return body.textContent.split(/\s+/).filter(Boolean).length
}

const show = () => {
  const number = words()
  const minutes = Math.max(1, Math.round(number / WORDS_A_MINUTE))
  output.textContent = number ? `${number.toLocaleString("en")} word${number > 1 ? "s" : ""}, ${minutes} minute${minutes > 1 ? "s" : ""}` : ""
}

let timer = null
if (text) {
  output.closest("form").addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(show, PAUSE)
  })
  show()
}
