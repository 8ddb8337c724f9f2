// A button under each password that shows what has been typed. Without JavaScript there is none.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const labels = input.closest("[data-show]").dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show-password";
  button.setAttribute("aria-controls", input.id);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? labels.hide : labels.show;
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // Sent as text it would be offered again among the words one has typed before.
  input.form.addEventListener("submit", () => show(false));
  show(false);
  input.after(button);
}
