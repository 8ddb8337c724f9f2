"""Where a picture is cut to a ratio: around its focal point, or where an editor wants it."""

import hashlib

from .sandbox.widths import WIDTHS, widths_for

# By name, width and height in proportion.
RATIOS = {"3:2": (3, 2), "16:10": (16, 10), "4:5": (4, 5), "1:1": (1, 1), "1.91:1": (1.91, 1)}
# What other sites show of a page that is shared: 1,200 by 628 pixels, as JPEG.
CARD = "1.91:1"
CARD_WIDTH = 1200  # pixels
MAX_WIDTH = 1100  # pixels, of the other crops


def box(width, height, ratio, x, y, zoom=1):  # noqa: PLR0917 as one says it
    """The largest rectangle of a ratio around a point of a picture, as pixels.

    `width` and `height` are the picture's, `ratio` is a key of RATIOS, `x` and `y` are parts of
    the picture from 0 to 1; `zoom`, at least 1, makes the rectangle so many times smaller. It
    is kept inside the picture. Returns (left, top, right, bottom).
    """
    across, down = RATIOS[ratio]
    scale = min(width / across, height / down) / max(zoom, 1)
    wide = min(width, max(1, round(across * scale)))
    high = min(height, max(1, round(down * scale)))
    left = min(max(0, round(x * width - wide / 2)), width - wide)
    top = min(max(0, round(y * height - high / 2)), height - high)
    return left, top, left + wide, top + high


def height_of(ratio, width):
    """The height of a crop's file of this width, both in pixels."""
    across, down = RATIOS[ratio]
    return max(1, round(width * down / across))


def tag_of(box):
    """Eight hexadecimal digits of a rectangle's hash: files at one address never change."""
    return hashlib.sha256(repr(tuple(box)).encode()).hexdigest()[:8]


def boxes_of(picture):
    """By ratio, the rectangles that a picture is to be had in as files.

    The card is one of them, and all for which an editor has chosen something.
    """
    focal = {"x": picture.focal_x, "y": picture.focal_y}
    wanted = {CARD: focal} | {r: spot for r, spot in picture.crops.items() if r in RATIOS}
    return {
        ratio: box(picture.width, picture.height, ratio, **(focal | spot))
        for ratio, spot in wanted.items()
    }


def widths_of(ratio, box):
    """The widths in pixels in which readers get such a crop; never larger than it is."""
    wide = box[2] - box[0]
    if ratio == CARD:
        return [min(wide, CARD_WIDTH)]
    return [width for width in widths_for(wide) if width <= MAX_WIDTH] or [WIDTHS[0]]


def formats_of(ratio):
    """The suffixes of its files: cards are for machines, which do not all know WebP."""
    return ("jpg",) if ratio == CARD else ("webp", "jpg", "avif")


def record_of(ratio, box):
    """What Picture.cropped keeps of a crop that exists: {"tag": text, "widths": pixels}."""
    return {"tag": tag_of(box), "widths": widths_of(ratio, box)}
