// Arrow keys, Home and End in a gallery; the address follows the picture on screen.
// Without this the page is a list of pictures that scrolls.
const slides = [...document.querySelectorAll(".slide")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function current() {
  const middle = innerHeight / 2;
  return slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
}

function show(index) {
  const slide = slides[Math.max(0, Math.min(index, slides.length - 1))];
  slide.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
  history.replaceState(null, "", `#${slide.id}`);
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const steps = { [forward]: () => current() + 1, [back]: () => current() - 1, Home: () => 0, End: () => slides.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  show(steps[event.key]());
});
