"""What changed between two versions of a story, word by word, as an edited page.

First the blocks of both texts are laid side by side (`_aligned`): those that stayed, those that
were edited, moved, added or removed. Then the words inside an edited one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.body.aligning import longest_increasing, similar
from articles.body.blocks import blocks, words
from articles.body.difference_html import DifferenceWriter

# Of an edited block this share must be unchanged, or it reads better as removed and added.
MIN_UNCHANGED = 0.3
# Pairs of equal words that difflib may have to look at; beyond, it would take seconds.
MAX_PAIRS = 400_000


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


def compare(before, after, embedded):
    """The `Difference` between two versions of a story.

    `embedded` maps (kind, id) to the pictures, galleries and quotes of both that may be named; for
    any other a line says that it is no longer shown. Takes about twice as long as difflib over
    the words alone.
    """
    writer = DifferenceWriter(embedded)
    parts = {
        name: writer.inline(changed(words(getattr(before, name)), words(getattr(after, name))))
        for name in ("kicker", "headline", "standfirst", "dateline", "lead_caption")
    }
    picture = writer.lead_picture(before.lead_picture_id, after.lead_picture_id)
    body = writer.body(_steps(blocks(before.body), blocks(after.body)), changed)
    caption = parts.pop("lead_caption")
    return Difference(**parts, picture=picture, caption=caption, body=body, changes=writer.changes)


def compare_bodies(before, after, embedded):
    """What changed between two bodies, or two parts of one, as HTML."""
    return DifferenceWriter(embedded).body(_steps(blocks(before), blocks(after)), changed)


def compare_lines(before, after):
    """What changed between two texts without markup, as HTML."""
    return DifferenceWriter({}).inline(changed(words(before), words(after)))


def changed(before, after):
    """Runs of words as a list of (tag, old words, new words); tag is "same" or "changed"."""
    old, new = [word.text for word in before], [word.text for word in after]
    if old == new:
        return [("same", before, after)] if old else []
    if not old or not new or _costs_too_much(old, new):
        return [("changed", before, after)]
    matcher = SequenceMatcher(None, old, new)
    runs = _without_short_matches([
        ["same" if tag == "equal" else "changed", i, j, k, m]
        for tag, i, j, k, m in matcher.get_opcodes()
    ])  # fmt: skip
    unchanged = sum(j - i for tag, i, j, _, _ in runs if tag == "same")
    if unchanged < MIN_UNCHANGED * max(len(old), len(new)):
        return [("changed", before, after)]
    return [(tag, before[i:j], after[k:m]) for tag, i, j, k, m in runs]


def _without_short_matches(runs):
    """One or two unchanged words between longer changes are read better as changed."""
    kept = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and kept[-1][0] == "changed" and _is_short_match(*kept[-3:]):
            last = kept.pop()
            kept.pop()
            kept[-1][2], kept[-1][4] = last[2], last[4]
    return kept


def _is_short_match(before, same, after):
    length = same[2] - same[1]
    return length <= 2 and all(length < max(j - i, m - k) for _, i, j, k, m in (before, after))


def _costs_too_much(old, new):
    often, others = Counter(old), Counter(new)
    popular = len(new) // 100 + 1 if len(new) >= 200 else len(new)  # difflib passes over those
    return sum(often[w] * n for w, n in others.items() if n <= popular) > MAX_PAIRS


# Blocks


def _steps(before, after):
    """The edited page from top to bottom: (tag, old block, new block).

    The tag is "same", "edited", "added", "removed", "moved from here" or "moved here".
    """
    steps = []
    keys = [block.key for block in before], [block.key for block in after]
    if _costs_too_much(*keys):
        return _removed_and_added(before, after)
    for tag, i, j, k, m in SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            steps += [("same", *pair) for pair in zip(before[i:j], after[k:m], strict=True)]
        else:
            steps += _edited(before[i:j], after[k:m])
    return _with_moves(steps)


def _edited(before, after):
    steps, i, j = [], 0, 0
    for old, new in longest_increasing(similar(before, after)):
        steps += _removed_and_added(before[i:old], after[j:new])
        steps.append(("edited", before[old], after[new]))
        i, j = old + 1, new + 1
    return steps + _removed_and_added(before[i:], after[j:])


def _removed_and_added(before, after):
    return [("removed", old, None) for old in before] + [("added", None, new) for new in after]


def _with_moves(steps):
    removed, added = defaultdict(list), defaultdict(list)
    for position, (tag, old, new) in enumerate(steps):
        if tag == "removed" and old.kind != "box":
            removed[old.key[0], old.key[2:]].append(position)
        elif tag == "added":
            added[new.key[0], new.key[2:]].append(position)
    for key, places in removed.items():
        for left, arrived in zip(places, added.get(key, ()), strict=False):
            steps[left] = ("moved from here", steps[left][1], None)
            steps[arrived] = ("moved here", None, steps[arrived][2])
    return steps
