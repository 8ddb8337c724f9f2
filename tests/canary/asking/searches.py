"""What is typed into the search: every hidden word, and words that are nearly right."""

import itertools
from urllib.parse import urlencode

from django.urls import reverse

from .asks import Ask

WORDS_IN_A_SEARCH = 16  # as many as fit into 200 characters
# By kind of answer: in which fields a word must stand to be found.
FOUND_BY = {
    "": (),
    "stories": ("headline", "author name"),
    "galleries": ("gallery title",),
    "quotes": ("quote text", "quote speaker"),
    "people": ("author name", "quote speaker"),
}
BEGINNINGS = ("headline", "standfirst", "gallery title", "quote speaker", "author name")


def searches(paper, name):
    """All hidden words, several at once; those of a kind among its kind; and words that are
    nearly right, to which the right one might be suggested."""
    for what, fields in FOUND_BY.items():
        words = _of_pictures_once(paper.markers, paper.markers.all(*fields))
        for some in itertools.batched(words, WORDS_IN_A_SEARCH):
            never = paper.never_words[: len(some)]
            yield Ask(name, _search(name, " OR ".join(some), what),
                      _search(name, " OR ".join(never), what))  # fmt: skip
    for some in itertools.batched(paper.markers.all(*BEGINNINGS), 4):
        never = paper.never_words[: len(some)]
        yield Ask(name, _search(name, " ".join(_misspelt(word) for word in some)),
                  _search(name, " ".join(_misspelt(word) for word in never)))  # fmt: skip


def _of_pictures_once(markers, words):
    """Without the words of a state's second, third and fourth picture."""
    one = {}
    for word in words:
        state, field = markers.meaning[word]
        shown = field.split()[-1] if field.startswith("picture") else field
        one.setdefault((state, shown), word)
    return one.values()


def _search(name, words, what=""):
    return f"{reverse(name)}?{urlencode({'q': words, 'what': what})}"


def _misspelt(word):
    return f"{word[:-1]}w"
