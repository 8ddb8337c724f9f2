"""Laying two sequences of blocks side by side: which stayed, and which became which."""

from bisect import bisect_left
from collections import Counter, defaultdict
from difflib import SequenceMatcher

# The share of words (Sørensen–Dice coefficient) that makes two blocks one block, edited.
MIN_SIMILARITY = 0.4
# Pairs of blocks that difflib may have to look at; beyond, it would take seconds.
MAX_PAIRS = 250_000


def matches(old, new):
    """The positions (in old, in new) of hashable items that stayed, both increasing.

    Patience diff: what stands once in either holds the rest apart, and difflib aligns what is
    between. In time about linear for texts; where everything is repeated, none but the beginning
    and the end is matched rather than waiting for a quadratic search.
    """
    found, regions = [], [(0, len(old), 0, len(new))]
    while regions:
        i, j, k, m = regions.pop()
        while i < j and k < m and old[i] == new[k]:
            found.append((i, k))
            i, k = i + 1, k + 1
        while i < j and k < m and old[j - 1] == new[m - 1]:
            j, m = j - 1, m - 1
            found.append((j, m))
        if i == j or k == m:
            continue
        anchors = _unique_in_both(old, new, range(i, j), range(k, m))
        if anchors:
            edges = [*anchors, (j, m)]
            found += anchors
            for a, b in edges:
                regions.append((i, a, k, b))
                i, k = a + 1, b + 1
        elif (j - i) * (m - k) <= MAX_PAIRS:
            matcher = SequenceMatcher(None, old[i:j], new[k:m], autojunk=False)
            for a, b, size in matcher.get_matching_blocks():
                found += [(i + a + n, k + b + n) for n in range(size)]
    return sorted(found)


def _unique_in_both(old, new, in_old, in_new):
    often_old = Counter(old[n] for n in in_old)
    often_new = Counter(new[n] for n in in_new)
    places = {old[n]: n for n in in_old if often_old[old[n]] == 1}
    alone = (n for n in in_new if often_new[new[n]] == 1 and new[n] in places)
    return list(longest_increasing((places[new[n]], n) for n in alone))


def similar(before, after):
    """For each new block the old one that shares most of its words, as (old, new) positions.

    Blocks have a `kind`, and `texts`, a list of words.
    """
    positions = defaultdict(list)
    vocabularies = [set(block.texts) for block in before]
    for position, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            positions[word].append(position)
    # A word of nearly every block tells nothing, and costs most.
    max_blocks = max(6, len(before) // 20)
    for new, block in enumerate(after):
        vocabulary, shared = set(block.texts), Counter()
        for word in vocabulary:
            if 0 < len(places := positions.get(word, ())) <= max_blocks:
                shared.update(places)
        for old, _ in shared.most_common(3):
            same = len(vocabulary & vocabularies[old])
            similarity = 2 * same / (len(vocabulary) + len(vocabularies[old]))
            if before[old].kind == block.kind and similarity >= MIN_SIMILARITY:
                yield old, new
                break


def longest_increasing(pairs):
    """The longest subsequence of pairs in which both positions increase (patience sorting)."""
    ends, chains = [], []
    for old, new in pairs:
        place = bisect_left(ends, old)
        chain = ((old, new), chains[place - 1] if place else None)
        ends[place : place + 1], chains[place : place + 1] = [old], [chain]
    found, chain = [], chains[-1] if chains else None
    while chain:
        pair, chain = chain
        found.append(pair)
    return reversed(found)
