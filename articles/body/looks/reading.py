"""The elements of a piece of HTML, each with the looks that its program gave it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from .. import media
from . import lists, notes, styles

TAGS = set(
    "p h1 h2 h3 h4 h5 h6 a strong em b i u s strike del ins sub sup code kbd samp tt pre ul ol li "
    "blockquote hr br table caption thead tbody tfoot tr th td aside story-embed story-media "
    "story-note span font div section article header footer main center figure figcaption dl dt dd "
    "address".split()
)
ATTRIBUTES = {
    "*": {"style", "class"},
    "a": {"href"},
    "aside": {"data-box"},
    "ol": {"start"},
    "li": {"data-aria-level"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "story-embed": {"data-kind", "data-id", "data-size", "data-label"},
    "story-media": media.NAMES,
}
NO_TEXT = {"script", "style", "title", "xml", "button", "svg"}
VOID = {"br", "hr"}
# Browsers stop there as well; what is deeper stands in the last of them.
DEEPEST = 200
COMMENT_LIST = "comment-list"
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)


@dataclass
class Element:
    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    style: dict = field(default_factory=dict)

    def has_class(self, name):
        return name in self.attributes.get("class", "").lower().split()

    def below(self):
        """All elements in it, in their order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element is not self:
                yield element
            waiting += [c for c in reversed(element.children) if isinstance(c, Element)]

    @property
    def text(self):
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


def read(source):
    """The root of what `source` says."""
    rules = [rule for sheet in STYLE.findall(source) for rule in styles.rules(sheet)]
    balanced = nh3.clean(
        source,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=NO_TEXT,
        link_rel=None,
        strip_comments=True,
    )
    reader = Reader(rules)
    reader.feed(balanced)
    reader.close()
    notes.mend(reader.root, Element)
    lists.mend(reader.root, Element)
    return reader.root


class Reader(HTMLParser):
    """Reads balanced HTML."""

    def __init__(self, rules):
        super().__init__(convert_charrefs=True)
        self.rules = rules
        self.root = Element("")
        self.open = [self.root]
        self.too_deep = 0

    def handle_starttag(self, tag, attrs):
        if len(self.open) > DEEPEST and tag not in VOID:
            self.too_deep += 1
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        element.style = styles.of(element, self.rules)
        if not is_no_part_of_the_text(element):
            self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def is_no_part_of_the_text(element):
    """Whether nobody would have read it: hidden text, and comments in the margin."""
    return (
        element.style.get("mso-hide") == "all"
        or element.style.get("display") == "none"
        or element.style.get("mso-element") == COMMENT_LIST
        or any(map(element.has_class, ("msocomanchor", "msocommentreference")))
        or (element.tag == "a" and element.attributes.get("href", "").startswith("#_msocom"))
    )
