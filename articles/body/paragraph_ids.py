"""An id for each paragraph of a body, so that a link can lead to it.

The id is a hash of the paragraph's own words, without its notes: whatever is written before or
after it, a link to it leads to the same words. Where the words change, the id does, and the link
leads to the top of the story; who wants to point at words for good points at a version.
"""

import base64
import hashlib
import re
from collections import Counter

from . import notes

EDGE = re.compile(r"<(/?)(p|h[234]|li|ul|ol|blockquote|pre|table|aside)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
LISTS = ("ul", "ol")
WITH_ID = ("p", "h2", "h3", "h4", "blockquote", "pre")


def with_ids(source, link=""):
    """A clean body with an id on each block of its top level, and on the items of its lists.

    `link` is HTML that goes to the end of each such block, with `{id}` in the place of its id.
    Equal paragraphs are numbered, so that ids are unique. Ids match `p-[a-z2-7]{8}(-[0-9]+)?`.
    """
    parts, position, around, seen, opening = [], 0, [], Counter(), None
    for edge in EDGE.finditer(source):
        closes, tag = edge.groups()
        if not closes:
            if opening is None and _gets_an_id(tag, around):
                opening, depth = edge, len(around)
            around.append(tag)
            continue
        del around[-1:]
        if opening and len(around) == depth:
            inside = source[opening.end() : edge.start()]
            element_id = _id_of(inside, seen)
            parts += [source[position : opening.end() - 1], f' id="{element_id}">', inside]
            position, opening = edge.start(), None
            if link:
                parts.append(_with_link(parts.pop(), link.format(id=element_id)))
    return "".join([*parts, source[position:]])


def _gets_an_id(tag, around):
    return (tag in WITH_ID and not around) or (
        tag == "li" and len(around) == 1 and around[0] in LISTS
    )


def _with_link(inside, link):
    if inside.endswith("</p>"):
        return f"{inside[:-4]} {link}</p>"
    return f"{inside} {link}"


def _id_of(inside, seen):
    inside = notes.without(inside)
    text = " ".join((TAG.sub("", inside) if "<" in inside else inside).split())
    digest = hashlib.blake2b(text.encode(), digest_size=5).digest()
    element_id = f"p-{base64.b32encode(digest).decode().lower()}"
    seen[element_id] += 1
    return element_id if seen[element_id] == 1 else f"{element_id}-{seen[element_id]}"
