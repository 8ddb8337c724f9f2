"""The piece of a story in which a reader sees why it was found."""

from bisect import bisect_left

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from articles.search.terms import WORD, term

WORDS = 34  # in an excerpt
BEFORE = 6  # words before the first that was looked for
# Texts are looked through this far; each page of answers looks through twenty.
LOOKED_THROUGH = 40_000  # characters


def marked(text, phrases):
    """All of a short text, escaped, with <mark> around what was looked for."""
    words = list(WORD.finditer(text))
    return _marked(text, _spans(words, _hits(words, phrases)), 0, len(text))


def excerpt(text, phrases):
    """The densest place of a text, escaped, with <mark> around what was looked for.

    Its beginning if nothing of it is in the text.
    """
    words = list(WORD.finditer(text[:LOOKED_THROUGH]))
    if not words:
        return ""
    hits = _hits(words, phrases)
    first = _densest(hits)
    last = min(first + WORDS, len(words)) - 1
    start = words[first].start() if first else 0
    end = words[last].end() if last + 1 < len(words) else len(text)
    # A text that goes on for ever without words must not come along whole.
    end = min(end, words[last].end() + 200)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, _spans(words, hits), start, end), after)


def _hits(words, phrases):
    """Which words belong to what was looked for.

    Maps a word's number to (number of the phrase, whether it goes on from the word before).
    """
    found = [term(word[1]) for word in words]
    beginning = {}
    for number, phrase in enumerate(phrases):
        beginning.setdefault(phrase[0], []).append((number, phrase))
    hits = {}
    for place, first in enumerate(found):
        for number, phrase in beginning.get(first, ()):
            if tuple(found[place : place + len(phrase)]) == phrase:
                for step in range(len(phrase)):
                    hits.setdefault(place + step, (number, step > 0))
    return hits


def _densest(hits):
    """The word with which to begin so that the most phrases, then the most hits, are shown."""
    places = sorted(hits)
    best, first = (0, 0), 0
    # The first few hundred are enough to choose from.
    for order, place in enumerate(places[:300]):
        shown = places[order : bisect_left(places, place + WORDS - BEFORE)]
        score = (len({hits[other][0] for other in shown}), len(shown))
        if score > best:
            best, first = score, max(0, place - BEFORE)
    return first


def _spans(words, hits):
    """Where in the text the hits begin and end; a phrase is one span."""
    spans = []
    for place in sorted(hits):
        goes_on = hits[place][1] and place - 1 in hits
        start = spans.pop()[0] if goes_on else words[place].start()
        spans.append((start, words[place].end()))
    return spans


def _marked(text, spans, start, end):
    pieces, position = [], start
    for first, last in spans:
        if first >= start and last <= end:
            pieces += [
                escape(text[position:first]),
                format_html("<mark>{}</mark>", text[first:last]),
            ]
            position = last
    return mark_safe("".join([*pieces, escape(text[position:end])]))  # noqa: S308 all escaped
