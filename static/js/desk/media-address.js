// Which address may stand in a text as an embed or a sound. articles/body/media/ has the list, gives it to
// the page, and holds what is saved to it again.
const ADDRESS = /https:\/\/[^\s"'<>\\]+/g
const ALONE = /^https?:\/\/\S+$/
const CODE = /^<(?:iframe|blockquote|div|script)\b/i
const SOUND = /\.(?:mp3|m4a|ogg|oga|opus|wav)$/i

const rulesOf = (home) => {
  const holder = home?.querySelector("[data-embeds]")
  if (!holder) return { providers: [], sounds: [] }
  holder.embedRules ??= JSON.parse(holder.dataset.embeds)
  return holder.embedRules
}

const providerOf = (address, rules) => {
  const parse = (each) => (each.found ??= each.patterns.map((pattern) => new RegExp(`^(?:${pattern})$`)))
  return rules.providers.find((each) => parse(each).some((pattern) => pattern.test(address)))
}

/**
 * What a text is, an address or the code that a site gives for its own: {kind: "frame", address, name},
 * {kind: "audio", address, name}, {refused: host, address}, or null for anything else. `home` is the element
 * around the editor.
 */
export const readMedia = (text, home) => {
  const typed = text.trim()
  if (!ALONE.test(typed) && !CODE.test(typed)) return null
  const rules = rulesOf(home)
  const addresses = (typed.match(ADDRESS) || []).map((address) => address.replace(/&amp;/g, "&"))
  for (const address of addresses) {
    const provider = providerOf(address, rules)
    if (provider) return { kind: "frame", address, name: provider.name }
    const { host, pathname } = URL.canParse(address) ? new URL(address) : {}
    if (rules.sounds.includes(host) && SOUND.test(pathname) && address.endsWith(pathname)) {
      return { kind: "audio", address, name: host }
    }
  }
  const [first] = addresses.length ? addresses : [typed]
  return URL.canParse(first) ? { refused: new URL(first).host, address: first } : null
}

/** Whether a text is nothing but an address or such a code. */
export const isAlone = (text) => ALONE.test(text.trim()) || CODE.test(text.trim())

/** Names of all that may be embedded, and of the hosts whose sounds may be played, as a sentence. */
export const allowed = (home, kind) => {
  const { providers, sounds } = rulesOf(home)
  const names = kind === "audio" ? sounds : providers.map(({ name }) => name)
  return names.length ? `Allowed: ${names.join(", ")}.` : "None is allowed here."
}
