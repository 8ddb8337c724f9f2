// The small pieces of which the desk's scripts build what they show.

/** An element with these attributes; `children` are elements or plain text. */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** A labelled drop-down; `choose` is called with the value that somebody chose. */
export const optionChooser = (label, options, value, choose) => {
  const made = element("label", { class: "story-embed__size" }, `${label} `)
  const select = document.createElement("select")
  for (const [key, name] of Object.entries(options)) select.add(new Option(name, key, false, key === value))
  select.addEventListener("change", () => choose(select.value))
  made.append(select)
  return made
}
