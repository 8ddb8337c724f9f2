"""What a story's text may contain.

A body is one document of clean, semantic HTML. Pictures, galleries and quotes stand in it
as `<story-embed data-kind="picture" data-id="12" data-size="wide">`, always on the top
level, and become figures when the page is made; boxes stand there too (articles.body.boxes). It is
cleaned on the way in (by `StoryVersion.save`), so that what is stored may be printed as it is.
"""

import html
import re
import unicodedata

import nh3
from django.apps import apps
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from articles.body import boxes

EMBED_KINDS = ("picture", "gallery", "quote")
SIZES = ("column", "wide", "full", "side")
ATTRIBUTES = {
    "a": {"href"},
    "aside": {"data-box"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "story-embed": {"data-kind", "data-id", "data-size", "data-label"},
}
TEXT = "p h2 h3 h4 a strong em s sub sup code pre ul ol li blockquote hr br"
TABLE = "table caption thead tbody tr th td"
TAGS = {*TEXT.split(), *TABLE.split(), "aside", "story-embed"}
SCHEMES = {"http", "https", "mailto", "tel"}
LONGEST = 1_000_000  # characters
# Parsing takes the square of how deep tags are nested; this many cost a second at the most.
MOST_TAGS = 20_000
MOST_READINGS = 6

TABLE_WITH_CAPTION = re.compile(
    r"<table>(?P<caption>\s*<caption>(?P<words>.*?)</caption>)?(?P<rows>.*?)</table>", re.DOTALL
)
EMBED = re.compile(r"<story-embed\b([^>]*)></story-embed>")
TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)\b(?: data-box="(?P<box>\w*)")?[^>]*>')
VOID = {"br", "hr"}
BLOCKS = re.compile(r"</(?:p|h[2-4]|li|blockquote|tr|pre|caption)>|<br>|<hr>")
HEADING_OR_EDGE_OF_BOX = re.compile(r"<h([234])>(.*?)</h\1>|</?aside\b", re.DOTALL)
EMPTY_HEADER = re.compile(r"<th\b([^>]*)></th>")
SCOPE = re.compile(r' scope="[^"]*"')
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
# The first paragraph of the text proper, behind what may stand above it.
FIRST_PARAGRAPH = re.compile(
    r'^(?>\s|<story-embed\b[^>]*></story-embed>|<aside\b.*?</aside>)*+<p(?: id="[\w-]+")?>',
    re.DOTALL,
)
OPENING = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)
# A capital over three lines needs three lines beside it, on the widest page.
LONG_ENOUGH = 200  # characters
WITH_CAPITALS = ("LATIN ", "GREEK ", "CYRILLIC ")


def clean(source):
    """Return `source` reduced to what a body may contain; cleaning twice changes nothing.

    Scripts, styles, handlers and unknown elements go, their text stays. Embeds without a
    known kind and a number go; embeds inside other elements move behind those. A box inside
    another element, or of an unknown kind, leaves its text; an empty one goes. Headings begin
    at h2 and skip no level, whatever was chosen for its looks.
    Raises ValueError for more than a million characters or 20,000 tags.
    """
    if len(source) > LONGEST:
        raise ValueError("The text is longer than a million characters.")
    if source.count("<") > MOST_TAGS:
        raise ValueError("The text has more than 20,000 tags.")
    text = source.replace("\x00", "")
    # What was taken out may have held its neighbours apart: what is left is read again.
    for _ in range(MOST_READINGS):
        before, text = text, _cleaned(text)
        if text == before:
            break
    return text


def _cleaned(text):
    text = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    text = EMBED.sub(lambda match: _written(_read(match)), text)
    text = boxes.without_empty(EMPTY_PARAGRAPH.sub("", _on_top(text))).strip()
    # A corner cell without words heads nothing.
    text = EMPTY_HEADER.sub(lambda cell: f"<td{SCOPE.sub('', cell[1])}></td>", text)
    return HEADING_OR_EDGE_OF_BOX.sub(_in_order(), text)


def plain_text(source):
    """The words alone, with spaces where blocks end."""
    spaced = BLOCKS.sub(lambda match: match[0] + " ", source)
    words = html.unescape(nh3.clean(EMBED.sub(" ", spaced), tags=set()))
    return " ".join(words.split())


def embeds(source):
    """The embeds of a clean body in their order, as (kind, id) pairs, each once."""
    found = (_read(match) for match in EMBED.finditer(source))
    return list(dict.fromkeys((e["kind"], e["id"]) for e in found if e))


def existing_embeds(source):
    """Those of `embeds(source)` whose row exists; an id may have been typed or pasted."""
    wanted = embeds(source)
    existing = []
    for kind in EMBED_KINDS:
        ids = [pk for k, pk in wanted if k == kind]
        if ids:
            rows = apps.get_model("articles", kind).objects.filter(pk__in=ids)
            existing += [(kind, pk) for pk in rows.values_list("pk", flat=True)]
    return existing


def render(source, things, *, dateline="", folder="components"):
    """The body as readers get it.

    `things` maps (kind, id) to pictures, galleries and quotes that may be shown; an embed
    that is not there is left out without a trace, and for None a line says that a picture
    stood there. A `dateline` opens the first paragraph. `folder` holds the templates of the
    embeds.
    """
    seen = set()

    def shown(match):
        embed = _read(match)
        key = embed and (embed["kind"], embed["id"])
        if key not in things:
            return ""
        if things[key] is None:
            return render_to_string("components/no_longer_shown.html")
        # A second time the same quote must not have the same name on the page.
        context = {embed["kind"]: things[key], "size": embed["size"], "is_again": key in seen}
        seen.add(key)
        return render_to_string(f"{folder}/embedded_{embed['kind']}.html", context)

    if dateline:
        place = format_html('<span class="dateline">{}</span>', dateline)
        source = FIRST_PARAGRAPH.sub(lambda match: match[0] + place, source, count=1)
    source = TABLE_WITH_CAPTION.sub(_framed, source).replace("<pre", '<pre tabindex="0"')
    # Clean on the way in, so safe on the way out.
    return mark_safe(EMBED.sub(shown, boxes.rendered(source)))  # noqa: S308


def opens_with_a_capital(source):
    """Whether the text opens with a paragraph that can carry a large first letter.

    Not one that is short or begins with a quotation mark, nor a script without capitals.
    """
    opening = OPENING.match(source)
    if not opening:
        return False
    words = plain_text(opening[1])
    return len(words) >= LONG_ENOUGH and unicodedata.name(words[0], "").startswith(WITH_CAPITALS)


def _framed(table):
    """What is too wide scrolls in a frame of its own, which a keyboard must be able to reach."""
    caption = plain_text(table["words"] or "")
    return format_html(
        '<div class="table-frame" role="group" aria-label="{}" tabindex="0">{}</div>',
        gettext("Table: %(caption)s") % {"caption": caption} if caption else gettext("Table"),
        mark_safe(table[0]),  # noqa: S308 clean on the way in
    )


def _allowed_attribute(element, attribute, value):
    # "//host" would leave the site behind a relative look.
    if element == "a" and attribute == "href" and value.lstrip().startswith(("//", "/\\", "\\")):
        return None
    return value


def _read(match):
    attributes = dict(re.findall(r'data-(\w+)="([^"]*)"', match[1]))
    kind, pk = attributes.get("kind"), attributes.get("id", "")
    if kind not in EMBED_KINDS or not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        return None
    size = attributes.get("size")
    return {
        "kind": kind,
        "id": int(pk),
        "size": size if size in SIZES else "column",
        "label": attributes.get("label", "")[:200],
    }


def _written(embed):
    if embed is None:
        return ""
    attributes = " ".join(
        f'data-{name}="{embed[name]}"' for name in ("kind", "id", "size", "label")
    )
    return f"<story-embed {attributes}></story-embed>"


def _in_order():
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


def _on_top(text):
    """Leave boxes on the top level alone, and move embeds behind what they stand in."""
    if "<story-embed" not in text and "<aside" not in text:
        return text
    out, waiting, depth, position, kept = [], [], 0, 0, []
    for tag in TAG.finditer(text):
        out.append(text[position : tag.start()])
        position = tag.end()
        closing, name = tag[1], tag[2]
        if name == "story-embed":
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
