"""HTML as Ghost gave it to readers, for posts of which an export has nothing else: its cards are
taken apart, so that no button of a player and no icon stands among the words."""

from html import escape
from html.parser import HTMLParser

from articles import body

from . import cards

# Of which card, by its class, which parts, by theirs, are which of its values.
PARTS = {
    "kg-bookmark-card": ("bookmark", {"kg-bookmark-title": "title"}),
    "kg-audio-card": ("audio", {"kg-audio-title": "title"}),
    "kg-video-card": ("video", {}),
    "kg-file-card": (
        "file", {"kg-file-card-title": "fileTitle", "kg-file-card-caption": "fileCaption"}
    ),
    "kg-toggle-card": (
        "toggle", {"kg-toggle-heading-text": "heading", "kg-toggle-content": "content"}
    ),
    "kg-callout-card": (
        "callout", {"kg-callout-emoji": "calloutEmoji", "kg-callout-text": "calloutText"}
    ),
    "kg-button-card": ("button", {"kg-btn": "buttonText"}),
    "kg-signup-card": ("signup", {}),
}  # fmt: skip
WORDS = {"title", "fileTitle", "calloutEmoji", "buttonText"}  # no HTML
CLASSES = {
    "kg-gallery-card": "wp-block-gallery",
    "kg-width-wide": "alignwide",
    "kg-width-full": "alignfull",
}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def simple(source):
    """The HTML without Ghost's own parts."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.end_card()
    return "".join(reader.made)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.made, self.depth = [], 0
        self.card = self.ends_at = None  # the card that is open, and its depth
        self.values, self.parts = {}, []  # parts: [depth, name, pieces]

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        classes = attributes.get("class", "").split()
        self.depth += tag not in VOID
        if self.card is None:
            found = next((each for each in classes if each in PARTS), None)
            if found is None:
                self.made.append(_with_our_classes(self.get_starttag_text(), tag, attributes))
                return
            self.card, self.ends_at, self.values = found, self.depth, {}
        self._put(self.get_starttag_text())
        self._take(tag, attributes, classes)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.depth -= tag not in VOID

    def _take(self, tag, attributes, classes):
        names = {"a": ("href", ("url", "src", "buttonUrl")), "audio": ("src", ("src",)),
                 "video": ("src", ("src",))}  # fmt: skip
        attribute, values = names.get(tag, ("", ()))
        for name in values if attributes.get(attribute) else ():
            self.values.setdefault(name, attributes[attribute])
        wanted = PARTS[self.card][1]
        name = next((wanted[each] for each in classes if each in wanted), None)
        name = "caption" if tag == "figcaption" else name
        if name:
            self.parts.append([self.depth, name, []])

    def handle_endtag(self, tag):
        if self.card is None:
            self.made.append(f"</{tag}>")
        elif self.parts and self.parts[-1][0] == self.depth:
            self._end_part()
        else:
            self._put(f"</{tag}>")
        if self.card and self.depth == self.ends_at:
            self.end_card()
        self.depth -= tag not in VOID

    def _end_part(self):
        _, name, pieces = self.parts.pop()
        made = "".join(pieces)
        self.values.setdefault(name, body.plain_text(made) if name in WORDS else made)

    def end_card(self):
        """Write the card that is open, if one is."""
        if self.card is None:
            return
        while self.parts:
            self._end_part()
        self.made.append(cards.html_of(PARTS[self.card][0], self.values) or "")
        self.card = None

    def handle_data(self, data):
        self._put(data)

    def handle_entityref(self, name):
        self._put(f"&{name};")

    def handle_charref(self, name):
        self._put(f"&#{name};")

    def _put(self, markup):
        if self.card is None:
            self.made.append(markup)
        for _, _, pieces in self.parts:
            pieces.append(markup)


def _with_our_classes(written, tag, attributes):
    known = [CLASSES[each] for each in attributes.get("class", "").split() if each in CLASSES]
    if not known:
        return written
    return f'<{tag} class="{escape(" ".join(known))}">'
