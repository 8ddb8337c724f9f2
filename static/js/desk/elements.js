// The small pieces of which cards, boxes and tables in the text are made.

export const element = (tag, className, text = "") => {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

/** A labelled drop-down; `choose` is called with the value that somebody chose. */
export const optionChooser = (label, options, value, choose) => {
  const made = element("label", "story-embed__size", `${label} `)
  const select = document.createElement("select")
  for (const [key, name] of Object.entries(options)) select.add(new Option(name, key, false, key === value))
  select.addEventListener("change", () => choose(select.value))
  made.append(select)
  return made
}
