"""Bringing two changes of one text together, block by block (a three-way merge).

The pattern is diff3 (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007), with two
differences that suit prose: blocks that were edited are paired with what they were, so that
changes to neighbouring paragraphs do not meet, and a paragraph that one side moved takes along what
the other changed in it.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from .aligning import longest_increasing, matches, similar
from .blocks import blocks
from .elements import elements, opened

# Of these, what stands inside is brought together in turn.
CONTAINERS = frozenset(("ul", "ol", "blockquote", "aside"))
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Conflict:
    """One place that both sides changed, each in its own way.

    `base`, `mine` and `theirs` are HTML or plain text; "" is what a side has taken away.
    """

    base: str
    mine: str
    theirs: str

    @property
    def key(self):
        """A name that is the same whenever the same three texts meet."""
        said = "\0".join((self.base, self.mine, self.theirs))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def chosen(self, choice):
        """What stands there after a choice: MINE, THEIRS, or BOTH one after the other."""
        return {MINE: self.mine, THEIRS: self.theirs, BOTH: self.theirs + self.mine}[choice]


def merge(base, mine, theirs):
    """Two texts that began as `base`, as one: a list of HTML and of Conflict, in their order.

    All three are clean bodies. What one side alone has changed is taken from it; what both have
    changed alike stands once; what they changed in different ways is a Conflict. Both insertions at
    one place are kept, theirs first. With an unchanged side the result is the other side.
    """
    if theirs in (mine, base):
        return [mine] if mine else []
    if mine == base:
        return [theirs] if theirs else []
    return _merged(elements(base), elements(mine), elements(theirs))


def merge_value(base, mine, theirs):
    """The same for a value that has no parts: the value itself, or a Conflict."""
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else Conflict(base, mine, theirs)


def conflicts(parts):
    return [part for part in parts if isinstance(part, Conflict)]


def resolved(parts, choices):
    """The text, where `choices` are {key of a conflict: MINE, THEIRS or BOTH}.

    Raises KeyError if one is missing.
    """
    return "".join(
        part.chosen(choices[part.key]) if isinstance(part, Conflict) else part for part in parts
    )


class _Side:
    """What one side has made of the base: `instead[n]` are the elements that stand for its n-th,
    `before[n]` those that were inserted in front of it (at the end for n = number of elements)."""

    def __init__(self, base, after):
        self.base = base
        self.instead = [[element] for element in base]
        self.before = [[] for _ in range(len(base) + 1)]
        stayed = matches(base, after)
        i = k = 0
        for j, m in [*stayed, (len(base), len(after))]:
            self._changed(i, j, after[k:m])
            i, k = j + 1, m + 1
        self.moved_to = self._moves()

    def _changed(self, i, j, new):
        """Between two that stayed, `base[i:j]` became `new`."""
        if i == j:
            self.before[i] = new
            return
        for n in range(i, j):
            self.instead[n] = []
        for n, element in zip(_became(self.base[i:j], new), new, strict=True):
            self.instead[i + n].append(element)

    def _moves(self):
        """{n: gap} of the elements that were moved as they are."""
        inserted = defaultdict(list)
        for gap, elements_there in enumerate(self.before):
            for element in elements_there:
                inserted[element].append(gap)
        return {
            n: inserted[element].pop(0)
            for n, element in enumerate(self.base)
            if not self.instead[n] and inserted[element]
        }

    def is_unchanged(self, n):
        return self.instead[n] == [self.base[n]]


def _became(old, new):
    """For each new element the position of the old one that it is, or stands for."""
    comparable = (
        [_Comparable(element) for element in old],
        [_Comparable(element) for element in new],
    )
    pairs = longest_increasing(similar(*comparable))
    became = []
    for (j, m), (next_j, next_m) in pairwise([(-1, -1), *pairs, (len(old), len(new))]):
        # What resembles nothing stands for what resembles nothing, one by one; or beside a pair.
        free = range(j + 1, next_j) or [j if j >= 0 else next_j]
        became += [free[min(n, len(free) - 1)] for n in range(next_m - m - 1)]
        became.append(next_j)
    return became[:-1]


class _Comparable:
    """An element as `similar` wants it."""

    def __init__(self, element):
        self.kind = element.name
        found = blocks(element.source)
        self.texts = [text for block in found for text in block.texts]
        self.texts += [f"{block.kind} {block.id}" for block in found if block.id]


def _merged(base, mine, theirs):
    mine, theirs = _Side(base, mine), _Side(base, theirs)
    _take_changes_along(mine, theirs)
    _take_changes_along(theirs, mine)
    _move_once(mine, theirs)
    parts = []
    for n in range(len(base) + 1):
        parts += [element.source for element in _both(theirs.before[n], mine.before[n])]
        if n < len(base):
            parts += _brought_together(base[n], mine.instead[n], theirs.instead[n])
    return parts


def _take_changes_along(mover, other):
    """Where one side moved an element and the other changed it, it is moved and changed."""
    for n, gap in mover.moved_to.items():
        if not other.is_unchanged(n) and other.instead[n]:
            position = mover.before[gap].index(mover.base[n])
            mover.before[gap][position : position + 1] = other.instead[n]
            other.instead[n] = []


def _move_once(mine, theirs):
    """What both moved, each to another place, stands where they put it."""
    for n, gap in mine.moved_to.items():
        if theirs.moved_to.get(n, gap) != gap:
            mine.before[gap].remove(mine.base[n])


def _both(first, second):
    """Two lists of elements as one: what both have stands once."""
    merged, i, k = [], 0, 0
    for j, m in [*matches(first, second), (len(first), len(second))]:
        merged += first[i:j] + second[k:m] + first[j : j + 1]
        i, k = j + 1, m + 1
    return merged


def _brought_together(old, mine, theirs):
    """The parts that stand for one element of the base."""
    if theirs in (mine, [old]):
        return [element.source for element in mine]
    # All that is mine may stand in theirs already: what both became was saved once before.
    if mine == [old] or (mine and len(matches(mine, theirs)) == len(mine)):
        return [element.source for element in theirs]
    if len(mine) == len(theirs) == 1 and old.name in CONTAINERS:
        (before, within, after), *sides = map(opened, (old, *mine, *theirs))
        if all((side[0], side[2]) == (before, after) for side in sides):
            inside = _merged(elements(within), *(elements(side[1]) for side in sides))
            return [before, *inside, after]
    return [Conflict(old.source, *("".join(e.source for e in side) for side in (mine, theirs)))]
