"""What was perhaps meant by a search that found nothing."""

import difflib

from articles.models import Author, Gallery, Quote, Story
from articles.search.terms import WORD, term

# Known are the words with which this many things of each kind begin.
THINGS_KNOWN = 1_000
LIKENESS = 0.72
MOST_CORRECTIONS = 4


def suggest(words):
    """What was perhaps meant by words with which nothing of late begins, or ""."""
    known = _known()
    corrections = 0

    def corrected(match):
        nonlocal corrections
        looked_for = term(match[1])
        if corrections >= MOST_CORRECTIONS or len(looked_for) < 4 or looked_for in known:
            return match[0]
        near = [other for other in known if abs(len(other) - len(looked_for)) <= 2]
        likeliest = difflib.get_close_matches(looked_for, near, n=1, cutoff=LIKENESS)
        if not likeliest:
            return match[0]
        corrections += 1
        return known[likeliest[0]]

    suggestion = WORD.sub(corrected, words)
    return suggestion if corrections else ""


def _known():
    """The words as they are written, by their terms; those of published things only."""
    stories = Story.objects.published().newest_first()
    beginnings = [
        stories.values_list("live__headline", "live__standfirst"),
        Gallery.objects.published().newest_first().values_list("title", "standfirst"),
        Quote.objects.published().order_by("-pk").values_list("speaker", "role"),
        Author.objects.published().order_by("pk").values_list("name", "role"),
    ]
    known = {}
    for rows in beginnings:
        for match in WORD.finditer(" ".join(" ".join(row) for row in rows[:THINGS_KNOWN])):
            known.setdefault(term(match[1]), match[1].lower())
    return known
