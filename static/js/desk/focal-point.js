// The point of a picture that a crop must keep: click it, or move it with the arrow keys.
const frame = document.querySelector("[data-focal-point]")
const boxes = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") }

if (frame && boxes.x && boxes.y) {
  const point = document.createElement("button")
  point.type = "button"
  point.className = "focal-point__mark"
  const within = (value) => Math.min(1, Math.max(0, Math.round(value * 100) / 100))
  const read = (axis) => within(Number.parseFloat(boxes[axis].value) || 0)
  const show = () => {
    point.style.left = `${read("x") * 100}%`
    point.style.top = `${read("y") * 100}%`
    const percent = (axis) => Math.round(read(axis) * 100)
    point.setAttribute("aria-label", `What must stay in sight: ${percent("x")} % from the left, ${percent("y")} % from the top. Arrow keys move it.`)
  }
  const put = (x, y) => {
    boxes.x.value = within(x)
    boxes.y.value = within(y)
    // Whoever shows crops hears of it, and the form that it is not saved yet.
    boxes.x.dispatchEvent(new Event("input", { bubbles: true }))
  }
  frame.append(point)
  frame.addEventListener("click", (event) => {
    if (event.target === point) return
    const area = frame.getBoundingClientRect()
    put((event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height)
    point.focus({ preventScroll: true })
  })
  point.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (!step) return
    event.preventDefault()
    put(read("x") + step[0] * 0.02, read("y") + step[1] * 0.02)
  })
  for (const box of Object.values(boxes)) box.addEventListener("input", show)
  show()
}
