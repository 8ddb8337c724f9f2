"""A body taken apart into the blocks that people read, and those into words (tokens).

For comparing texts (articles.body.comparing): a paragraph, heading, item of a list, row of a
table, picture or the name of a box is one block each, whatever stands around it.
"""

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from . import media
from .scripts import WITHOUT_SPACES

TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?:\s+[\w-]+="[^"]*")*)\s*>')
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
NOTE = "story-note"
INLINE_TAGS = frozenset(("a", "strong", "em", "s", "sub", "sup", "code", NOTE))
HEADINGS = frozenset(("h2", "h3", "h4"))
CELLS = frozenset(("td", "th"))
# Punctuation, a word of its own, so that a new full stop is not a new word. What joins
# letters and digits ("10,000", "mayor’s", "on-call") stays inside.
PUNCTUATION = (
    "!-/:-@\\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    "\u2010-\u2027\u2030-\u205e\u060c\u061b\u061f\u06d4\u3001-\u301f\uff01-\uff0f\uff1a-\uff20"
)
WORD = re.compile(
    rf"(\s*)([{WITHOUT_SPACES}]|[{PUNCTUATION}]"
    rf"|[^\s{PUNCTUATION}{WITHOUT_SPACES}]+(?:['’.,:/\-\u2010\u2011][^\s{PUNCTUATION}{WITHOUT_SPACES}]+)*)"
)


class Word(NamedTuple):
    """A word or punctuation mark.

    `space` stands before it; `inline_tags` are the tags around it as (name, href), outermost first.
    """

    text: str
    space: str
    inline_tags: tuple = ()

    @property
    def is_in_a_note(self):
        return (NOTE, "") in self.inline_tags


@dataclass(eq=False)
class Block:
    """`kind` is p, h, ul or ol (an item), quote, pre, row, caption, line, box, frame,
    audio, or a kind of embed.

    `variant` is the level of a heading (h2 to h4), the size of an embed or the kind of a box; `id`
    the primary key of an embed.
    """

    kind: str
    words: list = field(default_factory=list)
    in_box: bool = False
    variant: str = ""
    id: int = 0

    def __post_init__(self):
        self.texts = [word.text for word in self.words]
        # What makes two blocks the same for a reader.
        shown = self.variant if self.kind == "box" else "\x1f".join(self.texts)
        self.key = (self.kind, self.in_box, self.id, shown)


def words(text, inline_tags=()):
    """Plain text as a list of Word, with one space where there was any."""
    return [Word(text, " " if space else "", inline_tags) for space, text in WORD.findall(text)]


def blocks(source):
    """The blocks of a clean body as a list of Block, in their order."""
    return _Reader().read(source)


class _Reader:
    def __init__(self):
        self.found, self.words, self.around, self.inline_tags = [], [], [], []
        self.gap = ""

    def read(self, source):
        position = 0
        for tag in TAG.finditer(source):
            self.text(source[position : tag.start()])
            position = tag.end()
            self.tag(tag[2], bool(tag[1]), tag[3])
        self.text(source[position:])
        self.end_block()
        return self.found

    def text(self, text):
        if not text:
            return
        text, inline_tags = html.unescape(text), tuple(self.inline_tags)
        as_written = "pre" in self.around
        for written, word in WORD.findall(text):
            space = written if as_written else " " if written else ""
            self.words.append(Word(word, self.gap or space, inline_tags))
            self.gap = ""
        if text[-1].isspace() and not self.gap:
            self.gap = text[len(text.rstrip()) :] if as_written else " "

    def tag(self, name, closes, attributes):
        if name in INLINE_TAGS:
            if not closes:
                self.inline_tags.append((name, dict(ATTRIBUTE.findall(attributes)).get("href", "")))
            if name == NOTE:
                self.bracket("]" if closes else "[")
            if closes and self.inline_tags:
                self.inline_tags.pop()
        elif name == "br":
            self.gap = "\n"
        elif name == "story-embed":
            self.embed(dict(ATTRIBUTE.findall(attributes)), closes)
        elif name == "story-media":
            self.medium(attributes, closes)
        elif name == "hr":
            self.end_block()
            self.add(Block("line", in_box="aside" in self.around))
        else:
            self.edge(name, closes, attributes)

    def bracket(self, text):
        """What tells where a note begins and ends; it is a word of the note."""
        self.words.append(Word(text, " " if text == "[" else "", tuple(self.inline_tags)))
        self.gap = ""

    def edge(self, name, closes, attributes):
        """A block, or something around blocks, begins or ends."""
        if "tr" in self.around and name != "tr":
            self.cell(name, closes)
            return
        self.end_block()
        if not closes:
            self.around.append(name)
            if name == "aside":
                kind = dict(ATTRIBUTE.findall(attributes)).get("data-box", "")
                self.add(Block("box", in_box=True, variant=kind))
        elif name in self.around:
            del self.around[len(self.around) - 1 - self.around[::-1].index(name) :]

    def cell(self, name, closes):
        if name in CELLS and not closes and self.words:
            self.words.append(Word("|", " "))
        self.gap = self.gap or " "

    def embed(self, attributes, closes):
        if not closes:
            self.end_block()
            kind, pk = attributes["data-kind"], int(attributes["data-id"])
            self.add(Block(kind, variant=attributes.get("data-size", ""), id=pk))

    def medium(self, attributes, closes):
        """What an embed of another site or a sound says in words, and where it is."""
        if closes:
            return
        self.end_block()
        for medium in media.among(f"<story-media{attributes}></story-media>"):
            where = medium.address or f"sound {medium.sound}"
            said = " ".join(filter(None, (medium.title, f"({where})", medium.transcript)))
            self.add(Block(medium.kind, words(said)))

    def end_block(self):
        if self.words:
            first = self.words[0]
            self.words[0] = first._replace(space="")
            self.add(Block(self.kind(), self.words, "aside" in self.around, self.level()))
        self.words, self.gap = [], ""

    def kind(self):
        for name in reversed(self.around):
            if name in HEADINGS:
                return "h"
            if name in ("pre", "caption"):
                return name
            if name == "tr":
                return "row"
            if name == "blockquote":
                return "quote"
            if name in ("ul", "ol"):
                return name
        return "p"

    def level(self):
        return next((name for name in self.around if name in HEADINGS), "")

    def add(self, block):
        self.found.append(block)
