"""The piece of a story in which a reader sees why it was found."""

from bisect import bisect_left

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from articles.search.query import PREFIX
from articles.search.terms import WORD, term

EXCERPT_WORDS = 34
WORDS_BEFORE = 6  # of an excerpt, before its first match
# How far a text is searched for its excerpt: each page of results does it for twenty.
MAX_CHARACTERS = 40_000


def marked(text, phrases):
    """All of a short text as safe HTML, with <mark> around each match of the phrases.

    `phrases` are tuples of terms, as `Query.phrases()` gives them.
    """
    words = list(WORD.finditer(text))
    return _marked(text, _spans(words, _hits(words, phrases)), 0, len(text))


def excerpt(text, phrases):
    """The 34 words of a text with the most matches, as safe HTML with <mark> around them.

    `phrases` as for `marked`. The beginning of the text if none of them is in it.
    """
    words = list(WORD.finditer(text[:MAX_CHARACTERS]))
    if not words:
        return ""
    hits = _hits(words, phrases)
    first = _densest(hits)
    last = min(first + EXCERPT_WORDS, len(words)) - 1
    start = words[first].start() if first else 0
    end = words[last].end() if last + 1 < len(words) else len(text)
    # What follows the last word may be long and hold no word at all.
    end = min(end, words[last].end() + 200)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, _spans(words, hits), start, end), after)


def _hits(words, phrases):
    """The words that belong to a match.

    Maps a word's position to (number of the phrase, whether it continues from the word before).
    """
    found = [term(word[1]) for word in words]
    beginning, hits = {}, {}
    for number, phrase in enumerate(phrases):
        if phrase[0].endswith(PREFIX):
            begins = phrase[0].removesuffix(PREFIX)
            hits |= {n: (number, False) for n, word in enumerate(found) if word.startswith(begins)}
        else:
            beginning.setdefault(phrase[0], []).append((number, phrase))
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
        shown = places[order : bisect_left(places, place + EXCERPT_WORDS - WORDS_BEFORE)]
        score = (len({hits[other][0] for other in shown}), len(shown))
        if score > best:
            best, first = score, max(0, place - WORDS_BEFORE)
    return first


def _spans(words, hits):
    """Where in the text the hits begin and end; a phrase is one span."""
    spans = []
    for place in sorted(hits):
        continues = hits[place][1] and place - 1 in hits
        start = spans.pop()[0] if continues else words[place].start()
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
