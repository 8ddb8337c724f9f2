"""The paper's mark as icons of every kind, in the paper's own colour: an H with its serifs.

Drawn here, and not kept as files, because a newsroom chooses the colour at the desk.
"""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

# Of the brand where a newsroom has chosen none, as in static/css/tokens.css and static/icon.svg.
HOUSE = "#0b5a3c"
# The mark on a field of 64 by 64 units, clockwise from its upper left corner.
FIELD = 64
MARK = [
    *((14, 12), (28, 12), (28, 16), (24, 16), (24, 29), (40, 29), (40, 16), (36, 16), (36, 12)),
    *((50, 12), (50, 16), (46, 16), (46, 48), (50, 48), (50, 52), (36, 52), (36, 48), (40, 48)),
    *((40, 34), (24, 34), (24, 48), (28, 48), (28, 52), (14, 52), (14, 48), (18, 48), (18, 16)),
    (14, 16),
]
# Devices cut icons to a circle of four fifths of their width (the "safe zone" of W3C's
# Application Manifest): a smaller mark stays whole in it.
WITHIN_A_CIRCLE = 0.88
PIXELS_OF_ICO = (16, 32, 48)
FINER = 8  # drawn so many times as large, and then made smaller, for smooth edges


@lru_cache(maxsize=16)
def png(pixels, shade=HOUSE):
    """A square PNG of so many pixels, whose mark survives being cut to a circle."""
    return _encoded(_drawn(pixels, shade, WITHIN_A_CIRCLE), "PNG", optimize=True)


@lru_cache(maxsize=4)
def ico(shade=HOUSE):
    """The file that browsers ask for at /favicon.ico, in the sizes of tabs and desktops."""
    largest, *smaller = (_drawn(pixels, shade) for pixels in reversed(PIXELS_OF_ICO))
    sizes = [(pixels, pixels) for pixels in PIXELS_OF_ICO]
    return _encoded(largest, "ICO", append_images=smaller, sizes=sizes)


def svg(shade=HOUSE):
    path = "M" + "L".join(f"{x} {y}" for x, y in MARK) + "z"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {FIELD} {FIELD}">'
        f'<rect width="{FIELD}" height="{FIELD}" fill="{shade}"/>'
        f'<path d="{path}" fill="#fff"/></svg>\n'
    )


def mark(pixels, shade=HOUSE):
    """The mark on a square of its colour, as an image of Pillow's."""
    return _drawn(pixels, shade)


def _drawn(pixels, shade, part=1):
    scale, middle = pixels * FINER / FIELD, FIELD / 2
    corners = [
        tuple((middle + (place - middle) * part) * scale for place in corner) for corner in MARK
    ]
    image = Image.new("RGB", (pixels * FINER, pixels * FINER), shade)
    ImageDraw.Draw(image).polygon(corners, fill="#fff")
    return image.resize((pixels, pixels), Image.Resampling.BOX)


def _encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
