// How far a file is that moves in, without leaving its page; once it is over the page is the new one.
const SECONDS = 2
const page = document.querySelector("[data-move-in]")

const look = async () => {
  if (document.hidden) return
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
  if (!answer.ok || answer.redirected) return
  const found = new DOMParser().parseFromString(await answer.text(), "text/html")
  const now = found.querySelector("[data-move-in]")
  if (!now) return
  if (now.dataset.moveIn !== page.dataset.moveIn) {
    location.reload()
    return
  }
  page.querySelector("[data-progress]").replaceChildren(...now.querySelector("[data-progress]").childNodes)
}

const again = () => setTimeout(() => look().catch(() => {}).finally(again), SECONDS * 1000)
again()
