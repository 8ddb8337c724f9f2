// Logging in again over the form, which stays as it is: a dialog with the log-in page's own fields, and then
// those of its second step. Where more is asked for, another tab does it, and this one notices.
import { element } from "desk/elements"

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html")

const token = (page) => page.querySelector("[name=csrfmiddlewaretoken]")?.value

const problem = (page) => page.querySelector(".errorlist, .error-summary li, .error-summary p")?.textContent.trim()

const CODE = "form:has([name=code]):not([hidden])"

/** Resolves with true once `isBack()` says so, with false if they do not want to. `sentence` says what happened. */
export const logInAgain = ({ address, sentence, isBack }) =>
  new Promise((resolve) => {
    const said = element("p", { role: "alert" })
    const login = element("input", { type: "email", name: "login", autocomplete: "username", required: "", id: "desk-log-in-name" })
    const password = element("input", {
      type: "password", name: "password", autocomplete: "current-password", required: "", id: "desk-log-in-password",
    })
    const code = element("input", {
      name: "code", autocomplete: "one-time-code", inputmode: "numeric", maxlength: "40", id: "desk-log-in-code",
    })
    const labelled = (text, box) => element("p", {}, element("label", { for: box.id }, text), box)
    const first = element("div", {}, labelled("E-mail address", login), labelled("Password", password))
    const second = element("div", { hidden: "" }, labelled("Code from your app, or a recovery code", code))
    const choices = element(
      "p",
      { class: "desk-kept__choices" },
      element("button", { type: "submit", class: "desk-button desk-button--main" }, "Log in"),
      element("a", { class: "desk-button", href: address, target: "_blank", rel: "noopener" }, "In another tab"),
      element("button", { type: "button", class: "desk-button", "data-close": "" }, "Not now"),
    )
    const fields = element(
      "form",
      { method: "post", action: address },
      element("h2", { id: "desk-log-in-title" }, "Log in again"),
      element("p", {}, sentence),
      first,
      second,
      said,
      choices,
    )
    const dialog = element("dialog", { class: "desk-log-in", "aria-labelledby": "desk-log-in-title" }, fields)
    let next = null // where the second step is sent, and with which token
    const end = (isDone) => {
      removeEventListener("focus", look)
      dialog.close()
      dialog.remove()
      resolve(isDone)
    }
    const look = async () => {
      if (await isBack()) end(true)
    }
    const toSecondStep = (page, at) => {
      const form = page.querySelector(CODE)
      if (!form) return false
      next = { address: new URL(form.getAttribute("action") || at, at).href, token: token(page) }
      first.hidden = true
      second.hidden = false
      login.disabled = password.disabled = true
      code.required = true
      code.value = ""
      code.focus()
      return true
    }
    const send = async (event) => {
      event.preventDefault()
      said.textContent = ""
      try {
        const body = new FormData(event.target)
        const at = next?.address ?? address
        const seal = next?.token ?? token(await parsed(await fetch(at, { credentials: "same-origin" })))
        body.set("csrfmiddlewaretoken", seal || "")
        const answer = await fetch(at, { method: "POST", body, credentials: "same-origin" })
        const page = await parsed(answer)
        const isSecond = toSecondStep(page, answer.url)
        if (isSecond) said.textContent = problem(page) || "Your password is right. Now the second step."
        else if (await isBack()) end(true)
        else said.textContent = problem(page) || "There is more to do: log in in another tab, then come back."
      } catch {
        said.textContent = "The site cannot be reached. Try again."
      }
    }
    dialog.querySelector("form").addEventListener("submit", send)
    dialog.querySelector("[data-close]").addEventListener("click", () => end(false))
    dialog.addEventListener("cancel", () => end(false))
    addEventListener("focus", look)
    document.body.append(dialog)
    dialog.showModal()
    login.focus()
  })
