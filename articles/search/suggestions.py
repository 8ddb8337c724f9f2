"""Spelling suggestions for a search without results."""

import difflib

from articles.models import Author, Gallery, Quote, Story
from articles.search.terms import WORD, term

# The vocabulary: the words in the beginnings of this many rows of each kind, the newest.
MAX_ROWS = 1_000
MIN_SIMILARITY = 0.72  # difflib's ratio
MAX_CORRECTIONS = 4


def suggest(typed):
    """What was perhaps meant: `typed` with its unknown words replaced by similar ones, or "".

    Words of fewer than four letters stay. Four queries.
    """
    vocabulary = _vocabulary()
    corrections = 0

    def corrected(match):
        nonlocal corrections
        looked_for = term(match[1])
        if corrections >= MAX_CORRECTIONS or len(looked_for) < 4 or looked_for in vocabulary:
            return match[0]
        near = [other for other in vocabulary if abs(len(other) - len(looked_for)) <= 2]
        similar = difflib.get_close_matches(looked_for, near, n=1, cutoff=MIN_SIMILARITY)
        if not similar:
            return match[0]
        corrections += 1
        return vocabulary[similar[0]]

    suggestion = WORD.sub(corrected, typed)
    return suggestion if corrections else ""


def _vocabulary():
    """The words as they are written, by their terms; of what is published only."""
    stories = Story.objects.published().newest_first()
    beginnings = [
        stories.values_list("live__headline", "live__standfirst"),
        Gallery.objects.published().newest_first().values_list("title", "standfirst"),
        Quote.objects.published().order_by("-pk").values_list("speaker", "role"),
        Author.objects.published().order_by("pk").values_list("name", "role"),
    ]
    vocabulary = {}
    for rows in beginnings:
        for match in WORD.finditer(" ".join(" ".join(row) for row in rows[:MAX_ROWS])):
            vocabulary.setdefault(term(match[1]), match[1].lower())
    return vocabulary
