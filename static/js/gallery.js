// Keys, and one pair of buttons that stays under the finger. Without this a gallery is a list of
// pictures that scrolls, with links from each to the next.
const room = document.querySelector(".gallery");
const list = room?.querySelector(".slides");
const slides = [...(list?.children ?? [])];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const rtl = document.dir === "rtl";
const full = document.querySelector("[data-key=f]");
// Where a long gallery goes on: the last picture of the page before, the first of the next.
const beyond = [slides[0], slides.at(-1)].map((slide, way) => [...(slide?.querySelectorAll(".steps a[data-page]") ?? [])].find((link) => link.rel === (way ? "next" : "prev"))?.href);
let shown, resting;

const steps = () => document.querySelectorAll(".gallery .steps a");

function settle(number) {
  if (number === shown) return;
  if (shown !== undefined) {
    history.replaceState(null, "", `#${slides[number].id}`);
    room.querySelector("[role=status]").textContent = slides[number].querySelector(".slide__number").textContent;
  }
  shown = number;
  steps().forEach((link, way) => {
    const to = slides[number + (way || -1)];
    link.href = to || !beyond[way] ? `#${(to ?? slides[number]).id}` : beyond[way];
    link.ariaDisabled = String(!to && !beyond[way]);
  });
  // The next picture only: who stops here has not paid for the rest.
  slides[number + 1]?.querySelector("img").setAttribute("loading", "eager");
}

const where = () => Math.round(Math.abs(list.scrollLeft) / list.clientWidth);

function show(number) {
  const further = beyond[number < 0 ? 0 : 1];
  if (!slides[number] && further) return location.assign(further);
  const to = Math.max(0, Math.min(number, slides.length - 1));
  const behavior = calm.matches || Math.abs(to - shown) > 1 ? "instant" : "smooth";
  list.scrollTo({ left: to * list.clientWidth * (rtl ? -1 : 1), behavior });
  settle(to);
}

if (slides.length > 1) {
  room.append(slides[0].querySelector(".steps"));
  slides.forEach((slide) => slide.querySelector(".steps")?.remove());
  // The address may name a picture that the browser has not scrolled to yet.
  const asked = slides.findIndex((slide) => `#${slide.id}` === location.hash);
  settle(asked < 0 ? where() : asked);
  list.onscroll = () => {
    clearTimeout(resting);
    resting = setTimeout(() => settle(where()), 120);
  };
  steps().forEach((link, way) => {
    link.onclick = (event) => {
      event.preventDefault();
      show(shown + (way || -1));
    };
  });
}

if (full && document.fullscreenEnabled) {
  full.hidden = false;
  full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : room.requestFullscreen());
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea")) return;
  const way = { ArrowLeft: rtl ? 1 : 0, ArrowRight: rtl ? 0 : 1 }[event.key];
  const end = { Home: 0, End: slides.length - 1 }[event.key];
  if (slides.length && (way ?? end) !== undefined) {
    event.preventDefault();
    if (!room.contains(document.activeElement)) list.focus({ preventScroll: true });
    room.scrollIntoView({ behavior: calm.matches ? "instant" : "smooth" });
    show(end ?? shown + (way || -1));
  } else if (way !== undefined) steps()[way]?.click();
  // A letter counts only inside the gallery: elsewhere it may be somebody speaking.
  else if (event.key === "Escape" || (/^[fg]$/.test(event.key) && room.contains(document.activeElement)))
    document.querySelector(`[data-key=${event.key}]`)?.click();
});
