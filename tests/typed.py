"""What a page gives back of what somebody typed, as a browser would show it."""

from html.parser import HTMLParser

# With what HTML has a meaning of its own for: the first line break and blanks at the end, tags.
WORDS = "\nThe bridge was <never> closed.\r\n\r\nليس مغلقًا 🚢 "


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.texts, self._area = [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "textarea":
            self._area = ""
        elif tag == "input" and attrs.get("type") not in ("hidden", "radio", "checkbox"):
            self.texts.append(attrs.get("value", ""))

    def handle_data(self, data):
        if self._area is not None:
            self._area += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line break is dropped (HTML, "in body" insertion mode).
            self.texts.append(self._area.removeprefix("\n"))
            self._area = None


def given_back_on(page):
    """The texts in the textareas and inputs of a page, a response."""
    parser = _Fields()
    parser.feed(as_browsers_read(page.text))
    parser.close()
    return parser.texts


def as_browsers_read(text):
    """With line feeds alone: what any browser makes of the others (HTML, preprocessing)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


SHOWN = as_browsers_read(WORDS)
