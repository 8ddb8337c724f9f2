"""What stands within a paragraph of Markdown: emphasis, code, links, pictures."""

import re
from html import escape

MARK = "\ue000"  # stands, with a number, for what is finished; no text has one
FINISHED = re.compile(f"{MARK}(\\d{{1,9}}){MARK}")
TO = (
    r"\(\s{0,20}(<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,2000})?)"
    r"(?:\s{1,20}(?:\"([^\"]{0,1000})\"|'([^']{0,1000})'))?\s{0,20}\)"
)
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`](?:[^\n]{0,2000}?[^`])?)\1(?!`)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>")
ITS_OWN_WORDS = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
PICTURE = re.compile(rf"!\[([^\[\]]{{0,1000}})\](?:{TO}|\[([^\[\]]{{0,300}})\])")
LINK = re.compile(rf"\[([^\[\]]{{1,2000}})\](?:{TO}|\[([^\[\]]{{0,300}})\])")
NAMED = re.compile(r"\[([^\[\]]{1,300})\]")
FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,60})\]")
EMPHASIS = [
    (re.compile(r"\*\*\*(\S(?:[^*]{0,5000}[^\s*])?)\*\*\*"), r"<strong><em>\1</em></strong>"),
    (re.compile(r"\*\*(\S(?:[^*]{0,5000}[^\s*])?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)__(\S(?:[^_]{0,5000}[^\s_])?)__(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*([^\s*](?:[^*]{0,5000}[^\s*])?)\*(?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w_])_([^\s_](?:[^_]{0,5000}[^\s_])?)_(?!\w)"), r"<em>\1</em>"),
    # What had emphasis within.
    (re.compile(r"\*\*(\S(?:[^*]{0,5000}[^\s*])?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"~~(\S(?:[^~]{0,5000}[^\s~])?)~~"), r"<s>\1</s>"),
]
LINE_END = re.compile(r"(?: {2,20}|\\)\n")


def inline(text, known):
    """The HTML of a paragraph's text; `known` are the addresses of [names], in lower case."""
    return _Line(known).html(text)


class _Line:
    def __init__(self, known):
        self.known, self.kept = known, []

    def html(self, text):
        text = CODE.sub(lambda m: self._keep(f"<code>{escape(m[2], quote=False)}</code>"), text)
        text = LINE_END.sub(self._keep("<br>") + "\n", text)
        text = ESCAPED.sub(lambda m: self._keep(escape(m[1], quote=False)), text)
        text = ITS_OWN_WORDS.sub(self._own_words, text)
        text = TAG.sub(lambda m: self._keep(m[0]), text)
        text = PICTURE.sub(self._picture, text)
        text = LINK.sub(self._link, text)
        text = FOOTNOTE.sub(lambda m: self._keep(f"<sup>{escape(m[1])}</sup>"), text)
        if self.known:
            text = NAMED.sub(self._link, text)
        return self._back(_emphasised(text))

    def _keep(self, html):
        self.kept.append(html)
        return f"{MARK}{len(self.kept) - 1}{MARK}"

    def _back(self, text):
        # Of what is kept each may hold what was kept before it, and nothing that came later.
        while MARK in text and (back := FINISHED.sub(lambda m: self.kept[int(m[1])], text)) != text:
            text = back
        return text

    def _address(self, found):
        """The address of a link or picture, or None for a name that nobody gave one."""
        groups = found.groups() + ("",) * 5
        if groups[1] is not None and groups[1] != "":
            return escape(self._back(groups[1]).strip("<>"))
        if len(found.groups()) > 1 and groups[4] is None:
            return ""
        return self.known.get((groups[4] or groups[0]).casefold()) and escape(
            self.known[(groups[4] or groups[0]).casefold()]
        )

    def _picture(self, found):
        address = self._address(found)
        if address is None:
            return found[0]
        alt = escape(re.sub(r"[*_`]", "", self._back(found[1])))
        title = found[3] or found[4]
        said = f' title="{escape(self._back(title))}"' if title else ""
        return self._keep(f'<img src="{address}" alt="{alt}"{said}>')

    def _link(self, found):
        address = self._address(found)
        if address is None:
            return found[0]
        return self._keep(f'<a href="{address}">{_emphasised(found[1])}</a>')

    def _own_words(self, found):
        address = escape(found[1])
        return self._keep(f'<a href="{address}">{address.removeprefix("mailto:")}</a>')


def _emphasised(text):
    for pattern, written in EMPHASIS:
        text = pattern.sub(written, text)
    return text
