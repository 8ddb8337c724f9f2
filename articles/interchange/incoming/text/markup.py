"""A post's HTML as the body of a story.

Other programs keep what an editor typed; a body is one document of clean paragraphs, headings
and embeds. Loose text becomes paragraphs, pictures, galleries and marked quotes become
embeds, films and sounds become links, and a caption stays even if its picture is not here.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3

from articles import body
from articles.body import cleaning

from .figures import Figure, Medium, Quotation, is_gallery

RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "cite": "em", "del": "s",
    "strike": "s", "kbd": "code", "samp": "code", "tt": "code", "address": "p", "dd": "p",
    "dt": "p", "summary": "p",
}  # fmt: skip
INLINE = frozenset("a strong em s sub sup code".split())
# Elements that hold text themselves; everywhere else text needs a paragraph.
TEXT_ELEMENTS = frozenset("p h2 h3 h4 pre li caption th td".split())
STRUCTURE = frozenset("ul ol table thead tbody tr".split())
VOID = frozenset("br hr img source".split())
MEDIA = frozenset("video audio iframe".split())
# Inline elements that a body does not have: their text stays.
UNWRAPPED = frozenset("span u ins small big abbr".split())

TAGS = (cleaning.TAGS - {"story-embed", "story-media"}) | set(RENAMED) | MEDIA | UNWRAPPED | set(
    "div section article aside header footer main center dl figure figcaption img source q "
    "details tfoot".split()
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "class", "data-id"},
    "figure": {"class", "data-ids"},
    "div": {"class"},
    "ul": {"class"},
    "blockquote": {"class"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    **{medium: {"src"} for medium in (*MEDIA, "source")},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=cleaning.SCHEMES,
    link_rel=None,
    strip_comments=True,
)
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
TAG = re.compile(r"<[^>]*>")
EMPTY_ELEMENT = re.compile(r"<(h[2-4]|p|li|ul|ol|blockquote|strong|em|s|code)>\s*</\1>")


def to_body(pieces, embeds, *, all_quotes=False):
    """The body of a story for the pieces of a post's text (`Source.pieces`).

    `embeds` (embeds.Embeds) finds pictures, galleries, quotes and new addresses. With `all_quotes`,
    every quotation with a name under it becomes a quote of its own. Raises ValueError if the body
    is too long.
    """
    parts = []
    for piece, by_blank_lines in pieces:
        if piece.strip():
            markup = Markup(embeds, by_blank_lines=by_blank_lines, all_quotes=all_quotes)
            # Balanced from here on, and free of scripts; a body is cleaned once more.
            markup.feed(CLEANER.clean(piece))
            parts.append(markup.finished())
    text = body.clean("\n".join(parts))
    while (less := EMPTY_ELEMENT.sub("", text)) != text:
        text = less
    return text.strip()


class Markup(HTMLParser):
    """Reads balanced HTML and writes the body of a story."""

    def __init__(self, embeds, *, by_blank_lines, all_quotes):
        super().__init__(convert_charrefs=True)
        self.embeds = embeds
        self.by_blank_lines, self.all_quotes = by_blank_lines, all_quotes
        self.outputs = [[]]  # where finished markup goes; the last is the innermost
        self.loose = None  # the paragraph that loose text is making
        self.open_text = []  # open TEXT_ELEMENTS
        self.open = []  # (element, what to do at its end)
        self.frames = []  # open figures and quotations, innermost last

    def finished(self):
        self.close()
        self.end_loose()
        return "".join(self.outputs[0])

    # What the parser finds

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            getattr(self, f"_{tag}")(attributes)
            return
        self.open.append((tag, self._opened(tag, attributes)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            at_end = self.open.pop()[1]
            if at_end:
                at_end()

    def handle_data(self, data):
        if self.gallery:
            return
        if not self.open_text:
            pieces = BLANK_LINE.split(data) if self.by_blank_lines else [data]
            for number, piece in enumerate(pieces):
                if number:
                    self.end_loose()
                if self.loose is not None or piece.strip():
                    self.put_loose(self._lines(piece))
        else:
            self.put(escape(data, quote=False))

    # Where it goes: into the paragraph of loose text if there is one, else the innermost output

    @property
    def gallery(self):
        """The gallery that is being read, unless one of its captions is."""
        galleries = [f for f in self.frames if isinstance(f, Figure) and f.is_gallery]
        return galleries[-1] if galleries and galleries[-1].level == len(self.outputs) else None

    def put(self, markup):
        (self.outputs[-1] if self.loose is None else self.loose).append(markup)

    def put_loose(self, markup):
        if self.loose is None:
            self.loose = []
        self.loose.append(markup)

    def put_block(self, markup):
        if not self.open_text:
            self.end_loose()
        self.put(markup)

    def end_loose(self):
        """Make a paragraph of the loose text, if it says anything."""
        if self.loose is None:
            return
        text, self.loose = _trimmed("".join(self.loose)), None
        plain = body.plain_text(text)
        if not plain:
            self.put("".join(match[0] for match in body.EMBED.finditer(text)))
        elif ADDRESS.fullmatch(plain) and "<a " not in text:
            # An address alone on its line: WordPress would embed its page (oEmbed).
            address = escape(plain)
            link = f'<p><a href="{address}">{address}</a></p>'
            self.put(self.embeds.medium(plain) or link)
        else:
            self.put(f"<p>{text}</p>")

    def begin_capture(self, *open_text):
        """Collect what follows apart from the text, until `end_capture` returns it."""
        self.outputs.append([])
        state = self.loose, self.open_text
        self.loose, self.open_text = None, list(open_text)
        return state

    def end_capture(self, state):
        self.end_loose()
        self.loose, self.open_text = state
        return "".join(self.outputs.pop())

    # Elements

    def _opened(self, tag, attributes):
        """Begin an element; return what is to be done at its end."""
        if self.gallery and tag not in ("figure", "figcaption"):
            return None
        if part := self._part(tag, attributes):
            return part.end
        if tag in ("figcaption", "cite") and self.frames and self.frames[-1].takes(tag):
            return self.frames[-1].begin_caption()
        tag = RENAMED.get(tag, tag)
        if tag in INLINE:
            return self._begin_inline(tag, attributes)
        if tag in TEXT_ELEMENTS | STRUCTURE and (tag != "p" or self.open_text):
            return self._begin_block(tag, attributes)
        return self._begin_other(tag)

    def _part(self, tag, attributes):
        """Something that has parts itself, or None."""
        if tag in MEDIA:
            return Medium(self, attributes)
        if tag == "blockquote":
            return Quotation(self, attributes)
        return Figure(self, attributes) if tag == "figure" or is_gallery(attributes) else None

    def _begin_other(self, tag):
        """A paragraph, or a part of the page that is none here."""
        if tag == "q":
            self._inline("“")
            return lambda: self._inline("”")
        if tag in UNWRAPPED:
            return None
        if self.open_text:
            # Where it begins and ends, words stay apart.
            self.put(" ")
            return lambda: self.put(" ")
        self.end_loose()
        return self.end_loose

    def _begin_block(self, tag, attributes):
        if not self.open_text:
            self.end_loose()
        self.put(f"<{tag}{_kept_attributes(tag, attributes)}>")
        if tag not in TEXT_ELEMENTS:
            return lambda: self.put(f"</{tag}>")
        self.open_text.append(tag)

        def end():
            self.open_text.pop()
            self.put(f"</{tag}>")

        return end

    def _begin_inline(self, tag, attributes):
        if tag == "a":
            href = self.embeds.link(attributes.get("href", ""))
            attributes = {"href": href}
            if not href:
                return None
        self._inline(f"<{tag}{_kept_attributes(tag, attributes)}>")
        target = self.outputs[-1] if self.loose is None else self.loose
        begun = len(target)

        def end():
            if any(TAG.sub("", part).strip() for part in target[begun:]):
                self.put(f"</{tag}>")
            elif target is (self.outputs[-1] if self.loose is None else self.loose):
                # Around a picture, say: an embed is no link.
                del target[begun - 1]

        return end

    def _inline(self, markup):
        if self.open_text:
            self.put(markup)
        else:
            self.put_loose(markup)

    def _br(self, attributes):
        if self.open_text or self.loose is not None:
            self.put("<br>")

    def _hr(self, attributes):
        if not self.gallery:
            self.put_block("<hr>")

    def _source(self, attributes):
        if self.frames and isinstance(self.frames[-1], Medium):
            self.frames[-1].address = self.frames[-1].address or attributes.get("src", "")

    def _img(self, attributes):
        classes = attributes.get("class", "")
        number = re.search(r"\bwp-image-([0-9]{1,19})\b", classes)
        external_id = attributes.get("data-id") or (number[1] if number else "")
        if gallery := self.gallery:
            gallery.pictures.append([external_id, attributes.get("src", ""), ""])
            return
        figure = next((f for f in reversed(self.frames) if isinstance(f, Figure)), None)
        size = "wide" if "alignwide" in classes else "full" if "alignfull" in classes else ""
        picture = self.embeds.picture(external_id, attributes.get("src", ""))
        if picture:
            if figure:
                figure.shown.append(picture)
            self._inline(self.embeds.tag("picture", picture, size or (figure and figure.size)))

    def _lines(self, text):
        text = escape(text, quote=False)
        return text.replace("\n", "<br>") if self.by_blank_lines else text


def _kept_attributes(tag, attributes):
    kept = cleaning.ATTRIBUTES.get(tag, ())
    return "".join(f' {n}="{escape(attributes[n])}"' for n in sorted(kept) if attributes.get(n))


def _trimmed(text):
    """Without line breaks and spaces at either end."""
    before = None
    while text != before:
        before = text
        text = text.strip().removeprefix("<br>").removesuffix("<br>")
    return text
