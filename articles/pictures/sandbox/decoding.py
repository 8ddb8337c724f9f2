"""Decoding a stranger's file: checked before a pixel is decoded, then upright and in sRGB."""

import math
import warnings
from contextlib import contextmanager
from importlib import import_module

from PIL import Image

from .colours import colour, png_chunks, transparency
from .errors import Refused
from .widths import WIDTHS

MAX_RENDITION_HEIGHT = 16_000  # pixels; WebP ends at 16,383
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
# What makes a picture with this Exif orientation upright.
TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SWAP_WIDTH_AND_HEIGHT = {5, 6, 7, 8}


@contextmanager
def refuse_undecodable():
    """Turn whatever a decoder raises over a broken file into Refused."""
    try:
        with warnings.catch_warnings():
            # Our own limits come first; a decoder's other warnings help nobody.
            warnings.simplefilter("ignore")
            yield
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("The picture needs more memory than it may have.") from error
    except Exception as error:
        # Pillow's decoders raise nearly everything for broken files.
        raise Refused("The picture is damaged and cannot be read.") from error


@contextmanager
def opened(path, file_format, *, megapixels, frames):
    """The picture in a file of this format, not decoded yet; a context manager.

    `file_format` is a key of formats.SUFFIXES; `megapixels` and `frames` are the most that it may
    have by its own header. Raises Refused.
    """
    with refuse_undecodable():
        _load_decoder(file_format)
        # Pillow's own limit against decompression bombs; ours, below, holds before any decoding.
        Image.MAX_IMAGE_PIXELS = None
        image = _image_file(path, file_format)
    with image:
        with refuse_undecodable():
            if image.width * image.height > megapixels * 1_000_000:
                raise Refused(f"The picture has more than {megapixels} megapixels.")
            # Of an animation the first; of several in one HEIC, the one that is shown for all.
            shown_frame = image.tell()
            if getattr(image, "n_frames", 1) > frames:
                raise Refused(f"The animation has more than {frames} frames.")
            image.seek(shown_frame)
            wide, high = upright_size(image)
            if min(wide, WIDTHS[-1]) * high / wide > MAX_RENDITION_HEIGHT:
                raise Refused("The picture is too tall for its width.")
        yield image


def _load_decoder(file_format):
    """Import the one decoder that is needed, and no other of Pillow's some forty."""
    if file_format == "HEIF":
        try:
            # Imported without its library, it complains only when it is used.
            import_module("pillow_heif").register_heif_opener(thumbnails=False)
        except ImportError as error:
            raise Refused(
                "This is a HEIC picture, which is not taken here: save it as a JPEG."
            ) from error
    else:
        plugin = {"WEBP": "WebP"}.get(file_format, file_format.title())
        import_module(f"PIL.{plugin}ImagePlugin")
        if file_format == "AVIF":
            import_module("PIL.AvifImagePlugin").DEFAULT_MAX_THREADS = 1
        if file_format == "PNG":
            png_chunks.pass_over_endless_profiles(colour.MAX_PROFILE_BYTES)


def _image_file(path, file_format):
    if file_format == "JPEG":
        from PIL.JpegImagePlugin import JpegImageFile

        # Not what Pillow makes of a JPEG with others behind it (MPF): a gain map for bright
        # screens, a second eye or a larger preview is no frame of an animation.
        return JpegImageFile(path)
    return Image.open(path, formats=[file_format])


def orientation_of(image):
    """The Exif orientation of an opened picture, from 1 (upright) to 8; 1 if it says none."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # broken Exif is no reason to refuse the picture
        return 1


def upright_size(image):
    """(width, height) in pixels, as they are once the picture is turned upright."""
    wide, high = image.size
    return (high, wide) if orientation_of(image) in SWAP_WIDTH_AND_HEIGHT else (wide, high)


def decoded(image, scale, file_format):
    """(the opened picture as an upright sRGB image without metadata, the name of its ground).

    `scale`, at most 1, says how much of its width and height is needed; the answer may be larger.
    `file_format` is a key of formats.SUFFIXES. The ground, a key of transparency.GROUNDS, is under
    what is transparent; "" if nothing is. Raises Refused.
    """
    with refuse_undecodable():
        wide, high = (math.ceil(side * scale) for side in image.size)
        # A JPEG is decoded to half, a quarter or an eighth in a fraction of the time.
        image.draft(None, (wide, high))
        image.load()
        profile, orientation = colour.profile_of(image, file_format), orientation_of(image)
        known = _in_known_mode(image, file_format)
        colours, ground = _on_ground(known, _shrunk(known, wide, high), profile)
        upright = _upright(colours, orientation)
        # A fresh image: no metadata travels in `info`.
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        return bare, ground


def _in_known_mode(image, file_format):
    """In one of the modes L, LA, RGB, RGBA, CMYK."""
    image = transparency.with_alpha(image, file_format)
    if image.mode.startswith("I"):
        return transparency.eight_bits(image)
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _upright(image, orientation):
    turn = TRANSPOSITIONS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _shrunk(image, wide, high):
    """Still at least one and a half times as large, so that the last step can be a good one."""
    factor = int(min(image.width / wide, image.height / high) / 1.5)
    return image.reduce(factor) if factor > 1 else image


def _on_ground(known, shrunk, profile):
    """The smaller picture in sRGB, with a ground under it that is chosen for the whole one: every
    size and crop stands on the same."""
    colours, alpha = transparency.parted(shrunk)
    colours = colour.in_srgb(colours, profile)
    if alpha is None:
        return colours, ""
    small, small_alpha = transparency.parted(transparency.small(known))
    if small_alpha is None:
        return transparency.on_ground(colours, alpha, "white"), "white"
    ground = transparency.ground_for(colour.in_srgb(small, profile), small_alpha)
    return transparency.on_ground(colours, alpha, ground), ground
