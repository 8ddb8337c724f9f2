// Counts down what still fits into a textarea. Without JavaScript its help says how much fits.
// Maximized: Arabic as in Egypt, with the digits that the page itself writes.
const number = new Intl.NumberFormat(new Intl.Locale(document.documentElement.lang).maximize());

for (const area of document.querySelectorAll("textarea[data-longest]")) {
  const line = area.parentElement.querySelector("[data-left]");
  const update = () => {
    const left = area.dataset.longest - [...area.value.trim()].length;
    // Not while there is room: whoever listens would hear a number at each letter.
    line.hidden = left > area.dataset.longest / 10;
    line.classList.toggle("field__count--over", left < 0);
    const template = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = template.replace("{n}", number.format(Math.abs(left)));
  };
  area.addEventListener("input", update);
  update();
}
