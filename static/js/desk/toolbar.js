// The editor's buttons as one stop of the Tab key: arrows move between them, Escape goes
// back to the text, and what is pressed or not possible is said, not only shown.
export const makeToolbar = (editor, dom) => {
  dom.setAttribute("role", "toolbar")
  dom.setAttribute("aria-label", "Formatting")
  dom.setAttribute("aria-controls", editor.view.dom.id)
  const shown = () => [...dom.querySelectorAll("button:not(.hidden)")]
  let current = null

  const settle = () => {
    const buttons = shown()
    if (!buttons.includes(current)) current = buttons[0]
    for (const button of buttons) {
      button.tabIndex = button === current ? 0 : -1
      button.setAttribute("aria-pressed", button.classList.contains("active"))
      button.setAttribute("aria-disabled", button.classList.contains("disabled"))
    }
  }

  dom.addEventListener("focusin", (event) => {
    const button = event.target.closest("button")
    if (button) current = button
    settle()
  })
  dom.addEventListener("keydown", (event) => {
    const buttons = shown()
    const at = buttons.indexOf(document.activeElement)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    let next = null
    if (step) next = buttons[(at + step + buttons.length) % buttons.length]
    else if (event.key === "Home") next = buttons[0]
    else if (event.key === "End") next = buttons.at(-1)
    else if (event.key === "Escape") editor.commands.focus()
    else return
    event.preventDefault()
    next?.focus()
  })
  editor.on("transaction", settle)
  settle()
}
