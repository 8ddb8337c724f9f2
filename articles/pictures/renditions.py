"""The sizes in which readers get a picture."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from .widths import WIDTHS, card_width, rendition_name

QUALITY = 74


def make(key, image):
    """Write the renditions of an upright RGB image; return their widths in pixels.

    Never larger than the original. One JPEG, of the middle width, is for letters, feeds and
    link cards, which do not all know WebP.
    """
    widths = [width for width in WIDTHS if width < image.width]
    if len(widths) < len(WIDTHS):
        widths.append(min(image.width, WIDTHS[-1]))
    smaller = image
    for width in reversed(widths):
        # Each from the one before: four times faster, and no eye sees the difference.
        smaller = _resized(smaller, width)
        _store(rendition_name(key, width), smaller, "WEBP", quality=QUALITY, method=3)
        if width == card_width(widths):
            _store(rendition_name(key, width, "jpg"), smaller, "JPEG", quality=82, progressive=True)
    return widths


def average_colour(image):
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _resized(image, width):
    if image.width == width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)


def _store(name, image, kind, **options):
    out = io.BytesIO()
    # A fresh image: nothing of the camera's notes travels in `info`.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(out, kind, **options)
    default_storage.save(name, ContentFile(out.getvalue()))
