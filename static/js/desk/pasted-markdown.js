// Markdown that was pasted as plain text, as HTML. Only what somebody can have meant as Markdown is read
// so: a dash before a line, or a number, may be anything where no heading, link or ** says otherwise.
const SURE = /^#{1,6} +\S|^```|\*\*\S[^*]*\*\*|\[[^\]\n]+\]\((?:https?:|mailto:|tel:|\/)[^)\s]+\)/m
const HEADING = /^(#{1,6}) +(.+?)(?: +#+)?$/
const RULE = /^(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/
const POINT = /^( *)(?:[-*+]|(\d{1,9})[.)]) +(.*)$/
const QUOTE = /^> ?/
const FENCE = /^```/
const CODE = /(`+)(.+?)\1/
const LEVELS = ["h2", "h2", "h3", "h4", "h4", "h4"]
// In this order: what is found first holds no other.
const PHRASES = [
  [/\\([!-/:-@[-`{-~])/, ([, sign]) => escaped(sign)],
  [CODE, ([, , code]) => `<code>${escaped(code.trim())}</code>`],
  // Its picture cannot come along, but its words can.
  [/!\[([^\]]*)\]\([^)\s]*(?: +"[^"]*")?\)/, ([, alt]) => (alt ? phrases(alt) : "")],
  [/\[([^\]]+)\]\(<?((?:https?:|mailto:|tel:|\/)[^)\s>]*)>?(?: +"[^"]*")?\)/, ([, words, href]) => link(href, phrases(words))],
  [/<((?:https?:|mailto:)[^>\s]+)>/, ([, href]) => link(href, escaped(href))],
  [/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/, ([, , words]) => `<strong>${phrases(words)}</strong>`],
  [/~~(?=\S)(.+?)(?<=\S)~~/, ([, words]) => `<s>${phrases(words)}</s>`],
  [/(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\p{L}\p{N}*_])/u, ([, , words]) => `<em>${phrases(words)}</em>`],
]

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
const link = (href, words) => `<a href="${escaped(href)}">${words}</a>`

const phrases = (text) => {
  let first = null
  for (const [pattern, written] of PHRASES) {
    const match = pattern.exec(text)
    if (match && (!first || match.index < first.match.index)) first = { match, written }
  }
  if (!first) return escaped(text)
  const { match, written } = first
  return escaped(text.slice(0, match.index)) + written(match) + phrases(text.slice(match.index + match[0].length))
}

/** Lines of one list, from `at` on, as HTML; answers with [html, the line behind it]. */
const list = (lines, at) => {
  const [, { length: depth }, number] = POINT.exec(lines[at])
  const tag = number ? "ol" : "ul"
  const points = []
  let next = at
  while (next < lines.length) {
    const point = POINT.exec(lines[next])
    const isDeeper = point && point[1].length > depth + 1
    if (isDeeper) {
      const [inner, behind] = list(lines, next)
      points.push(points.pop() + inner)
      next = behind
    } else if (point && point[1].length >= depth && Boolean(point[2]) === Boolean(number)) {
      points.push(`<p>${phrases(point[3])}</p>`)
      next += 1
    } else if (!point && /^ {2,}\S/.test(lines[next])) {
      // Its next line.
      points.push(points.pop().replace(/<\/p>$/, ` ${phrases(lines[next].trim())}</p>`))
      next += 1
    } else break
  }
  const start = number && number !== "1" ? ` start="${number}"` : ""
  return [`<${tag}${start}>${points.map((point) => `<li>${point}</li>`).join("")}</${tag}>`, next]
}

const isPlain = (line) => line.trim() && ![HEADING, RULE, POINT, QUOTE, FENCE].some((pattern) => pattern.test(line))

const blocks = (lines) => {
  const out = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]
    const heading = HEADING.exec(line)
    let end = at + 1
    if (FENCE.test(line)) {
      while (end < lines.length && !FENCE.test(lines[end])) end += 1
      out.push(`<pre><code>${escaped(lines.slice(at + 1, end).join("\n"))}</code></pre>`)
      end += 1
    } else if (heading) out.push(`<${LEVELS[heading[1].length - 1]}>${phrases(heading[2])}</${LEVELS[heading[1].length - 1]}>`)
    else if (RULE.test(line)) out.push("<hr>")
    else if (QUOTE.test(line)) {
      while (end < lines.length && QUOTE.test(lines[end])) end += 1
      out.push(`<blockquote>${blocks(lines.slice(at, end).map((each) => each.replace(QUOTE, "")))}</blockquote>`)
    } else if (POINT.test(line)) {
      const [html, behind] = list(lines, at)
      out.push(html)
      end = behind
    } else if (line.trim()) {
      while (end < lines.length && isPlain(lines[end])) end += 1
      const words = lines.slice(at, end).map((each, place, all) => {
        const isBroken = place < all.length - 1 && /(?: {2,}|\\)$/.test(each)
        return phrases(each.trim().replace(/\\$/, "")) + (isBroken ? "<br>" : place < all.length - 1 ? " " : "")
      })
      out.push(`<p>${words.join("")}</p>`)
    }
    at = end
  }
  return out.join("")
}

/** HTML of what was written in Markdown; "" where nothing says that it was. */
export const read = (text) => (SURE.test(text) ? blocks(text.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n")) : "")
