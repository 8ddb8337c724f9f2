import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from articles.models.picture import Picture

from . import renditions
from .widths import WIDTHS

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_FRAMES = 100


class Refused(Exception):
    """A file that is not a picture we take, with the reason in words."""


def receive(file, **fields):
    """Store an uploaded picture and its renditions; return the saved Picture.

    `file` is an open binary file, `fields` the picture's words (caption, alt, credit, …).
    Raises Refused, with nothing stored, for anything that is not a JPEG, PNG, WebP, GIF or
    AVIF by its content, or has more than 25 MB, 40 megapixels or 100 frames.
    """
    picture = developed(file, **fields)
    picture.save()
    return picture


def developed(file, **fields):
    """As `receive`, but without the row: needs no database, so many can be made at once."""
    data = file.read(MAX_BYTES + 1)
    image = opened(data)
    picture = Picture(width=image.width, height=image.height, **fields)
    picture.colour = renditions.average_colour(image)
    picture.widths = renditions.make(picture.key, image)
    suffix = FORMATS[image.format_read]
    picture.original.save(f"{picture.key}.{suffix}", ContentFile(data), save=False)
    return picture


def opened(data):
    """The picture in `data`, decoded, upright and in sRGB-like RGB. Raises Refused."""
    if not data:
        raise Refused("The file is empty.")
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than 25 MB.")
    try:
        with warnings.catch_warnings():
            # Our own limit of pixels comes before any decoding; Pillow's warning adds nothing.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=list(FORMATS))
            _ensure_modest(image)
            format_read = image.format
            image.seek(0)
            # A fast, already smaller decode for huge JPEGs.
            image.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
            upright = _flattened(ImageOps.exif_transpose(image))
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused("This is not a JPEG, PNG, WebP, GIF or AVIF picture.") from error
    except Exception as error:
        # Pillow's decoders raise nearly everything for broken files.
        raise Refused("The picture is damaged and cannot be read.") from error
    upright.format_read = format_read
    return upright


def _ensure_modest(image):
    if image.width * image.height > MAX_PIXELS:
        raise Refused("The picture has more than 40 megapixels.")
    if getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise Refused("The animation has more than 100 frames.")


def _flattened(image):
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    if image.mode.startswith("I"):  # 16 bits a channel
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGB")
