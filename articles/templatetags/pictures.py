"""Responsive pictures: srcset, sizes, lazy loading."""

import re
from functools import lru_cache, partial

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from articles.pictures.crops import RATIOS
from articles.pictures.sandbox.widths import card_width

register = template.Library()

# Pixels. Phones get no more, whatever their density: the eye sees no gain, the line does.
PHONE = 750
# Pixels. Too small for what grows with the screen: every list of sizes is shorter without it.
THUMBNAIL = 320
EAGER = 'fetchpriority="high"'
LAZY = 'loading="lazy" decoding="async"'
# "12rem", or "(min-width: 47rem) 34rem, 92vw".
SIZES = re.compile(
    r"(?:\(min-width: (?P<from>[\d.]+)rem\) )?(?P<rems>[\d.]+)rem(?(from), (?P<part>[\d.]+)vw)"
)


@register.simple_tag
def picture(picture, sizes="100vw", alt=None, eager=False, ratio=None):
    """A <picture> element with srcset: AVIF where the worker has made it, WebP, and JPEG.

    `sizes` is the media condition list of the width it is shown at (HTML `sizes`); `alt`
    replaces the picture's own text, "" where the words beside it say the same; `eager`
    marks the one picture that should come first. `ratio` ("3:2") says how the style sheet cuts
    it: where an editor has cut it so, those files are taken.
    """
    if picture is None:
        return ""
    sizes = conditional_escape(sizes)
    if ratio and ratio in picture.cropped:
        across, down = RATIOS[ratio]
        address, shape, focus = partial(picture.address, ratio=ratio), down / across, []
        all_widths = avif_widths = picture.cropped[ratio]["widths"]
    else:
        address, shape = picture.address, picture.height / picture.width
        all_widths, avif_widths, focus = (
            picture.widths,
            picture.avif_widths,
            _focus_classes(picture),
        )
    widths = _useful_widths(sizes, all_widths)
    avif = [width for width in widths if width in avif_widths]
    shown = card_width(all_widths)
    height = max(1, round(shape * shown))
    alt_text = conditional_escape(picture.alt if alt is None else alt)
    # What only reads `src` knows no WebP either: machines, mostly.
    html = (
        f"<picture>{_sources(address, 'avif', avif, sizes)}"
        f"{_for_phones(address, 'webp', widths, sizes)}"
        f'<img src="{address(shown, "jpg")}" srcset="{_srcset(address, "webp", widths)}"'
        f' sizes="{sizes}" width="{shown}" height="{height}" alt="{alt_text}"'
        f' class="{" ".join([*focus, *_colour_classes(picture.colour)])}"'
        f" {EAGER if eager else LAZY}></picture>"
    )
    # `format_html` takes six times as long, and a front page has thirty pictures.
    return mark_safe(html)  # noqa: S308 what people wrote was escaped above


def _focus_classes(picture):
    """The classes by which a crop keeps the focal point, to a tenth of the picture.

    A style attribute would be finer, and break the content security policy.
    """
    x, y = round(picture.focal_x * 10), round(picture.focal_y * 10)
    return [] if x == y == 5 else [f"x{x}", f"y{y}"]


@lru_cache(maxsize=512)
def _colour_classes(colour):
    """The classes that paint a picture's place until it comes, "#204060" to the nearest fifth."""
    red, green, blue = (round(level / 51) for level in bytes.fromhex(colour[1:]))
    return f"r{red}", f"g{green}", f"b{blue}"


def _useful_widths(sizes, widths):
    """Of the widths those that a picture always shown at `sizes` has a use for."""
    most, is_fixed = _largest_shown(sizes)
    if most is not None:
        # For dense screens; beyond twice nobody sees a difference.
        large_enough = next((width for width in widths if width >= 2 * most), widths[-1])
        widths = [width for width in widths if width <= large_enough]
    if is_fixed:
        return widths
    return [width for width in widths if width > THUMBNAIL] or widths


@lru_cache(maxsize=100)
def _largest_shown(sizes):
    """The most CSS pixels that a picture takes, None for no limit; whether it always takes them."""
    match = SIZES.fullmatch(sizes)
    if not match:
        return None, False
    rems = float(match["rems"]) * 16
    if not match["from"]:
        return rems, True
    return max(rems, float(match["from"]) * 16 * float(match["part"]) / 100), False


def _sources(address, kind, widths, sizes):
    if not widths:
        return ""
    return _for_phones(address, kind, widths, sizes) + _source(address, kind, widths, sizes)


def _for_phones(address, kind, widths, sizes):
    """A source that ends the choice of phones early, where there is more to choose from."""
    narrow = [width for width in widths if width <= PHONE]
    if not narrow or narrow == widths:
        return ""
    return _source(address, kind, narrow, sizes, ' media="(max-width: 47rem)"')


def _source(address, kind, widths, sizes, condition=""):
    srcset = _srcset(address, kind, widths)
    return f'<source{condition} type="image/{kind}" srcset="{srcset}" sizes="{sizes}">'


def _srcset(address, kind, widths):
    return ", ".join([f"{address(width, kind)} {width}w" for width in widths])
