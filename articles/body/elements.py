"""The elements on the top level of a clean fragment of HTML."""

from typing import NamedTuple

from .blocks import INLINE_TAGS, TAG

VOID = frozenset(("br", "hr"))


class Element(NamedTuple):
    """`source` is its HTML; `name` its tag, "" for text that stands in no element."""

    name: str
    source: str


def elements(source):
    """The elements of the top level as a list of Element, in their order.

    Text and inline elements beside them are one Element without a name; white space between two
    goes. The fragment is well-formed, as `articles.body.clean` leaves it.
    """
    found, depth, start, bare = [], 0, 0, 0
    for tag in TAG.finditer(source):
        closes, name = bool(tag[1]), tag[2]
        if depth == 0 and (name in INLINE_TAGS or name == "br"):
            continue
        if depth == 0 and not closes:
            _add(found, "", source[bare : tag.start()])
            start, bare = tag.start(), tag.end()
            opened = name
        if name not in VOID and name not in INLINE_TAGS:
            depth += -1 if closes else 1
        if depth == 0:
            _add(found, opened, source[start : tag.end()])
            bare = tag.end()
    _add(found, "", source[bare:])
    return found


def opened(element):
    """(opening tag, what is inside, closing tag) of an Element that has an end."""
    first, last = element.source.index(">") + 1, element.source.rindex("</")
    return element.source[:first], element.source[first:last], element.source[last:]


def _add(found, name, source):
    if source.strip():
        found.append(Element(name, source if name else source.strip()))
