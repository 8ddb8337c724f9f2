// What readers get of a picture in each ratio, as the focal point moves; and a crop of its own for
// a ratio that needs one. The rectangle is the one that articles/pictures/crops.py cuts.
import { element } from "desk/elements"

const frame = document.querySelector("[data-focal-point]")
const field = document.querySelector("#id_own_crops")
const focal = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") }
const MOST_ZOOM = 4

const read = () => {
  try {
    return JSON.parse(field.value || "{}")
  } catch {
    return {}
  }
}

if (frame && field && focal.x && focal.y) {
  const image = frame.querySelector("img")
  const [width, height] = [Number(frame.dataset.width), Number(frame.dataset.height)]
  const number = (box, otherwise) => (Number.isFinite(Number.parseFloat(box.value)) ? Number.parseFloat(box.value) : otherwise)
  const strip = element("div", { class: "crops", role: "group", "aria-label": "How it is cut" })
  let crops = read()

  const rectangle = (across, down, { x, y, zoom = 1 }) => {
    const scale = Math.min(width / across, height / down) / zoom
    const [wide, high] = [across * scale, down * scale]
    const inside = (at, size, most) => Math.min(Math.max(0, at - size / 2), most - size)
    return { wide, high, left: inside(x * width, wide, width), top: inside(y * height, high, height) }
  }

  const keep = () => {
    field.value = JSON.stringify(crops)
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  const cropOf = (ratio) => {
    const [across, down] = ratio.split(":").map(Number)
    const picture = element("img", { src: image.currentSrc || image.src, alt: "" })
    const window_ = element("div", { class: "crop__window" }, picture)
    window_.style.aspectRatio = `${across} / ${down}`
    const note = element("span", { class: "crop__note" })
    const ranges = element("div", { class: "crop__ranges", hidden: "" })
    const inputs = {}
    const place = () => crops[ratio] || { x: number(focal.x, 0.5), y: number(focal.y, 0.5), zoom: 1 }

    const show = () => {
      const { wide, high, left, top } = rectangle(across, down, place())
      picture.style.width = `${(100 * width) / wide}%`
      picture.style.left = `${(-100 * left) / wide}%`
      picture.style.top = `${(-100 * top) / high}%`
      const own = Boolean(crops[ratio])
      note.textContent = own ? "A crop of its own" : "As the focal point"
      ranges.hidden = !own
      change.hidden = own
      for (const [name, input] of Object.entries(inputs)) input.value = place()[name] ?? 1
    }

    for (const [name, words, least, most, step] of [["x", "Across", 0, 1, 0.01], ["y", "Down", 0, 1, 0.01], ["zoom", "Nearer", 1, MOST_ZOOM, 0.05]]) {
      const input = element("input", { type: "range", min: least, max: most, step, "aria-label": `${words}, crop ${ratio}` })
      input.addEventListener("input", () => {
        crops[ratio] = { ...place(), [name]: Number(input.value) }
        keep()
        show()
      })
      inputs[name] = input
      ranges.append(element("label", {}, element("span", {}, words), input))
    }
    const back = element("button", { type: "button", class: "upload__button", "aria-label": `As the focal point, crop ${ratio}` }, "As the focal point")
    back.addEventListener("click", () => {
      delete crops[ratio]
      keep()
      show()
      change.focus()
    })
    ranges.append(back)
    const change = element("button", { type: "button", class: "upload__button", "aria-label": `Cut otherwise, crop ${ratio}` }, "Cut otherwise")
    change.addEventListener("click", () => {
      crops[ratio] = { zoom: 1, ...place() }
      keep()
      show()
      inputs.x.focus()
    })
    strip.append(element("figure", { class: "crop" }, window_, element("figcaption", {}, element("strong", {}, ratio), " ", note, change, ranges)))
    return show
  }

  const all = JSON.parse(frame.dataset.ratios).map(cropOf)
  const showAll = () => all.forEach((show) => show())
  for (const box of Object.values(focal)) box.addEventListener("input", showAll)
  // A browser that comes back to the page fills in what was there.
  addEventListener("pageshow", () => {
    crops = read()
    showAll()
  })
  frame.after(strip)
  showAll()
}
