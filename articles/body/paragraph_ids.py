"""A name for each paragraph of a body, so that one can point at it.

The name is made of the paragraph's own words: whatever is written before or after it, a link
to it leads to the same words. Where the words change, the name does, and the link leads to the
top of the story; who wants to point at words for good points at a version.
"""

import base64
import hashlib
import re
from collections import Counter

EDGE = re.compile(r"<(/?)(p|h[234]|li|ul|ol|blockquote|pre|table|aside)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
LISTS = ("ul", "ol")
NAMED = ("p", "h2", "h3", "h4", "blockquote", "pre")


def named(source, sign=""):
    """A clean body with an id on each block of its top level, and on the items of its lists.

    `sign` is HTML that goes to the end of each such block, with `{id}` in the place of its id.
    """
    parts, position, around, seen, opening = [], 0, [], Counter(), None
    for edge in EDGE.finditer(source):
        closes, tag = edge.groups()
        if not closes:
            if opening is None and _has_a_name(tag, around):
                opening, depth = edge, len(around)
            around.append(tag)
            continue
        del around[-1:]
        if opening and len(around) == depth:
            inside = source[opening.end() : edge.start()]
            name = _name(inside, seen)
            parts += [source[position : opening.end() - 1], f' id="{name}">', inside]
            position, opening = edge.start(), None
            if sign:
                parts.append(_at_the_end(parts.pop(), sign.format(id=name)))
    return "".join([*parts, source[position:]])


def _has_a_name(tag, around):
    return (tag in NAMED and not around) or (
        tag == "li" and len(around) == 1 and around[0] in LISTS
    )


def _at_the_end(inside, sign):
    if inside.endswith("</p>"):
        return f"{inside[:-4]} {sign}</p>"
    return f"{inside} {sign}"


def _name(inside, seen):
    words = " ".join((TAG.sub("", inside) if "<" in inside else inside).split())
    digest = hashlib.blake2b(words.encode(), digest_size=5).digest()
    name = f"p-{base64.b32encode(digest).decode().lower()}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
