"""What somebody typed, as a query of phrases."""

import re
from dataclasses import dataclass, replace

from articles.search.terms import MAX_TERM, STOP_WORDS, WORD, fold, terms

PARTS = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
# At the end of a phrase's last term: whatever begins like that.
PREFIX = "*"
SHORTEST_PREFIX = 3  # characters; with fewer nearly every story would be found
STRAIGHT_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True)
class Query:
    """What is searched for. A phrase is a tuple of terms that follow each other; the last of
    them may be a term's beginning, with PREFIX behind it.

    A match has one phrase of each group in `all_of`, a tuple of tuples of phrases, and no phrase of
    `none_of`, a tuple of phrases.
    """

    all_of: tuple = ()
    none_of: tuple = ()
    # Whether the terms of a phrase must follow each other, or only be there.
    in_order: bool = True

    def within(self, groups):
        """The same, of entries that also have one phrase of each of these groups."""
        return replace(self, all_of=(*self.all_of, *groups))

    def wanted(self):
        """The same without what must not be there."""
        return replace(self, none_of=())

    def in_any_order(self):
        """What finds all that this finds, and more: an index alone can answer it."""
        words = tuple(phrase for phrase in self.none_of if len(phrase) == 1)
        return replace(self, none_of=words, in_order=False)

    @property
    def asks_for_an_order(self):
        """Whether the place of words in a text has to be compared."""
        return self.in_order and any(len(phrase) > 1 for phrase in self.phrases())

    def phrases(self):
        """All that is wanted, as a list."""
        return [phrase for group in self.all_of for phrase in group]


@dataclass(frozen=True)
class GivenQuery:
    """The place of a Query in a queryset that is composed once, and then asked with `query=`."""

    asks_for_an_order: bool
    steps: tuple = ()  # methods of Query, called one after the other

    def wanted(self):
        return replace(self, steps=(*self.steps, Query.wanted))

    def in_any_order(self):
        return GivenQuery(False, (*self.steps, Query.in_any_order))

    def of(self, query):
        """What is searched for in this place, as a Query, once `query` is given."""
        for step in self.steps:
            query = step(query)
        return query


def parse(typed, *, with_beginnings=False):
    """What somebody typed, as a Query; None if nothing in it can be searched for. Never raises.

    Words are all wanted, "words in quotation marks" as a phrase, one OR another, -without; and
    begin* as the beginning of a word, `with_beginnings`. Stop words count only inside a phrase.
    Whatever else is typed separates words.
    """
    all_of, none_of, joining = [], [], False
    for match in PARTS.finditer(typed.translate(STRAIGHT_QUOTES)):
        is_excluded, part = match[1] or match[3], match[2] or match[4] or ""
        if match[4] == "OR":
            joining = bool(all_of)
            continue
        phrase = (with_beginnings and match[4] and _beginning(part)) or _phrase(part)
        if is_excluded:
            none_of += [phrase] if phrase else []
        elif joining:
            all_of[-1].append(phrase)
        else:
            all_of.append([phrase])
        joining = False
    groups = (tuple(filter(None, group)) for group in all_of)
    query = Query(tuple(filter(None, groups)), tuple(none_of))
    return query if query.all_of else None


def _phrase(part):
    """The terms of a word or of words in quotation marks; () for a lone stop word."""
    words = WORD.findall(part)
    if len(words) == 1 and fold(words[0]) in STOP_WORDS:
        return ()
    return tuple(terms(part))


def _beginning(part):
    """The phrase of `begin*`; () for anything else."""
    words = WORD.findall(part)
    folded = fold(words[0])[:MAX_TERM] if part.endswith(PREFIX) and len(words) == 1 else ""
    return (folded + PREFIX,) if len(folded) >= SHORTEST_PREFIX else ()
