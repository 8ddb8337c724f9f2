"""A text of Ghost 5 (Lexical, JSON) as HTML."""

from html import escape

from . import cards

# Bits of a text's format, outermost first.
FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
DEEPEST = 60  # lists in lists; what lies deeper is left out, and reported


class Writing:
    """Writes the nodes of one text; `unknown` has the names of those that there is no card for."""

    def __init__(self):
        self.unknown = set()

    def html(self, document):
        root = document.get("root") if isinstance(document, dict) else None
        return self._children(root, 0) if isinstance(root, dict) else ""

    def _children(self, node, depth):
        children = node.get("children")
        if not isinstance(children, list):
            return ""
        if depth > DEEPEST:
            self.unknown.add("nested too deeply")
            return ""
        return "".join(self._node(each, depth + 1) for each in children if isinstance(each, dict))

    def _node(self, node, depth):
        kind = node.get("type") if isinstance(node.get("type"), str) else ""
        kind = kind.removeprefix("extended-")
        if kind == "text":
            return _text(node)
        if kind == "linebreak":
            return "<br>"
        if kind == "tab":
            return " "
        if (made := cards.html_of(kind, node)) is not None:
            return made
        return self._around(kind, node, self._children(node, depth))

    def _around(self, kind, node, inside):
        tag = node.get("tag")
        if kind in ("link", "autolink"):
            return f'<a href="{escape(cards.text(node, "url"))}">{inside}</a>'
        if kind in ("heading", "extended-heading"):
            tag = tag if tag in HEADINGS else "h2"
        elif kind == "list":
            tag = "ol" if tag == "ol" else "ul"
        elif kind in ("quote", "aside"):
            return f"<blockquote><p>{inside}</p></blockquote>"
        elif kind == "listitem":
            tag = "li"
        elif kind == "paragraph":
            tag = "p"
        elif kind in ("at-link", "at-link-search", "zwnj"):
            return ""
        else:
            self.unknown.add(kind[:40] or "nameless")
            return inside
        return f"<{tag}>{inside}</{tag}>"


def _text(node):
    made = escape(cards.text(node, "text") or _blank(node), quote=False)
    bits = node.get("format") if isinstance(node.get("format"), int) else 0
    for bit, tag in reversed(FORMATS):
        if bits & bit:
            made = f"<{tag}>{made}</{tag}>"
    return made


def _blank(node):
    return node["text"] if isinstance(node.get("text"), str) else ""
