"""What somebody types of a headline: words that it has, the last of them perhaps half written."""

from articles.admin.base import search_words
from articles.search.query import PREFIX, Query
from articles.search.terms import STOP_WORDS, WORD, fold, terms

# Of a single letter nearly every headline has a word.
SHORTEST_BEGINNING = 2


def asked(text):
    """What was typed as a Query, or None if nothing of it can be looked for. Never raises.

    Stop words count only where there is nothing else.
    """
    typed = search_words(text)
    words = [word for part in typed for word in WORD.findall(part)]
    telling = [word for word in words if fold(word) not in STOP_WORDS] or words
    groups = [(tuple(found),) for word in telling if (found := terms(word))]
    if not groups:
        return None
    if telling[-1] == words[-1] and not text[-1:].isspace():
        groups[-1] += _begun(telling[-1])
    return Query(tuple(groups))


def _begun(word):
    """The phrase of a word that may go on, as a tuple of phrases; none of a single letter."""
    beginning = fold(word)
    if len(beginning) < SHORTEST_BEGINNING or len(terms(word)) != 1:
        return ()
    return ((beginning + PREFIX,),)
