import re
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from articles.pictures.widths import card_width

register = template.Library()

# Phones get no more than this, whatever their density: the eye sees no gain, the line does.
PHONE = 750
# Too small for what grows with the screen: every list of sizes is shorter without it.
THUMBNAIL = 320
FIRST = 'fetchpriority="high"'
LATER = 'loading="lazy" decoding="async"'
REMS = re.compile(r"(\d+(?:\.\d+)?)rem")


@register.simple_tag
def picture(picture, sizes="100vw", alt=None, eager=False):
    """A picture in the sizes and formats it exists in: AVIF where the worker has made it, WebP.

    `sizes` is the media condition list of the width it is shown at (HTML `sizes`); `alt`
    replaces the picture's own text, "" where the words beside it say the same; `eager`
    marks the one picture that should come first.
    """
    if picture is None:
        return ""
    sizes = conditional_escape(sizes)
    widths = _enough(sizes, picture.widths)
    avif = [width for width in widths if width in picture.avif_widths]
    shown = card_width(picture.widths)
    height = max(1, round(picture.height * shown / picture.width))
    words = conditional_escape(picture.alt if alt is None else alt)
    # What only reads `src` knows no WebP either: machines, mostly.
    html = (
        f"<picture>{_sources(picture, 'avif', avif, sizes)}"
        f"{_for_phones(picture, 'webp', widths, sizes)}"
        f'<img src="{picture.address(shown, "jpg")}" srcset="{_srcset(picture, "webp", widths)}"'
        f' sizes="{sizes}" width="{shown}" height="{height}" alt="{words}"'
        f"{focus_class(picture)} {FIRST if eager else LATER}></picture>"
    )
    # `format_html` takes six times as long, and a front page has thirty pictures.
    return mark_safe(html)  # noqa: S308 what people wrote was escaped above


def focus_class(picture):
    """The classes by which a crop keeps the focal point, to a tenth of the picture.

    A style attribute would be finer, and break the content security policy.
    """
    x, y = round(picture.focal_x * 10), round(picture.focal_y * 10)
    return "" if x == y == 5 else f' class="x{x} y{y}"'


def _enough(sizes, widths):
    """Of the widths those that a picture always shown at `sizes` has a use for."""
    fixed = _fixed_pixels(sizes)
    if fixed is None:
        return [width for width in widths if width > THUMBNAIL] or widths
    # For dense screens; beyond twice nobody sees a difference.
    large_enough = next((width for width in widths if width >= 2 * fixed), widths[-1])
    return [width for width in widths if width <= large_enough]


@lru_cache(maxsize=100)
def _fixed_pixels(sizes):
    match = REMS.fullmatch(sizes)
    return float(match[1]) * 16 if match else None


def _sources(picture, kind, widths, sizes):
    if not widths:
        return ""
    return _for_phones(picture, kind, widths, sizes) + _source(picture, kind, widths, sizes)


def _for_phones(picture, kind, widths, sizes):
    """A source that ends the choice of phones early, where there is more to choose from."""
    modest = [width for width in widths if width <= PHONE]
    if not modest or modest == widths:
        return ""
    return _source(picture, kind, modest, sizes, ' media="(max-width: 47rem)"')


def _source(picture, kind, widths, sizes, condition=""):
    srcset = _srcset(picture, kind, widths)
    return f'<source{condition} type="image/{kind}" srcset="{srcset}" sizes="{sizes}">'


def _srcset(picture, kind, widths):
    return ", ".join([f"{picture.address(width, kind)} {width}w" for width in widths])
