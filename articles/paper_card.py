"""The picture by which a page without one of its own is shown where it is shared.

The paper's name or logo, and its motto, in its colour, 1200 by 630 pixels as a PNG: who shows such
pictures reads no SVG. Drawn once in each process; what is on it makes its address.
"""

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageDraw

from articles import icons, lettering
from articles.pictures.sandbox.widths import card_width, rendition_name

SIZE = (1200, 630)  # pixels
# Raised with every change to the drawing, so that nobody keeps an older one under its address.
DRAWING = 1
MARGIN = 88  # pixels; what some sites cut off at the edges holds nothing
MARK = 104
GAP = 26
LOGO = (880, 300)
STRIPE = 28
NAME = {"sizes": range(132, 43, -4), "most_lines": 3}
MOTTO = {"sizes": range(42, 25, -2), "most_lines": 2}
INK = "#16201b"


@dataclass(frozen=True)
class Card:
    """What is on a card. `logo` is where a rendition lies in the storage, or ""."""

    name: str
    motto: str
    shade: str
    logo: str = ""

    @property
    def key(self):
        """A hash of what is on it, 16 hexadecimal digits."""
        return _key(self)

    @property
    def address(self):
        return reverse("articles:paper-card", args=[self.key])

    @property
    def png(self):
        """The file as bytes."""
        return _drawn(self)

    @property
    def alt(self):
        return ": ".join(filter(None, [self.name, self.motto]))


def of(paper):
    """The Card of a Paper as it is now; no query if its logo was fetched with it."""
    logo = paper.shown_logo
    width = logo and card_width(logo.widths)
    return Card(
        name=paper.shown_name,
        motto=paper.shown_motto,
        shade=paper.brand or icons.HOUSE,
        logo=rendition_name(logo.key, width, "jpg") if logo else "",
    )


@lru_cache(maxsize=16)
def _key(card):
    said = repr((DRAWING, card.name, card.motto, card.shade, card.logo))
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=4)
def _drawn(card):
    logo = _logo(card.logo)
    image = _with_logo(card, logo) if logo else _with_name(card)
    file = io.BytesIO()
    image.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()


def _logo(name):
    """The logo's rendition, which we have made ourselves; None if it cannot be read."""
    if not name:
        return None
    # A card with the written name is better than none while a storage is away.
    with suppress(OSError), default_storage.open(name) as file:
        image = Image.open(file, formats=["JPEG"])
        image.load()
        return image.convert("RGB")
    return None


def _with_name(card):
    image = Image.new("RGB", SIZE, card.shade)
    canvas = ImageDraw.Draw(image)
    left, right, bottom = MARGIN, SIZE[0] - MARGIN, SIZE[1] - MARGIN
    motto = lettering.fitted(card.motto, right - left, SIZE[1], **MOTTO)
    words_top = MARGIN + MARK
    room = bottom - words_top - (motto.height + GAP if motto else 0)
    name = lettering.fitted(card.name, right - left, room, **NAME)
    if name is None:
        mark = icons.mark(MARK * 3, card.shade)
        image.paste(mark, ((SIZE[0] - mark.width) // 2, (SIZE[1] - mark.height) // 2))
        return image
    # The mark has a margin of its own, of about a fifth.
    at_right = name.direction == lettering.RIGHT_TO_LEFT
    x = right - MARK * 4 // 5 if at_right else left - MARK // 5
    image.paste(icons.mark(MARK, card.shade), (x, MARGIN - MARK // 5))
    if motto:
        motto.draw(canvas, left, bottom - motto.height, right, fill="#ffffff")
        bottom -= motto.height + GAP
    name.draw(canvas, left, bottom - name.height, right, fill="#ffffff")
    return image


def _with_logo(card, logo):
    image = Image.new("RGB", SIZE, "#ffffff")
    canvas = ImageDraw.Draw(image)
    canvas.rectangle([0, SIZE[1] - STRIPE, *SIZE], fill=card.shade)
    scale = min(LOGO[0] / logo.width, LOGO[1] / logo.height)
    size = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
    logo = logo.resize(size, Image.Resampling.LANCZOS)
    motto = lettering.fitted(card.motto, SIZE[0] - 2 * MARGIN, SIZE[1], **MOTTO)
    height = logo.height + (motto.height + 2 * GAP if motto else 0)
    top = (SIZE[1] - STRIPE - height) // 2
    image.paste(logo, ((SIZE[0] - logo.width) // 2, top))
    if motto:
        top += logo.height + 2 * GAP
        motto.draw(canvas, MARGIN, top, SIZE[0] - MARGIN, centred=True, fill=INK)
    return image
