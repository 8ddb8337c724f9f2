// Under a new password, while it is typed: in words, whether it is long enough and different enough. What is on
// lists of leaked ones the server says, which alone sees them.
const EASY = 6 // so few different characters are a pattern
const GOOD = 4 // characters more than have to be

const judge = (text, least) => {
  const letters = [...text.normalize("NFKC")]
  const missing = least - letters.length
  if (!letters.length) return ["", 0]
  if (missing > 0) return ["short", missing]
  if (new Set(letters).size < EASY) return ["easy", 0]
  return [letters.length >= least + GOOD ? "good" : "enough", 0]
}

for (const input of document.querySelectorAll("input[data-least]")) {
  const words = input.closest("[data-strength-short]").dataset
  const said = document.createElement("output")
  said.className = "password-strength"
  said.htmlFor = input.id
  input.after(said)
  input.addEventListener("input", () => {
    const [kind, missing] = judge(input.value, Number(input.dataset.least))
    const name = `strength${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
    said.textContent = kind ? words[name].replace("{}", missing) : ""
    said.dataset.kind = kind
  })
}
