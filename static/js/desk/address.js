// What somebody types to link to: an address, one that is nearly one, or words of a headline.
import { target } from "desk/pasted-links"

const FORBIDDEN = /^(javascript|vbscript|data|file|blob|about|ftp|chrome):/i
const MAIL = /^(?:mailto:)?([^\s@/:?]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(\?\S*)?$/iu
const TELEPHONE = /^tel:(\+?[\d\s().-]{3,})$/i
const SITE = /^(?:https?:)?\/\//i
const BARE = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)(?::\d{1,5})?(?:[/?#]\S*)?$/iu
const OWN = /^\/(?![/\\])/

const nothing = (more) => ({ rows: [], asks: null, ...more })

const elsewhere = (typed, own) => {
  const href = target(typed)
  const address = URL.canParse(href) ? new URL(href) : null
  if (!address?.hostname) return nothing({ refused: `“${typed}” is not an address.` })
  if (own.includes(address.origin)) {
    const path = address.pathname + address.search + address.hash
    return ownPage(path)
  }
  const row = {
    kind: "Other site",
    name: address.host,
    state: href,
    href,
    text: href.replace(/^https?:\/\//i, "").replace(/\/$/, ""),
    warning: address.protocol === "http:" ? "Not secure (http). Try https." : "",
  }
  return nothing({ rows: [row] })
}

const ownPage = (path) => {
  const row = { kind: "This paper", name: path, href: path, text: path, warning: "Nobody has looked whether there is such a page." }
  return nothing({ asks: path, otherwise: [row] })
}

/** What a text is, for the dialog of desk/finding; `own` are the origins of the paper itself. */
export const readAddress = (text, own) => {
  const typed = text.trim()
  if (!typed) return nothing()
  const scheme = typed.replace(/[\s\u0000-\u001f]/g, "").match(FORBIDDEN)
  if (scheme) {
    const begins = scheme[1].toLowerCase()
    return nothing({ refused: `A link may not begin with “${begins}:”. Links lead to https, http, mailto and tel addresses.` })
  }
  const mail = typed.match(MAIL)
  if (mail) {
    const href = `mailto:${mail[1]}${mail[2] ?? ""}`
    return nothing({ rows: [{ kind: "E-mail", name: mail[1], href, text: mail[1] }] })
  }
  const telephone = typed.match(TELEPHONE)
  if (telephone) {
    const href = `tel:${telephone[1].replace(/[^\d+]/g, "")}`
    return nothing({ rows: [{ kind: "Telephone", name: telephone[1].trim(), href, text: telephone[1].trim() }] })
  }
  if (/\s/.test(typed)) return nothing({ asks: text })
  if (OWN.test(typed)) return ownPage(typed)
  if (SITE.test(typed)) return elsewhere(typed.startsWith("//") ? `https:${typed}` : typed, own)
  if (BARE.test(typed)) {
    const read = elsewhere(`https://${typed}`, own)
    // "St.Mary" is a name, too.
    return read.asks === null && !/[/?#]/.test(typed) ? { ...read, asks: text } : read
  }
  return nothing({ asks: text })
}
