// Shows the panels beside the text as tabs, one at a time (the pattern of the ARIA Authoring Practices).
// Without this script they stand one below the other. What has to be mended, or is linked to, is shown.
const side = document.querySelector("[data-tabs]")
const panels = [...(side?.querySelectorAll("[data-tab]") ?? [])]
const LAST = "desk-tab" // in the session's storage: what was open before saving

const tabs = panels.map((panel) => {
  const tab = document.createElement("button")
  tab.type = "button"
  tab.id = `${panel.id}-tab`
  tab.setAttribute("role", "tab")
  tab.setAttribute("aria-controls", panel.id)
  tab.append(panel.dataset.tab)
  return tab
})

const show = (index) => {
  for (const [number, tab] of tabs.entries()) {
    const isShown = number === index
    tab.setAttribute("aria-selected", isShown)
    tab.tabIndex = isShown ? 0 : -1
    panels[number].hidden = !isShown
  }
  sessionStorage.setItem(LAST, panels[index].id)
}

const panelOf = (element) => panels.findIndex((panel) => panel.contains(element))

const reveal = (element) => {
  const index = element ? panelOf(element) : -1
  if (index >= 0 && panels[index].hidden) show(index)
  element?.closest?.("details:not([open])")?.setAttribute("open", "")
}

/** How many things wait in a panel, beside its name. */
const count = (panel, tab) => {
  const number = panel.querySelectorAll(panel.dataset.tabCounts).length
  let badge = tab.querySelector("span")
  if (!badge) {
    badge = document.createElement("span")
    tab.append(" ", badge)
  }
  badge.textContent = number || ""
}

const keys = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }

const onKey = (event) => {
  const step = keys[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const isRightToLeft = getComputedStyle(side).direction === "rtl" && Number.isFinite(step)
  const at = tabs.indexOf(event.target) + (isRightToLeft ? -step : step)
  const index = Number.isFinite(at) ? (at + tabs.length) % tabs.length : at < 0 ? 0 : tabs.length - 1
  show(index)
  tabs[index].focus()
}

const begin = () => {
  const list = document.createElement("div")
  list.className = "desk-tabs"
  list.setAttribute("role", "tablist")
  list.setAttribute("aria-label", side.dataset.tabs)
  list.append(...tabs)
  side.prepend(list)
  side.classList.add("is-tabbed")
  for (const [index, panel] of panels.entries()) {
    panel.setAttribute("role", "tabpanel")
    panel.setAttribute("aria-labelledby", tabs[index].id)
    tabs[index].addEventListener("click", () => show(index))
    if (panel.dataset.tabCounts) {
      const recount = () => count(panel, tabs[index])
      recount()
      new MutationObserver(recount).observe(panel, { childList: true, subtree: true })
    }
  }
  list.addEventListener("keydown", onKey)
  // Before the browser says what a field lacks, the field must be there.
  side.closest("form").addEventListener("invalid", (event) => reveal(event.target), { capture: true })
  document.addEventListener("desk:reveal", (event) => reveal(event.target))
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']")
    if (link) reveal(document.getElementById(link.hash.slice(1)))
  })
  const last = panels.findIndex((panel) => panel.id === sessionStorage.getItem(LAST))
  show(Math.max(last, 0))
  reveal(side.querySelector(".errors, .errorlist"))
  reveal(location.hash && document.getElementById(location.hash.slice(1)))
}

if (panels.length) begin()
