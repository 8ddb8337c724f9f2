"""A text of Ghost 1 to 4 (Mobiledoc 0.3, JSON) as HTML."""

from html import escape

from . import cards

MARKUPS = frozenset("a b strong i em s del strike code sub sup u".split())
BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote aside".split())
MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10


class Writing:
    """Writes the sections of one text; `unknown` has the names of what there is no card for."""

    def __init__(self):
        self.unknown = set()
        self.markups, self.atoms, self.cards = [], [], []

    def html(self, document):
        if not isinstance(document, dict):
            return ""
        self.markups, self.atoms, self.cards = (
            _list(document.get(name)) for name in ("markups", "atoms", "cards")
        )
        return "".join(self._section(_list(each)) for each in _list(document.get("sections")))

    def _section(self, section):
        match section:
            case [kind, tag, markers, *_] if kind == MARKUP:
                tag = tag if tag in BLOCKS else "p"
                inside = self._markers(_list(markers))
                if tag in ("blockquote", "aside"):
                    return f"<blockquote><p>{inside}</p></blockquote>"
                return f"<{tag}>{inside}</{tag}>"
            case [kind, str(address), *_] if kind == IMAGE:
                return cards.html_of("image", {"src": address})
            case [kind, tag, items, *_] if kind == LIST:
                tag = "ol" if tag == "ol" else "ul"
                inside = (f"<li>{self._markers(_list(item))}</li>" for item in _list(items))
                return f"<{tag}>{''.join(inside)}</{tag}>"
            case [kind, number, *_] if kind == CARD:
                return self._card(_at(self.cards, number))
        return ""

    def _card(self, card):
        match card:
            case [str(name), values, *_]:
                made = cards.html_of(name, values)
                if made is None:
                    self.unknown.add(name[:40])
                return made or ""
        return ""

    def _markers(self, markers):
        made, open_tags = [], []
        for marker in markers:
            match marker:
                case [kind, opens, int(closes), value, *_]:
                    for number in _list(opens):
                        open_tags.append(self._opened(_at(self.markups, number), made))
                    made.append(self._text(kind, value))
                    for _ in range(min(closes, len(open_tags))):
                        made.append(open_tags.pop())
        return "".join([*made, *reversed(open_tags)])

    def _opened(self, markup, made):
        """Begin a markup; gives its end."""
        match markup:
            case [str(tag), *rest] if tag in MARKUPS:
                if tag != "a":
                    made.append(f"<{tag}>")
                    return f"</{tag}>"
                pairs = _list(rest[0]) if rest else []
                names = dict(zip(map(str, pairs[::2]), map(str, pairs[1::2]), strict=False))
                made.append(f'<a href="{escape(names.get("href", ""))}">')
                return "</a>"
        return ""

    def _text(self, kind, value):
        if kind == 0:
            return escape(value, quote=False) if isinstance(value, str) else ""
        match _at(self.atoms, value):
            case ["soft-return" | "soft-break", *_]:
                return "<br>"
            case [_, str(words), *_]:
                return escape(words, quote=False)
        return ""


def _list(value):
    return value if isinstance(value, list) else []


def _at(values, number):
    is_one = isinstance(number, int) and 0 <= number < len(values)
    return values[number] if is_one else None
