"""Footnotes of other programs, and of the paper's own pages, as notes in the text."""

import re
from collections import Counter

# What leads from the text to a note, and from the note back: Word, Google Docs, LibreOffice, and
# articles/body/notes.py.
FORMS = [
    re.compile(pattern)
    for pattern in (
        r"#_(?P<kind>ftn|edn)(?P<back>ref)?(?P<number>\d{1,5})",
        r"#(?P<kind>ftnt)(?P<back>_ref)?(?P<number>\d{1,5})",
        r"#(?P<kind>sdfootnote|sdendnote)(?P<number>\d{1,5})(?:sym|(?P<back>anc))",
        r"#(?P<kind>note-)(?P<number>\d{1,5})(?P<back>-back)?",
    )
]
HOLDERS = ("p", "li", "div")
LISTS = ("ul", "ol")


def mend(root, element):
    """Put each note below `root` where its reference stands. `element` makes one.

    A reference without a note, and a note without a reference, stay the words that they are.
    """
    # By identity: two elements may be equal.
    parents = {id(child): each for each in (root, *root.below()) for child in each.children}
    references, ways_back, leading_back = {}, {}, Counter()
    for each in root.below():
        key, is_back = _key(each)
        if key:
            (ways_back if is_back else references).setdefault(key, each)
        if is_back:
            leading_back.update(map(id, _around(each, parents)))
    for key, back in ways_back.items():
        reference = references.get(key)
        holder = reference and _holder(back, parents, leading_back)
        if holder is None or any(holder is each for each in _around(reference, parents)):
            continue
        _remove(back, parents)
        note = element("story-note", children=holder.children)
        # Where it stands now is asked anew: it may stand in a note that was moved.
        around = parents[id(reference)]
        around.children = [note if c is reference else c for c in around.children]
        parents[id(note)] = around
        parents |= {id(child): note for child in note.children}
        _remove_with_what_is_left(holder, parents)


def _key(element):
    """((kind, number), whether it leads back) of a link; (None, False) of all else."""
    if element.tag == "a":
        href = element.attributes.get("href", "")
        for form in FORMS:
            if found := form.fullmatch(href):
                return (found["kind"], found["number"]), bool(found["back"])
    return None, False


def _around(element, parents):
    while element := parents.get(id(element)):
        yield element


def _holder(back, parents, leading_back):
    """What holds this note alone: its paragraph, or the division of all its paragraphs, or None."""
    alone = [
        each
        for each in _around(back, parents)
        if each.tag in HOLDERS and leading_back[id(each)] == 1
    ][:2]
    if len(alone) == 2 and parents.get(id(alone[0])) is alone[1] and alone[1].tag != "p":
        return alone[1]
    return next(iter(alone), None)


def _remove(element, parents):
    around = parents[id(element)]
    around.children = [child for child in around.children if child is not element]


def _remove_with_what_is_left(holder, parents):
    """The holder, the line above the first note, and the list of which it was the last point."""
    around = parents[id(holder)]
    place = next(n for n, child in enumerate(around.children) if child is holder)
    before = [n for n in range(place) if not _is_blank(around.children[n])]
    if before and getattr(around.children[before[-1]], "tag", "") == "hr":
        del around.children[before[-1]]
    _remove(holder, parents)
    if around.tag in LISTS and all(map(_is_blank, around.children)):
        _remove(around, parents)


def _is_blank(child):
    return isinstance(child, str) and not child.strip()
