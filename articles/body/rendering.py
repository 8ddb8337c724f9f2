"""The body of a story as readers get it."""

import re
import unicodedata

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from newsroom.templatetags.direction import bdi

from . import boxes, media, notes, tables
from .cleaning import plain_text
from .embed_tags import EMBED, parse

# The first paragraph of the text proper, behind what may stand above it.
FIRST_PARAGRAPH = re.compile(
    r"^(?>\s|<story-(embed|media)\b[^>]*></story-\1>|<aside\b.*?</aside>)*+"
    r'<p(?: id="[\w-]+")?>',
    re.DOTALL,
)
OPENING = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)
# A drop cap over three lines needs three lines beside it, on the widest page.
DROP_CAP_CHARACTERS = 200
WITH_CAPITALS = ("LATIN ", "GREEK ", "CYRILLIC ")


def render(
    source, embedded, *, dateline="", folder="components", notes_are_linked=True, plays=False
):
    """The body as readers get it, as safe HTML.

    `source` is a clean body. `embedded` maps (kind, id) to the pictures, galleries and quotes that
    may be shown; an embed that is not there is left out without a trace, and for None a line says
    that a picture stood there. A `dateline` opens the first paragraph. `folder` holds the
    templates of the embeds. Notes are listed at the end (see notes.py).

    A page that `plays` has css/framed.css, js/framed.js and a policy (newsroom.security.let_ask)
    for what is asked of other sites; on all others that is told in words.
    """
    seen = set()

    def shown(match):
        embed = parse(match)
        key = embed and (embed["kind"], embed["id"])
        if key not in embedded:
            return ""
        if embedded[key] is None:
            return render_to_string("components/no_longer_shown.html")
        # A second time the same quote must not have the same name on the page.
        context = {embed["kind"]: embedded[key], "size": embed["size"], "is_again": key in seen}
        seen.add(key)
        return render_to_string(f"{folder}/embedded_{embed['kind']}.html", context)

    if dateline:
        place = format_html('<span class="dateline">{}</span> ', bdi(dateline))
        source = FIRST_PARAGRAPH.sub(lambda match: match[0] + place, source, count=1)
    source = tables.framed(source).replace("<pre", '<pre tabindex="0"')
    # Clean on the way in, so safe on the way out.
    text = notes.rendered(boxes.rendered(source), are_linked=notes_are_linked)
    text = media.rendered(text, embedded, folder if plays else "text")
    return mark_safe(EMBED.sub(shown, text))  # noqa: S308


def opens_with_a_capital(source):
    """Whether a clean body opens with a paragraph that can carry a drop cap.

    Not one that is short or begins with a quotation mark, nor a script without capitals.
    """
    opening = OPENING.match(source)
    if not opening:
        return False
    text = plain_text(opening[1])
    if len(text) < DROP_CAP_CHARACTERS:
        return False
    return unicodedata.name(text[0], "").startswith(WITH_CAPITALS)
