"""A stranger's file, opened with care: checked before it is decoded, then upright and in sRGB."""

import io
import math
import warnings
from contextlib import contextmanager
from importlib import import_module

from PIL import Image, UnidentifiedImageError

from .refused import Refused
from .widths import WIDTHS

TALLEST = 16_000  # pixels that a rendition may be high; WebP ends at 16,383
ORIENTATION = 0x0112
# What has to be done to a picture whose Exif orientation is this.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ONTO_THE_SIDE = {5, 6, 7, 8}
# The colour spaces of ICC profiles, by the modes of the pictures they can speak of.
SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


@contextmanager
def refusing():
    """Whatever a decoder raises over a broken file becomes Refused."""
    try:
        with warnings.catch_warnings():
            # Our own limits come first; the rest of a decoder's complaints nobody hears.
            warnings.simplefilter("ignore")
            yield
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused("The picture is damaged and cannot be read.") from error
    except MemoryError as error:
        raise Refused("The picture needs more memory than it may have.") from error
    except Exception as error:
        # Pillow's decoders raise nearly everything for broken files.
        raise Refused("The picture is damaged and cannot be read.") from error


@contextmanager
def opened(path, kind, *, megapixels, frames):
    """The picture in a file of this kind (see kinds.py), not decoded yet. Raises Refused."""
    with refusing():
        _know(kind)
        # What it says its size is, is asked below, before a byte is decoded.
        Image.MAX_IMAGE_PIXELS = None
        image = Image.open(path, formats=[kind])
    with image:
        with refusing():
            if image.width * image.height > megapixels * 1_000_000:
                raise Refused(f"The picture has more than {megapixels} megapixels.")
            # Of an animation the first; of several in one HEIC, the one that is shown for all.
            shown = image.tell()
            if getattr(image, "n_frames", 1) > frames:
                raise Refused(f"The animation has more than {frames} frames.")
            image.seek(shown)
            wide, high = upright_size(image)
            if min(wide, WIDTHS[-1]) * high / wide > TALLEST:
                raise Refused("The picture is too tall for its width.")
        yield image


def _know(kind):
    """Load the one decoder that is needed."""
    if kind == "HEIF":
        try:
            # Imported without its library, it complains only when it is used.
            import_module("pillow_heif").register_heif_opener(thumbnails=False)
        except ImportError as error:
            raise Refused(
                "This is a HEIC picture, which is not taken here: save it as a JPEG."
            ) from error
    else:
        plugin = {"WEBP": "WebP"}.get(kind, kind.title())
        import_module(f"PIL.{plugin}ImagePlugin")
        if kind == "AVIF":
            import_module("PIL.AvifImagePlugin").DEFAULT_MAX_THREADS = 1


def orientation_of(image):
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken note is no reason to refuse the picture
        return 1


def upright_size(image):
    wide, high = image.size
    return (high, wide) if orientation_of(image) in ONTO_THE_SIDE else (wide, high)


def decoded(image, scale):
    """The opened picture as an upright RGB image that knows nothing of its file.

    `scale`, at most 1, says how much of its size is needed; the answer may be larger. Raises
    Refused.
    """
    with refusing():
        wide, high = (math.ceil(side * scale) for side in image.size)
        # A JPEG is decoded to half, a quarter or an eighth in a fraction of the time.
        image.draft(None, (wide, high))
        image.load()
        profile, turn = image.info.get("icc_profile"), orientation_of(image)
        small = _shrunk(_plain(image), wide, high)
        colours = _in_srgb(_on_white(small), profile)
        upright = colours.transpose(TURNS[turn]) if turn in TURNS else colours
        # A fresh image: nothing of the camera's notes travels in `info`.
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        return bare


def _plain(image):
    """In one of the modes L, RGB, RGBA, CMYK."""
    if image.mode.startswith("I"):  # 16 bits a channel
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _shrunk(image, wide, high):
    """Still at least one and a half times as large, so that the last step can be a good one."""
    factor = int(min(image.width / wide, image.height / high) / 1.5)
    return image.reduce(factor) if factor > 1 else image


def _on_white(image):
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def _in_srgb(image, profile):
    if profile:
        from PIL import ImageCms

        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            described = source.profile.profile_description or ""
            fits = source.profile.xcolor_space.strip() == SPACES[image.mode]
            if fits and "sRGB" not in described:
                return ImageCms.profileToProfile(
                    image,
                    source,
                    ImageCms.createProfile("sRGB"),
                    renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    outputMode="RGB",
                    flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
                )
        except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
            pass  # a profile that cannot be read says nothing
    return image.convert("RGB")
