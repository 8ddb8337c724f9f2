// Rows that stand in an order: buttons that move one up or down, beside dragging.
const groups = [...document.querySelectorAll(".inline-group")].filter((group) => group.querySelector(".desk-reorder"))

const announcer = document.createElement("p")
announcer.className = "desk-announcer"
announcer.setAttribute("role", "status")
if (groups.length) document.body.append(announcer)

const rowsOf = (group) => [...group.querySelectorAll("tr.form-row:not(.empty-form)")]

const number = (group) => {
  rowsOf(group).forEach((row, index) => {
    row.querySelector("input[name$='-position']").value = (index + 1) * 10
  })
}

const nameOf = (row) =>
  (row.querySelector(".picture-picker__label") || row.querySelector("option:checked"))?.textContent.trim() || "Row"

const move = (group, row, step, button) => {
  const rows = rowsOf(group)
  const to = rows.indexOf(row) + step
  if (to < 0 || to >= rows.length) {
    announcer.textContent = step < 0 ? "This is the first already." : "This is the last already."
    return
  }
  if (step < 0) rows[to].before(row)
  else rows[to].after(row)
  number(group)
  announcer.textContent = `${nameOf(row)}: now ${to + 1} of ${rows.length}.`
  button.focus()
  button.closest("form").dispatchEvent(new Event("change"))
}

const addButtons = (group, row) => {
  const cell = row.querySelector("td.field-position")
  if (!cell || cell.querySelector(".desk-move")) return
  const holder = document.createElement("span")
  holder.className = "desk-move"
  for (const [step, sign, words] of [[-1, "↑", "Move up"], [1, "↓", "Move down"]]) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = sign
    button.title = words
    button.setAttribute("aria-label", `${words}: ${nameOf(row)}`)
    button.addEventListener("click", () => move(group, row, step, button))
    holder.append(button)
  }
  cell.append(holder)
}

for (const group of groups) {
  for (const row of rowsOf(group)) addButtons(group, row)
  // Django clones a row; then it wants buttons and a place of its own.
  document.addEventListener("formset:added", (event) => {
    const row = event.target.closest?.("tr")
    if (!row || !group.contains(row)) return
    row.querySelector(".desk-move")?.remove()
    addButtons(group, row)
    number(group)
  })
}
