"""Elements with their looks, written as HTML that a body may contain."""

import re
from html import escape

from . import links, styles

RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4"}
INLINE = frozenset(
    "a strong em b i u s strike del ins sub sup code kbd samp tt span font br story-embed "
    "story-media story-note".split()
)
NOTE = "story-note"
WITH_WORDS = ("p", "h2", "h3", "h4", "pre", "caption")
PHRASES = (*WITH_WORDS, NOTE)  # hold words, and no block
WITH_TEXT = (*WITH_WORDS, "li", "th", "td")
STRUCTURE = ("ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "blockquote", "aside")
KEPT = ("start", "colspan", "rowspan", "scope", "data-box")
BOLD_ANYHOW = ("h2", "h3", "h4", "th")
GLUED = re.compile(r"[ \t\r\n]*\u00a0[ \t\r\n\u00a0]+|[ \t\r\n]+\u00a0[ \t\r\n\u00a0]*")

WRAPPED = re.compile(r"[ \t]*[\r\n]+[ \t]*")  # where a program breaks its lines


class Writer:
    """Writes one piece of HTML. Words outside of a paragraph get one, where there are blocks."""

    def __init__(self):
        self.out = []
        self.marks = []  # those that are open, outermost first; a link as its target
        self.blocks = []  # open ones of WITH_TEXT
        self.is_loose = False  # whether the innermost is a paragraph that nobody wrote
        self.has_blocks = False

    def written(self, root):
        self.has_blocks = self._survey(root)
        self._children(root, frozenset(), "")
        self._end_loose()
        self._close_marks()
        return "".join(self.out)

    def _survey(self, element):
        """Note of every division whether it has a block in it. Says so of the element."""
        inside = [self._survey(child) for child in element.children if not isinstance(child, str)]
        element.has_blocks = any(inside)
        return element.has_blocks or element.tag not in ("", *INLINE)

    def _children(self, parent, marks, href):
        for child in parent.children:
            if isinstance(child, str):
                self._words(child, marks, href)
            else:
                self._element(child, marks, href)

    def _element(self, element, marks, href):
        tag = RENAMED.get(element.tag, element.tag)
        marks = styles.marks(element.style, marks)
        if tag == "a":
            href = links.target(element.attributes.get("href", "")) or href
        if tag == "br":
            self._break()
        elif tag in ("story-embed", "story-media"):
            self._tag(f"<{tag}{_attributes(element, element.attributes)}></{tag}>")
        elif tag == NOTE:
            self._note(element)
        elif tag in INLINE:
            self._children(element, marks, href)
        elif tag == "hr":
            self._end_loose()
            self._tag("<hr>")
        elif tag in STRUCTURE:
            self._structure(tag, element, marks, href)
        elif tag in WITH_TEXT:
            self._block(tag, element, marks - {"strong"} if tag in BOLD_ANYHOW else marks, href)
        else:
            self._division(element, marks, href)

    def _note(self, note):
        """Words of their own, in no mark and no link of those around."""
        if not self.blocks and self.has_blocks:
            self._begin_loose()
        self._tag(f"<{NOTE}>")
        is_loose, self.is_loose = self.is_loose, False
        self.blocks.append(NOTE)
        self._children(note, frozenset(), "")
        self.blocks.pop()
        self.is_loose = is_loose
        self._tag(f"</{NOTE}>")

    def _structure(self, tag, element, marks, href):
        if tag == "tfoot":
            tag = "tbody"
        self._end_loose()
        self._tag(f"<{tag}{_attributes(element, KEPT)}>")
        # A list in a point has points of its own; what is a paragraph there is none here.
        blocks, self.blocks = self.blocks, []
        self._children(element, marks, href)
        self._end_loose()
        self.blocks = blocks
        self._tag(f"</{tag}>")

    def _block(self, tag, element, marks, href):
        if self.blocks and self.blocks[-1] in PHRASES and not self.is_loose:
            self._apart(element, marks, href)
            return
        self._end_loose()
        self._tag(f"<{tag}{_attributes(element, KEPT)}>")
        self.blocks.append(tag)
        self._children(element, marks, href)
        self._end_loose()
        self._without_break_at_end()
        self._tag(f"</{tag}>")
        self.blocks.pop()

    def _division(self, element, marks, href):
        """A part of a page: a paragraph if it has no other block in it."""
        if not element.has_blocks and element.text.strip():
            self._block("p", element, marks, href)
        else:
            self._end_loose()
            # Belongs to no mso-element itself: Word draws a line above its notes.
            if "mso-element" in element.style:
                element.children = [c for c in element.children if getattr(c, "tag", "") != "hr"]
            self._children(element, marks, href)
            self._end_loose()

    def _apart(self, element, marks, href):
        """A block where none may stand: its words are kept apart from the others."""
        self._tag(" ")
        self._children(element, marks, href)
        self._tag(" ")

    # Words, and the marks around them

    def _words(self, text, marks, href):
        if "pre" not in self.blocks:
            text = WRAPPED.sub(" ", GLUED.sub(" ", text))
        if not self.blocks and self.has_blocks:
            if not text.strip(" \t\r\n\u00a0"):
                return
            self._begin_loose()
            text = text.lstrip(" \t\r\n")
        wanted = [mark for mark in styles.MARKS if mark in marks]
        if href:
            wanted.insert(0, f"a {href}")
        if "strong" in wanted and any(tag in BOLD_ANYHOW for tag in self.blocks):
            wanted.remove("strong")
        if not text.strip():
            # A space is neither bold nor a link, unless what stands around it is.
            wanted = [mark for mark in self.marks if mark in wanted]
        same = 0
        while same < min(len(wanted), len(self.marks)) and wanted[same] == self.marks[same]:
            same += 1
        self._close_marks(same)
        for mark in wanted[same:]:
            is_link = mark.startswith("a ")
            self.out.append(f'<a href="{escape(mark[2:])}">' if is_link else f"<{mark}>")
            self.marks.append(mark)
        self.out.append(escape(text, quote=False))

    def _close_marks(self, down_to=0):
        while len(self.marks) > down_to:
            self.out.append(f"</{self.marks.pop().split(' ', 1)[0]}>")

    # Ends

    def _tag(self, tag):
        self._close_marks()
        self.out.append(tag)

    def _break(self):
        if not self.blocks:
            if not self.has_blocks:
                self.out.append("<br>")
            return
        before = next((part for part in reversed(self.out) if part.strip()), "")
        if before == "<br>" and self.blocks[-1] == "p":
            # An empty line between two paragraphs.
            self._without_break_at_end()
            self._tag("</p><p>")
        else:
            self.out.append("<br>")

    def _without_break_at_end(self):
        self._close_marks()
        while self.out and (self.out[-1] == "<br>" or not self.out[-1].strip()):
            self.out.pop()

    def _begin_loose(self):
        self._tag("<p>")
        self.blocks.append("p")
        self.is_loose = True

    def _end_loose(self):
        if self.is_loose:
            self.is_loose = False
            self._without_break_at_end()
            self.blocks.pop()
            self._tag("</p>")


def _attributes(element, names):
    found = ((name, element.attributes.get(name)) for name in names if name != "style")
    return "".join(f' {name}="{escape(value)}"' for name, value in found if value is not None)
