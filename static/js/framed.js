// A page of another site is asked for when a reader wants it, and not before. Without this the link
// below leads there.
const MAY = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function load({ dataset }, button) {
  const frame = document.createElement("iframe");
  frame.className = "framed__place framed__page no-print";
  frame.title = dataset.title;
  frame.allow = dataset.allow;
  frame.loading = "lazy";
  // Who asks, and not for which story; some players play nothing for nobody.
  frame.referrerPolicy = "strict-origin";
  frame.setAttribute("sandbox", MAY);
  frame.src = dataset.frame;
  button.replaceWith(frame);
  frame.focus();
}

for (const figure of document.querySelectorAll("[data-frame]")) {
  const link = figure.querySelector(".framed__place");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.addEventListener("click", () => load(figure, button));
  link.replaceWith(button);
}
