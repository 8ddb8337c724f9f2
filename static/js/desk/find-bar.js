// The bar above a story's text in which one finds and replaces; story-find.js does what it asks.
import { element } from "desk/elements"

const button = (label, press, attributes = {}) => {
  const made = element("button", { class: "desk-button story-find__button", type: "button", ...attributes }, label)
  made.addEventListener("click", press)
  return made
}
const box = (label) => {
  const input = element("input", { type: "text", autocomplete: "off", spellcheck: "false", dir: "auto" })
  return [element("label", { class: "story-find__words" }, `${label} `, input), input]
}
const option = (label, change) => {
  const input = element("input", { type: "checkbox" })
  input.addEventListener("change", change)
  return [element("label", { class: "story-find__option" }, input, ` ${label}`), input]
}

/** A bar with `open(guess, withReplace, field, place)`. `found` is what story-find.js searches with. */
export const findBar = (editor, found) => {
  const bar = element("div", { class: "story-find", role: "search", "aria-label": "Find and replace" })
  bar.hidden = true
  const [findLabel, query] = box("Find")
  const [replaceLabel, words] = box("Replace with")
  const count = element("output", { class: "story-find__count" })
  const context = element("p", { class: "story-find__context" })
  let from = [null, 0]
  let cameFrom = null
  let isBusy = false

  const say = (sentence = "") => {
    const { length } = found.matches
    if (!query.value) count.textContent = sentence
    else count.textContent = sentence || (length ? `${found.number} of ${length}` : "Not found")
    for (const each of [previous, next, one, all]) each.disabled = !length
    const around = length ? found.around() : null
    context.replaceChildren()
    context.hidden = !around
    if (!around) return
    const [before, match, after] = around.parts
    context.append(`${around.where}: `, element("bdi", {}, before, element("mark", {}, match), after))
  }
  const start = () => {
    found.start(query.value, { matchCase: matchCase.checked, wholeWords: wholeWords.checked }, ...from)
    say()
    found.reveal()
  }
  const step = (by) => {
    found.step(by)
    say()
    found.reveal()
  }
  // Boxes get the focus while something is put into them, and give it back.
  const during = (work) => {
    const { activeElement } = document
    isBusy = true
    const sentence = work()
    isBusy = false
    say(sentence)
    found.reveal()
    // A button that can do no more has let go of the focus.
    const isOver = activeElement.disabled
    ;(isOver ? query : activeElement).focus()
  }
  const tooLong = (number) => `${number} left: the box is too short.`
  const replace = () =>
    during(() => (found.replace(words.value) ? "" : tooLong(1)))
  const replaceAll = () =>
    during(() => {
      const { length } = found.matches
      const done = found.replaceAll(words.value)
      return done < length ? `${done} replaced. ${tooLong(length - done)}` : `${done} replaced.`
    })
  const close = () => {
    bar.hidden = true
    if (found.stop()) return
    if (cameFrom?.isConnected) cameFrom.focus()
    else editor.view.focus()
  }

  const previous = button("‹", () => step(-1), { "aria-label": "Previous", title: "Previous (Shift+Enter)" })
  const next = button("›", () => step(1), { "aria-label": "Next", title: "Next (Enter)" })
  const one = button("Replace", replace)
  const all = button("Replace all", replaceAll)
  const [caseLabel, matchCase] = option("Match case", start)
  const [wholeLabel, wholeWords] = option("Whole words", start)
  const shut = button("Close", close, { title: "Close (Escape)" })
  count.setAttribute("role", "status")
  context.setAttribute("role", "status")
  const line = (...parts) => element("div", { class: "story-find__line" }, ...parts)
  bar.append(
    line(findLabel, count, previous, next, shut),
    line(replaceLabel, one, all, element("span", { class: "story-find__options" }, caseLabel, wholeLabel)),
    context,
  )
  query.addEventListener("input", start)

  bar.addEventListener("keydown", (event) => {
    const isLetter = event.ctrlKey || event.metaKey
    const isTyping = event.target === query || event.target === words
    if (event.key === "Escape") close()
    else if (event.key === "Enter" && event.target === words && !isLetter) found.matches.length && replace()
    else if (event.key === "Enter" && isTyping && !isLetter) step(event.shiftKey ? -1 : 1)
    else if (event.key === "Enter" && event.target.type === "checkbox") event.target.click()
    else if (isLetter && event.key.toLowerCase() === "z" && !isTyping) editor.commands[event.shiftKey ? "redo" : "undo"]()
    else if (isLetter && event.key.toLowerCase() === "h") words.select()
    else return
    event.preventDefault()
  })
  // Nothing in this bar belongs to the story: the form must not take it for a change.
  for (const kind of ["input", "change"]) bar.addEventListener(kind, (event) => event.stopPropagation())

  const again = () => {
    if (bar.hidden || isBusy) return
    found.look()
    say()
  }
  editor.on("update", again)
  editor.options.element.closest("form")?.addEventListener("input", (event) => {
    if (found.fields().includes(event.target)) again()
  })
  editor.view.dom.before(bar)

  return {
    open(guess, withReplace, ...place) {
      if (!bar.contains(document.activeElement)) {
        cameFrom = document.activeElement
        from = place
      }
      bar.hidden = false
      if (guess) query.value = guess
      start()
      const first = withReplace && query.value ? words : query
      first.focus()
      first.select()
    },
  }
}
