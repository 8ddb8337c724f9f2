// Small help around a form of the desk: counts, one-line boxes, "not saved yet", Ctrl+S,
// and one click that counts once.
const form = document.querySelector("[data-desk-form]")?.closest("form")

const count = (box) => {
  const advised = Number(box.dataset.count)
  const output = document.createElement("output")
  output.className = "desk-count"
  output.htmlFor = box.id
  const show = () => {
    const length = [...box.value.trim()].length
    output.textContent = `${length} of ${advised} characters`
    output.classList.toggle("desk-count--over", length > advised)
  }
  box.after(output)
  box.addEventListener("input", show)
  show()
}

// Boxes in a table have no label of their own, and Select2 takes none over: name them all.
const nameFields = () => {
  for (const box of form.querySelectorAll(".select2-container, td.delete input")) {
    const cell = box.closest("td")
    const head = cell?.closest("table").querySelectorAll("thead th")[cell.cellIndex]
    const label = head || form.querySelector(`label[for="${box.previousElementSibling?.id}"]`)
    const name = label?.textContent.trim().replace(/[:?]$/, "")
    if (!name) continue
    const parts = box.matches("input") ? [box] : box.querySelectorAll("[role=textbox], .select2-search__field, [role=combobox]")
    for (const part of parts) {
      part.removeAttribute("aria-labelledby")
      const chosen = part.getAttribute("role") === "combobox" ? part.textContent.trim() : ""
      part.setAttribute("aria-label", chosen ? `${name}: ${chosen}` : name)
    }
  }
}

if (form) {
  addEventListener("load", nameFields)
  document.addEventListener("formset:added", () => setTimeout(nameFields))
  // Select2 tells jQuery only.
  window.django?.jQuery(form).on("change", "select", () => setTimeout(nameFields))
  for (const box of form.querySelectorAll("[data-count]")) count(box)
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-one-line]")) event.preventDefault()
  })

  const kept = form.querySelector("[data-keep-at]")
  // What came back with errors, or out of a working copy, is in no version.
  let dirty = Boolean(kept && "notSaved" in kept.dataset)
  let sent = false
  // Where js/desk/keeping.js is at work it says more.
  const sign = kept ? null : form.querySelector("[data-desk-dirty]")
  const change = () => {
    dirty = true
    if (sign) sign.hidden = false
  }
  form.addEventListener("input", change)
  form.addEventListener("change", change)
  addEventListener("beforeunload", (event) => {
    if (dirty && !sent) event.preventDefault()
  })
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return
    if (sent) event.preventDefault()
    sent = true
  })
  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => {
    sent = false
  })
  // What stands under "More" closes as it was opened: by key, or by going elsewhere.
  const more = form.querySelector("[data-desk-more]")
  more?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    more.open = false
    more.querySelector("summary").focus()
  })
  document.addEventListener("click", (event) => {
    if (more && !more.contains(event.target)) more.open = false
  })
  // Save, see it, and what the main button says; also from within the text.
  const keys = { s: "[name=_save]", p: "[data-desk-preview]", enter: ".desk-bar .desk-button--main" }
  addEventListener(
    "keydown",
    (event) => {
      const button = (event.ctrlKey || event.metaKey) && form.querySelector(keys[event.key.toLowerCase()] ?? "none")
      if (!button || document.querySelector("dialog[open]")) return
      event.preventDefault()
      event.stopPropagation()
      // What may bring a story before readers asks first: two keys are pressed by mistake.
      if (event.key !== "Enter" || confirm(`${button.textContent.trim()}?`)) button.click()
    },
    { capture: true },
  )
  // What has to be mended first is where one is.
  form.querySelector(".errors :is(input:not([type=hidden]), select, textarea)")?.focus()
}
