// The address that stands in the log-in form goes along to the form for a new password, in this tab alone.
const KEY = "address"

for (const link of document.querySelectorAll("a[data-carries]")) {
  const box = document.getElementById(link.dataset.carries)
  link.addEventListener("click", () => {
    if (box.value) sessionStorage.setItem(KEY, box.value)
  })
}
for (const box of document.querySelectorAll("[data-carried] input[type=email]")) {
  if (!box.value) box.value = sessionStorage.getItem(KEY) ?? ""
  sessionStorage.removeItem(KEY)
}
