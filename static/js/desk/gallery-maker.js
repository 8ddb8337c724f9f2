// Several pictures that were chosen become a gallery: a title, and a button that says of how many.
import { element } from "desk/elements"

/** {several, form, show}: the button that begins it, the form, and what tells them of the chosen. */
export const galleryMaker = (address, made, problem) => {
  const several = element("button", { type: "button", class: "desk-button", "aria-pressed": "false" }, "Several, as a gallery")
  const title = element("input", { type: "text", id: "picker-title-of-gallery", maxlength: "160", required: "", autocomplete: "off" })
  const button = element("button", { class: "desk-button desk-button--main" })
  const form = element("form", { class: "picker__gallery", hidden: "" }, element("label", { for: title.id }, "Title of the gallery"), title, button)
  let rows = []
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (form.ariaBusy === "true") return
    form.ariaBusy = "true"
    const body = new URLSearchParams({ title: title.value, pictures: rows.map(({ id }) => id).join(",") })
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value
    try {
      const answer = await fetch(address, {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token },
      })
      const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {}
      if (answer.status === 201) made(said)
      else problem(said.problems?.join(" ") || "The desk did not make it. You may have been logged out: look in another tab, then try again.")
    } catch {
      problem("The desk does not answer. Try again.")
    }
    form.ariaBusy = "false"
  })
  return {
    several,
    form,
    show(isMany, picked) {
      rows = picked
      several.setAttribute("aria-pressed", String(isMany))
      form.hidden = !isMany
      button.textContent = `Make a gallery of these ${picked.length}`
      button.disabled = picked.length < 2
    },
  }
}
