from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles.pictures.widths import card_width

register = template.Library()

# Phones get no more than this, whatever their density: the eye sees no gain, the line does.
PHONE_WIDTHS = (480, 750)
FIRST = mark_safe('fetchpriority="high"')
LATER = mark_safe('loading="lazy" decoding="async"')
# Which of nine points a crop keeps; a style attribute would break the security policy.
COLUMNS, ROWS = ("left", "centre", "right"), ("top", "middle", "bottom")


@register.simple_tag
def picture(picture, sizes="100vw", alt=None, eager=False):
    """A picture in the sizes it exists in.

    `sizes` is the media condition list of the width it is shown at (HTML `sizes`); `alt`
    replaces the picture's own text, "" where the words beside it say the same; `eager`
    marks the one picture that should come first.
    """
    if picture is None:
        return ""
    addresses = {width: picture.address(width) for width in picture.widths}
    phone = [w for w in addresses if w in PHONE_WIDTHS] or list(addresses)[:1]
    shown = card_width(picture.widths)
    image = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" class="{}" {}>',
        addresses[shown],
        _srcset(addresses, addresses),
        sizes,
        shown,
        max(1, round(picture.height * shown / picture.width)),
        picture.alt if alt is None else alt,
        focus_class(picture),
        FIRST if eager else LATER,
    )
    return format_html(
        '<picture><source media="(max-width: 47rem)" srcset="{}" sizes="92vw">{}</picture>',
        _srcset(phone, addresses),
        image,
    )


def focus_class(picture):
    column = COLUMNS[min(int(picture.focal_x * 3), 2)]
    row = ROWS[min(int(picture.focal_y * 3), 2)]
    return "" if (column, row) == ("centre", "middle") else f"focus-{column}-{row}"


def _srcset(widths, addresses):
    return ", ".join(f"{addresses[width]} {width}w" for width in widths)
