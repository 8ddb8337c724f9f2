// Where a link that was pasted leads in the end; articles/body/looks/links.py says the same.
// Programs that send whoever follows a link past their own servers: host, path, where the target is.
const DETOURS = [
  [/^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, "/url", ["q", "url"]],
  [/^[\w-]+\.safelinks\.protection\.outlook\.com$/, "/", ["url"]],
  [/^(?:www|lm?)\.facebook\.com$/, "/l.php", ["u"]],
  [/^l\.instagram\.com$/, "/", ["u"]],
  [/^www\.linkedin\.com$/, "/safety/go", ["url"]],
  [/^www\.youtube\.com$/, "/redirect", ["q"]],
  [/^slack-redir\.net$/, "/link", ["url"]],
  [/^duckduckgo\.com$/, "/l/", ["uddg"]],
  [/^linkprotect\.cudasvc\.com$/, "/url", ["a"]],
]
// Proofpoint writes the target in letters of its own. A * is one of those that the end explains.
const GUARDED = /^https:\/\/urldefense\.com\/v3\/__(https?:\/[^*]+?)__;[^!]*!.*$/i
const GUARDED_HOST = "urldefense.proofpoint.com"
const GUARDED_PATH = "/v2/url"
const IS_TARGET = /^https?:\/\//i

const unguarded = (written) => {
  try {
    return decodeURIComponent(written.replaceAll("-", "%").replaceAll("_", "/"))
  } catch {
    return ""
  }
}

/** Where a link leads in the end; "" if nowhere outside its own document. */
export const target = (written) => {
  const href = written.trim()
  if (!/^(?:https?:|mailto:|tel:|\/(?![/\\]))/i.test(href)) return ""
  const guarded = GUARDED.exec(href)
  if (guarded) return guarded[1].replace(/^(https?:)\/(?!\/)/, "$1//")
  const address = URL.canParse(href) ? new URL(href) : null
  if (!address) return href
  if (address.host === GUARDED_HOST && address.pathname === GUARDED_PATH) {
    const found = unguarded(address.searchParams.get("u") || "")
    return IS_TARGET.test(found) ? found : href
  }
  for (const [host, path, names] of DETOURS) {
    if (!host.test(address.host) || address.pathname !== path) continue
    return names.map((name) => address.searchParams.get(name)).find((to) => IS_TARGET.test(to || "")) ?? href
  }
  return href
}
