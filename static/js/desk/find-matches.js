// Where words stand in a text, as an editor means it: é is one letter however it is stored, a
// no-break space is a space, the typewriter's quotation mark is any, and Arabic words are found
// with their vowel signs and without.
const SPACES = /[\u00a0\u2002-\u200a\u202f\u3000]/g
const DOUBLE = /[“”„‟«»]/g
const SINGLE = /[‘’‚‛‹›]/g
// What Arabic and Hebrew write above and between letters; what a line may break at, and what joins no letters.
const SIGNS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g
const UNSEEN = /[\u00ad\u200b\u200c\u2060]/g
// Where a letter may be more than one character; elsewhere each stands for itself.
const COMPOSED = /[\p{M}\u200d\u1100-\u11ff\ud7b0-\ud7ff\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/u
// These scripts have no spaces: a word begins anywhere.
const NO_SPACES = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u
const OF_A_WORD = /[\p{L}\p{N}\p{M}_]/u
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" })

const isOfAWord = (character) => OF_A_WORD.test(character) && !NO_SPACES.test(character)
const before = (text, place) => [...text.slice(Math.max(0, place - 2), place)].at(-1) || ""
const after = (text, place) => (place < text.length ? String.fromCodePoint(text.codePointAt(place)) : "")

/** How both sides are written before they are compared. */
const folding = (query, { matchCase, language }) => {
  const withoutSigns = !matchCase && !query.match(SIGNS)
  const anyDouble = !matchCase && query.includes('"')
  const anySingle = !matchCase && query.includes("'")
  return (text) => {
    let folded = text.replace(SPACES, " ").normalize("NFC")
    if (matchCase) return folded
    folded = folded.toLocaleLowerCase(language || undefined).replace(UNSEEN, "").replace(/ς/g, "σ")
    if (withoutSigns) folded = folded.replace(SIGNS, "")
    if (anyDouble) folded = folded.replace(DOUBLE, '"')
    return anySingle ? folded.replace(SINGLE, "'") : folded
  }
}

/** The folded text, and for each place in it where in the text a letter begins, and ends (or -1). */
const folded = (text, fold) => {
  const whole = fold(text)
  if (whole.length === text.length && !COMPOSED.test(text) && !COMPOSED.test(whole))
    return { whole, begins: (n) => n, ends: (n) => n }
  const parts = []
  const begins = []
  const ends = []
  let length = 0
  for (const { segment, index } of letters.segment(text)) {
    const letter = fold(segment)
    begins[length] = index
    length += letter.length
    // Signs that count for nothing, at an edge, are no part of what was found.
    ends[length] ??= index + segment.length
    parts.push(letter)
  }
  return { whole: parts.join(""), begins: (n) => begins[n] ?? -1, ends: (n) => ends[n] ?? -1 }
}

/**
 * A function that gives the [start, end] of each place in a text where `query` stands, none
 * overlapping another. `options`: {matchCase, wholeWords, language}.
 */
export const finder = (query, options) => {
  const fold = folding(query, options)
  const wanted = fold(query)
  if (!wanted) return () => []
  const opensWord = options.wholeWords && isOfAWord(after(query, 0))
  const endsWord = options.wholeWords && isOfAWord(before(query, query.length))
  return (text) => {
    const { whole, begins, ends } = folded(text, fold)
    const found = []
    let place = whole.indexOf(wanted)
    while (place >= 0) {
      const start = begins(place)
      const end = ends(place + wanted.length)
      const isOne =
        start >= 0 &&
        end > start &&
        !(opensWord && isOfAWord(before(text, start))) &&
        !(endsWord && isOfAWord(after(text, end)))
      if (isOne) found.push([start, end])
      place = whole.indexOf(wanted, place + (isOne ? wanted.length : 1))
    }
    return found
  }
}

/** [start, end, words]: the smallest part of `old` that has to change for it to be `fresh`. */
export const difference = (old, fresh) => {
  const was = [...old]
  const is = [...fresh]
  const shortest = Math.min(was.length, is.length)
  let same = 0
  while (same < shortest && was[same] === is[same]) same += 1
  let tail = 0
  while (tail < shortest - same && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail += 1
  const start = was.slice(0, same).join("").length
  const end = was.slice(0, was.length - tail).join("").length
  return [start, end, is.slice(same, is.length - tail).join("")]
}
