// Forms whose button asks the browser for a passkey: data-passkey says whether to "create" or to "get"
// one, with options that stand in the page or are fetched. Without JavaScript they stay hidden.
// Passkeys belong to a name, and a number is none.
const isNumber = /^[\d.]+$|:/.test(location.hostname)

const knows = (verb) =>
  globalThis.PublicKeyCredential &&
  !isNumber &&
  typeof PublicKeyCredential[verb === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON"] === "function"

const optionsOf = async ({ options, optionsAt }) => {
  if (options) return JSON.parse(document.getElementById(options).textContent)
  const answer = await fetch(optionsAt, { credentials: "same-origin", headers: { Accept: "application/json" } })
  return (await answer.json()).request_options
}

/** What the browser says of a new passkey, or of one that it has, as JSON. `publicKey` are the server's options. */
export const ask = async (verb, publicKey, signal) => {
  if (verb === "create") {
    // A passkey is found without a name, and proves that its owner is there.
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
    }
    const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey), signal })
    return JSON.stringify(made)
  }
  const found = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey), signal })
  return JSON.stringify(found)
}

const begin = (form) => {
  const { passkey: verb, refused } = form.dataset
  if (!knows(verb)) return
  const said = form.querySelector("[data-said]")
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    said.textContent = ""
    try {
      const { publicKey } = await optionsOf(form.dataset)
      form.elements.credential.value = await ask(verb, publicKey)
      form.submit()
    } catch {
      said.textContent = refused
    }
  })
  form.hidden = false
  document.querySelector("[data-no-passkeys]")?.remove()
}

for (const form of document.querySelectorAll("form[data-passkey]")) begin(form)
