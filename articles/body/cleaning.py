"""Cleaning HTML from anybody into the body of a story, and the plain text of one."""

import html
import re

import nh3

from newsroom.characters import without_forbidden

from . import boxes, looks, media, notes
from .embed_tags import EMBED, parse, serialize

ATTRIBUTES = {
    # Without this line nh3 allows `title` and `lang` everywhere.
    "*": set(),
    "a": {"href"},
    "aside": {"data-box"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "story-embed": {"data-kind", "data-id", "data-size", "data-label"},
    "story-media": media.NAMES,
}
TEXT = "p h2 h3 h4 a strong em s sub sup code pre ul ol li blockquote hr br"
TABLE = "table caption thead tbody tr th td"
TAGS = {*TEXT.split(), *TABLE.split(), "aside", "story-embed", "story-media", "story-note"}
SCHEMES = {"http", "https", "mailto", "tel"}
MAX_CHARACTERS = 1_000_000
# Parsing takes the square of how deep tags are nested; this many cost a second at the most.
MAX_TAGS = 20_000
MAX_PASSES = 6

TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)\b(?: data-box="(?P<box>\w*)")?[^>]*>')
VOID = {"br", "hr"}
EMBEDS = ("story-embed", "story-media")
ON_TOP = ("<story-", "<aside")
# Whatever stands inside a word or a line; every other tag ends a piece of text, so that a table's
# cells never run into one word. A mark that leads to a footnote is no part of its word either.
INLINE = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span"
INLINE += "|strong|sub|sup|time|tt|u|var|wbr"
# Of a note, with a link or without; not of "km²".
NOTE = r"<sup[^>]*>(?=\s*<a\b)|(?<=[^\W\d_]{3})<sup[^>]*>(?=\s*[\d*†‡]+\s*</sup>)"
EDGE = re.compile(rf"{NOTE}|</?(?!(?:{INLINE})\b)[a-z][^>]*>", re.IGNORECASE)
HEADING_OR_EDGE_OF_BOX = re.compile(r"<h([234])>(.*?)</h\1>|</?aside\b", re.DOTALL)
EMPTY_HEADER = re.compile(r"<th\b([^>]*)></th>")
SCOPE = re.compile(r' scope="[^"]*"')
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")


def clean(source):
    """Return `source`, HTML from anybody, reduced to what a body may contain. Idempotent.

    A body contains the elements of TAGS with the attributes of ATTRIBUTES, links of SCHEMES or
    within the site, and text without forbidden characters (newsroom.characters). Nothing else:
    no comment, no handler, no `title`, `lang`, `dir`, `class`, `style` or `id` anywhere. Other
    elements go and leave their text, scripts and styles with all that is in them.

    What other programs write as looks becomes elements before that (looks/).
    Embeds without a known kind and a number go; embeds inside other elements move behind those.
    So do those of other sites and sounds; one that is not allowed becomes a link (media/).
    Footnotes hold words, links and marks, and stand where none of them is broken (notes.py).
    A box inside another element, or of an unknown kind, leaves its text; an empty one goes.
    Headings begin at h2 and skip no level, whatever was chosen for its looks.
    Raises ValueError for more than a million characters or 20,000 tags.
    """
    _ensure_readable(source)
    text = without_forbidden(source, line_end="\n")
    # What was taken out may have held its neighbours apart: what is left is read again.
    for _ in range(MAX_PASSES):
        before, text = text, _cleaned(looks.read_looks(text))
        if text == before:
            break
    _ensure_readable(text)  # looks may have become tags
    return text


def _ensure_readable(text):
    if len(text) > MAX_CHARACTERS:
        raise ValueError("The text is longer than a million characters.")
    if text.count("<") > MAX_TAGS:
        raise ValueError("The text has more than 20,000 tags.")


def _cleaned(text):
    # A reference (&#11;) has become its character by the next pass.
    text = _CLEANER.clean(without_forbidden(text, line_end="\n"))
    text = EMBED.sub(lambda match: serialize(parse(match)), text)
    text = media.cleaned(_with_embeds_on_top(media.without_content(text)))
    text = notes.mended(text)
    text = boxes.without_empty(EMPTY_PARAGRAPH.sub("", text)).strip()
    # An empty corner cell heads nothing.
    text = EMPTY_HEADER.sub(lambda cell: f"<td{SCOPE.sub('', cell[1])}></td>", text)
    return HEADING_OR_EDGE_OF_BOX.sub(_outline_levels(), text)


def plain_text(source, *, with_notes=False):
    """The text of a body on one line, without markup and embeds.

    `with_notes` stand at its end its notes, and what its embeds and sounds say.

    Blocks, cells, items and lines stay apart: a space stands wherever one ends.
    """
    if "<" not in source and "&" not in source and "\0" not in source:
        return " ".join(source.split())  # there is nothing to take out
    if with_notes:
        said = (html.escape(media.words_of(medium)) for medium in media.among(source))
        source = "<br>".join([notes.without(source), *notes.among(source), *said])
    spaced = EDGE.sub(lambda match: f" {match[0]} ", EMBED.sub(" ", notes.without(source)))
    text = html.unescape(_WITHOUT_TAGS.clean(spaced))
    return " ".join(text.split())


def _allowed_attribute(element, attribute, value):
    # "//host" would leave the site behind a relative look.
    if element == "a" and attribute == "href" and value.lstrip().startswith(("//", "/\\", "\\")):
        return None
    return value


# Made once: taking the names over costs more than most texts do.
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_allowed_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)
_WITHOUT_TAGS = nh3.Cleaner(tags=set())


def _outline_levels():
    """A replacement that gives each heading the level at which it stands in the outline.

    What a box heads ends with the box.
    """
    text, box = [], None

    def replaced(match):
        nonlocal box
        if not match[1]:
            box = None if match[0].startswith("</") else []
            return match[0]
        above = text if box is None else box
        while above and above[-1] >= match[1]:
            above.pop()
        above.append(match[1])
        level = min(1 + len(text) + len(box or ()), 4)
        return f"<h{level}>{match[2]}</h{level}>"

    return replaced


def _with_embeds_on_top(text):
    """Leave boxes on the top level alone, and move embeds behind the element they stand in."""
    if not any(tag in text for tag in ON_TOP):
        return text
    out, waiting, depth, position, kept = [], [], 0, 0, []
    for tag in TAG.finditer(text):
        out.append(text[position : tag.start()])
        position = tag.end()
        closing, name = tag[1], tag[2]
        if name in EMBEDS:
            (waiting if depth else out).append(tag[0])
            continue
        if name == "aside":
            if not closing:
                kept.append(depth == 0 and tag["box"] in boxes.KINDS)
            if not (kept.pop() if closing else kept[-1]):
                continue
        out.append(tag[0])
        if name in VOID:
            continue
        depth += -1 if closing else 1
        if depth == 0 and waiting:
            out += waiting
            waiting = []
    out.append(text[position:])
    return "".join(out)
