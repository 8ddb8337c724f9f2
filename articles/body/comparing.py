"""What changed between two versions of a story, word by word, as an edited page.

First the blocks of both texts are laid side by side (`_aligned`): those that stayed, those that
were edited, moved, added or removed. Then the words inside an edited one.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.body.blocks import blocks, words
from articles.body.difference_html import Page

# Words that two blocks must share to be the same block, edited.
ALIKE = 0.4
# Of an edited block as much must have stayed, or it reads better as removed and added.
STAYED = 0.3
# Pairs of equal words to be looked at; beyond, a comparison would take seconds.
MOST_PAIRS = 400_000


@dataclass(frozen=True)
class Difference:
    """Two versions in one: HTML for each part of the text, "" for a part that neither has."""

    kicker: str
    headline: str
    standfirst: str
    picture: str
    caption: str
    dateline: str
    body: str
    # In how many places something changed.
    changes: int

    def __bool__(self):
        return self.changes > 0


def compare(before, after, things):
    """The `Difference` between two versions.

    `things` maps (kind, id) to the pictures, galleries and quotes of both that may be named.
    What stands in none of them is said to be no longer shown.
    """
    page = Page(things)
    parts = {
        name: page.in_line(changed(words(getattr(before, name)), words(getattr(after, name))))
        for name in ("kicker", "headline", "standfirst", "dateline", "lead_caption")
    }
    picture = page.lead_picture(before.lead_picture_id, after.lead_picture_id)
    body = page.text(_steps(blocks(before.body), blocks(after.body)), changed)
    caption = parts.pop("lead_caption")
    return Difference(**parts, picture=picture, caption=caption, body=body, changes=page.changes)


def changed(before, after):
    """Runs of words as (what, old words, new words); what is "same" or "changed"."""
    old, new = [word.text for word in before], [word.text for word in after]
    if old == new:
        return [("same", before, after)] if old else []
    if not old or not new or _is_too_much(old, new):
        return [("changed", before, after)]
    matcher = SequenceMatcher(None, old, new)
    runs = _without_crumbs([
        ["same" if tag == "equal" else "changed", i, j, k, m]
        for tag, i, j, k, m in matcher.get_opcodes()
    ])  # fmt: skip
    stayed = sum(j - i for what, i, j, _, _ in runs if what == "same")
    if stayed < STAYED * max(len(old), len(new)):
        return [("changed", before, after)]
    return [(what, before[i:j], after[k:m]) for what, i, j, k, m in runs]


def _without_crumbs(runs):
    """One or two words that stayed between longer changes are read better as changed."""
    kept = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and kept[-1][0] == "changed" and _is_crumb(*kept[-3:]):
            last = kept.pop()
            kept.pop()
            kept[-1][2], kept[-1][4] = last[2], last[4]
    return kept


def _is_crumb(before, same, after):
    length = same[2] - same[1]
    return length <= 2 and all(length < max(j - i, m - k) for _, i, j, k, m in (before, after))


def _is_too_much(old, new):
    often, others = Counter(old), Counter(new)
    popular = len(new) // 100 + 1 if len(new) >= 200 else len(new)  # difflib passes over those
    return sum(often[w] * n for w, n in others.items() if n <= popular) > MOST_PAIRS


# Blocks


def _steps(before, after):
    """The edited page from top to bottom: (what, old block, new block).

    What is "same", "edited", "added", "removed", "moved from here" or "moved here".
    """
    steps = []
    keys = [block.key for block in before], [block.key for block in after]
    if _is_too_much(*keys):
        return _gone_and_come(before, after)
    for tag, i, j, k, m in SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            steps += [("same", *pair) for pair in zip(before[i:j], after[k:m], strict=True)]
        else:
            steps += _edited(before[i:j], after[k:m])
    return _with_moves(steps)


def _edited(before, after):
    steps, i, j = [], 0, 0
    for old, new in _in_order(_pairs(before, after)):
        steps += _gone_and_come(before[i:old], after[j:new])
        steps.append(("edited", before[old], after[new]))
        i, j = old + 1, new + 1
    return steps + _gone_and_come(before[i:], after[j:])


def _gone_and_come(before, after):
    return [("removed", old, None) for old in before] + [("added", None, new) for new in after]


def _pairs(before, after):
    """For each new block the old one that shares most of its words, as (old, new) positions."""
    standing = defaultdict(list)
    vocabularies = [set(block.texts) for block in before]
    for position, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            standing[word].append(position)
    # What stands nearly everywhere tells nothing, and costs most.
    telling = max(6, len(before) // 20)
    for new, block in enumerate(after):
        vocabulary, shared = set(block.texts), Counter()
        for word in vocabulary:
            if 0 < len(places := standing.get(word, ())) <= telling:
                shared.update(places)
        for old, _ in shared.most_common(3):
            same = len(vocabulary & vocabularies[old])
            alike = 2 * same / (len(vocabulary) + len(vocabularies[old]))
            if before[old].kind == block.kind and alike >= ALIKE:
                yield old, new
                break


def _in_order(pairs):
    """The longest run of pairs in which both sides go downwards."""
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


def _with_moves(steps):
    gone, come = defaultdict(list), defaultdict(list)
    for position, (what, old, new) in enumerate(steps):
        if what == "removed" and old.kind != "box":
            gone[old.key[0], old.key[2:]].append(position)
        elif what == "added":
            come[new.key[0], new.key[2:]].append(position)
    for key, places in gone.items():
        for left, arrived in zip(places, come.get(key, ()), strict=False):
            steps[left] = ("moved from here", steps[left][1], None)
            steps[arrived] = ("moved here", None, steps[arrived][2])
    return steps
