"""Footnotes: `<story-note>` with a note's words, in the text, right behind what it is about.

A note has no number and no name of its own: it is numbered by where it stands, when a page is
rendered. So there is none without its reference, and what is cut, moved or merged takes its notes
along.
"""

import re

from django.utils.html import format_html
from django.utils.translation import gettext

NOTE = re.compile(r"<story-note>(.*?)</story-note>", re.DOTALL)
# Of a body that was cut off somewhere the last may have no end.
NOTE_OR_BEGINNING = re.compile(r"<story-note>.*?(?:</story-note>|$)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)\b[^>]*>")
INSIDE = frozenset(("a", "strong", "em", "s", "sub", "sup", "code"))
# A mark with a link of its own stands behind these, not in them.
BEHIND = frozenset(("a", "sub", "sup", "code"))
# Here its words are words of the text: nothing in these leads anywhere.
WITHOUT_NOTES = frozenset(("pre", "caption"))
NO_WORDS = re.compile(r"(?:<[^>]*>|\s|&nbsp;)*")
LINK = re.compile(r"(<a\b.*?</a>)", re.DOTALL)
ADDRESS = re.compile(r"https?://[^\s<\"]*[^\s<\".,;:!?)\]’”»]")


def without(source):
    """A body without its notes."""
    return NOTE_OR_BEGINNING.sub("", source) if "<story-note" in source else source


def among(source):
    """What each note of a clean body says, as HTML, in their order."""
    return NOTE.findall(source)


def mended(text):
    """Well-formed HTML in which each note holds words, with links and marks, and nothing else.

    One inside another, in a table's caption or in a <pre> leaves its words; one without words goes;
    one inside a link, code, or raised or lowered words moves behind them.
    """
    return _Mender().mended(text) if "<story-note" in text else text


class _Mender:
    def __init__(self):
        self.out, self.waiting, self.around = [], [], []
        self.note, self.nested = None, 0

    def mended(self, text):
        position = 0
        for tag in TAG.finditer(text):
            self._here.append(text[position : tag.start()])
            position = tag.end()
            closes, name = bool(tag[1]), tag[2]
            if name == "story-note":
                self._closes() if closes else self._opens()
            elif self.note is not None:
                self.note.append(tag[0] if name in INSIDE else " ")
            else:
                self.out.append(tag[0])
                self._pass(name, closes)
        return "".join([*self.out, text[position:]])

    @property
    def _here(self):
        return self.out if self.note is None else self.note

    def _opens(self):
        if self.note is not None:
            self.nested += 1
            self.note.append(" ")
        elif WITHOUT_NOTES.isdisjoint(self.around):
            self.note = []
        else:
            self.out.append(" ")

    def _closes(self):
        if self.nested or self.note is None:
            self.nested = max(0, self.nested - 1)
            self._here.append(" ")
            return
        words, self.note = " ".join("".join(self.note).split()), None
        if not NO_WORDS.fullmatch(words):
            whole = f"<story-note>{words}</story-note>"
            (self.out if BEHIND.isdisjoint(self.around) else self.waiting).append(whole)

    def _pass(self, name, closes):
        if name not in BEHIND | WITHOUT_NOTES:
            return
        if not closes:
            self.around.append(name)
        elif self.around:
            self.around.pop()
        if self.waiting and BEHIND.isdisjoint(self.around):
            self.out += self.waiting
            self.waiting = []


def rendered(text, *, are_linked=True):
    """A body as readers get it, its notes numbered and listed at its end.

    Each leads to its number in the text and back. Where a program tears pages apart, as readers of
    feeds do, `are_linked` is False.
    """
    notes = []

    def marked(note):
        notes.append(note[1])
        return _mark(len(notes)) if are_linked else format_html("<sup>{}</sup>", len(notes))

    text = NOTE.sub(marked, text)
    if not notes:
        return text
    lines = "".join(
        f"<li{_ends(number) if are_linked else ''}>{_with_links(words)}"
        f"{_way_back(number) if are_linked else ''}</li>"
        for number, words in enumerate(notes, start=1)
    )
    if not are_linked:
        return f"{text}<hr><ol>{lines}</ol>"
    opening = format_html(
        '<section class="notes" role="doc-endnotes" aria-label="{}">', gettext("Footnotes")
    )
    return f"{text}{opening}<ol>{lines}</ol></section>"


def _mark(number):
    return format_html(
        '<sup class="note-mark"><a id="note-{0}-back" href="#note-{0}" role="doc-noteref" '
        'aria-label="{1}">{0}</a></sup>',
        number,
        gettext("Footnote %(number)d") % {"number": number},
    )


def _ends(number):
    return f' id="note-{number}"'


def _way_back(number):
    return format_html(
        ' <a class="no-print" href="#note-{}-back" role="doc-backlink" aria-label="{}">↑</a>',
        number,
        gettext("Back to footnote %(number)d in the text") % {"number": number},
    )


def _with_links(words):
    """An address that stands in a note as it is leads where it says."""
    parts = LINK.split(words)
    link = r'<a class="address" href="\g<0>">\g<0></a>'
    parts[::2] = [ADDRESS.sub(link, part) for part in parts[::2]]
    return "".join(parts)
