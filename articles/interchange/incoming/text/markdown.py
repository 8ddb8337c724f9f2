"""Markdown as HTML: what CommonMark has, and tables, footnotes and struck words.

What is not known stays as its own letters, so that no word is lost. Nobody's text takes longer than
its length makes it: whatever could be looked for far away is bounded, and so is what lies in what.
"""

import re
from html import escape

from .markdown_lines import inline

DEEPEST = 20  # quotations and lists in one another; what lies deeper is text
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`\n]*)$")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r"[ \t]{0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ITEM = re.compile(r"([ \t]{0,12})(?:([-*+])|(\d{1,9})[.)])(?:[ \t]+(.*))?$")
REFERENCE = re.compile(
    r" {0,3}\[([^\^\]\n][^\]\n]{0,300})\]:[ \t]*(\S{1,2000})"
    r"(?:[ \t]+[\"'(][^\n]{0,500}[\"')])?[ \t]*$"
)
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
MARKUP = re.compile(r" {0,3}</?[a-zA-Z!]")
DIVIDING = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){0,99}\|?[ \t]*$")
CELL = re.compile(r"(?<!\\)\|")
PICTURE_ALONE = re.compile(r'<img src="[^"]*" alt="[^"]*" title="([^"]*)">')


def to_html(source):
    """The HTML of a Markdown text. HTML in it is kept: whoever takes it cleans it."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\ue000", "")
    lines, known = source.split("\n"), {}
    kept, fence = [], ""
    for line in lines:
        found = FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        if not fence and (reference := REFERENCE.match(line)):
            known.setdefault(reference[1].casefold(), reference[2].strip("<>"))
        else:
            kept.append(line)
    return _Blocks(kept, known, 0).html()


class _Blocks:
    """The blocks of some lines; `known` are the addresses of [names]."""

    def __init__(self, lines, known, depth):
        self.lines, self.known, self.depth = lines, known, depth
        self.at, self.made, self.paragraph = 0, [], []

    def html(self):
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self._end_paragraph()
                self.at += 1
            elif not self._take_block(line):
                self.paragraph.append(line)
                self.at += 1
        self._end_paragraph()
        return "".join(self.made)

    def _inline(self, text):
        return inline(text, self.known)

    def _end_paragraph(self):
        if not self.paragraph:
            return
        text, self.paragraph = self._inline("\n".join(map(str.lstrip, self.paragraph))), []
        if picture := PICTURE_ALONE.fullmatch(text.strip()):
            self.made.append(f"<figure>{text}<figcaption>{picture[1]}</figcaption></figure>")
        else:
            self.made.append(f"<p>{text}</p>")

    def _take_block(self, line):
        """Whether a block other than a paragraph begins here, which is then read to its end."""
        if self.paragraph and (found := UNDERLINE.match(line)):
            words, self.paragraph = "\n".join(self.paragraph), []
            level = 1 if found[1][0] == "=" else 2
            self.made.append(f"<h{level}>{self._inline(words.strip())}</h{level}>")
            self.at += 1
            return True
        taken = (
            self._fence, self._heading, self._rule, self._table, self._quotation, self._list,
            self._footnote, self._markup, self._indented,
        )  # fmt: skip
        return any(take(line) for take in taken)

    def _put(self, html):
        self._end_paragraph()
        self.made.append(html)
        return True

    def _fence(self, line):
        if not (opened := FENCE.match(line)):
            return False
        inside, at = [], self.at + 1
        while at < len(self.lines):
            closed = FENCE.match(self.lines[at])
            if closed and closed[1].startswith(opened[1]) and not closed[2].strip():
                break
            inside.append(self.lines[at])
            at += 1
        self.at = at + 1
        return self._put(_code(inside))

    def _heading(self, line):
        if not (found := HEADING.match(line)):
            return False
        self.at += 1
        words = (found[2] or "").rstrip(" \t").rstrip("#").rstrip(" \t")
        level = len(found[1])
        return self._put(f"<h{level}>{self._inline(words)}</h{level}>")

    def _rule(self, line):
        if not RULE.match(line):
            return False
        self.at += 1
        return self._put("<hr>")

    def _table(self, line):
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if "|" not in line or "|" not in following or not DIVIDING.match(following):
            return False
        rows, at = [], self.at + 2
        while at < len(self.lines) and "|" in self.lines[at]:
            rows.append(self._row(self.lines[at], "td"))
            at += 1
        self.at = at
        head = f"<thead>{self._row(line, 'th')}</thead>"
        return self._put(f"<table>{head}<tbody>{''.join(rows)}</tbody></table>")

    def _row(self, line, tag):
        line = line.strip()
        cells = CELL.split(line.removeprefix("|").removesuffix("|"))
        cells = (self._inline(each.strip().replace("\\|", "|")) for each in cells)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"

    def _quotation(self, line):
        if not line.lstrip().startswith(">") or self.depth >= DEEPEST:
            return False
        inside = []
        while self.at < len(self.lines) and (line := self.lines[self.at].lstrip()):
            if not line.startswith(">") and (ITEM.match(line) or FENCE.match(line)):
                break
            inside.append(line.removeprefix(">").removeprefix(" "))
            self.at += 1
        return self._put(f"<blockquote>{self._within(inside)}</blockquote>")

    def _list(self, line):
        first = ITEM.match(line)
        # In the middle of a paragraph a number may be that of a year.
        is_none = first and self.paragraph and (first[3] not in (None, "1") or not first[4])
        if not first or is_none or self.depth >= DEEPEST:
            return False
        kind, margin, items = "ul" if first[2] else "ol", len(first[1]), []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            item = ITEM.match(line)
            if item and len(item[1]) <= margin + 1 and not RULE.match(line):
                if bool(item[2]) != (kind == "ul"):
                    break
                items.append([item[4] or ""])
            elif not line.strip():
                if not self._goes_on(margin):
                    break
                items[-1].append("")
            elif _indent(line) > margin or self.lines[self.at - 1].strip() != "":
                if HEADING.match(line) or RULE.match(line):
                    break
                items[-1].append(_dedented(line, margin + 2))
            else:
                break
            self.at += 1
        start = f' start="{int(first[3])}"' if first[3] and int(first[3]) != 1 else ""
        inside = "".join(f"<li>{self._item(lines)}</li>" for lines in items)
        return self._put(f"<{kind}{start}>{inside}</{kind}>")

    def _goes_on(self, margin):
        """Whether after blank lines the list goes on."""
        at = self.at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at == len(self.lines):
            return False
        return _indent(self.lines[at]) > margin or bool(ITEM.match(self.lines[at]))

    def _item(self, lines):
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        if any(not line.strip() for line in lines):
            return self._within(lines)
        for at, line in enumerate(lines):
            if at and (ITEM.match(line) or FENCE.match(line) or line.startswith(">")):
                return self._inline("\n".join(lines[:at])) + self._within(lines[at:])
        return self._inline("\n".join(map(str.lstrip, lines)))

    def _footnote(self, line):
        if not (found := FOOTNOTE.match(line)):
            return False
        self.at += 1
        return self._put(f"<p><sup>{escape(found[1])}</sup> {self._inline(found[2])}</p>")

    def _markup(self, line):
        if self.paragraph or not MARKUP.match(line):
            return False
        block = []
        while self.at < len(self.lines) and self.lines[self.at].strip():
            block.append(self.lines[self.at])
            self.at += 1
        return self._put("\n".join(block))

    def _indented(self, line):
        if self.paragraph or self.depth or _indent(line) < 4:
            return False
        block = []
        while self.at < len(self.lines) and _indent(self.lines[self.at]) >= 4:
            block.append(_dedented(self.lines[self.at], 4))
            self.at += 1
        return self._put(_code(block))

    def _within(self, lines):
        return _Blocks(lines, self.known, self.depth + 1).html()


def _code(lines):
    return f"<pre><code>{escape(chr(10).join([*lines, '']))}</code></pre>"


def _indent(line):
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _dedented(line, most):
    expanded = line.expandtabs(4)
    return expanded[min(most, _indent(line)) :]
