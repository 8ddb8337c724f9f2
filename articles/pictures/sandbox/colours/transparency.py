"""What is transparent, and the ground on which a drawing can be seen.

Readers get pictures without transparency: what is black by day would be gone at night, when their
pages are dark, and what is white by day. The ground is part of the picture, so a drawing looks the
same on every page, in every letter and at other sites.
"""

from PIL import Image, ImageChops, ImageFilter

from ..errors import Refused
from . import png_chunks

# By the name of a ground. White unless too much of the drawing would be lost on it.
GROUNDS = {"white": (255, 255, 255), "dark": (34, 34, 34), "grey": (118, 118, 118)}
# What share of what could be seen on the best ground is enough.
_ENOUGH = {"white": 0.9, "dark": 0.97, "grey": 0}
_SIDE = 400  # pixels; large enough for a logo's strokes, and the same for every size made
_CONTRAST = 20  # of CIE lightness, which goes from 0 to 100
_OPAQUE, _NOTHING = 250, 8  # of 255


def with_alpha(image, file_format):
    """An opened picture whose transparency stands in a channel: LA or RGBA; or as it is."""
    if "transparency" in image.info and image.mode != "P" and file_format == "PNG":
        return _with_the_named_colour_transparent(image)
    if "transparency" in image.info or image.mode in ("PA", "RGBa"):
        return image.convert("RGBA")
    return image.convert("LA") if image.mode == "La" else image


def _with_the_named_colour_transparent(image):
    """Of a PNG without palette one colour can be transparent (tRNS). The file counts it in its own
    bits; Pillow compares it with what has become eight of them."""
    bits, named = png_chunks.bits_a_sample(image.filename), image.info["transparency"]
    if image.mode == "I;16":
        counted = image.convert("I")
        over, under = (
            counted.point(lambda value, sign=sign: value * sign + -sign * named).convert("L")
            for sign in (1, -1)
        )
        grey = eight_bits(image)
        grey.putalpha(ImageChops.lighter(over, under).point(lambda value: 255 if value else 0))
        return grey
    if image.mode == "L":
        image.info["transparency"] = named * 255 // (2**bits - 1)
    elif image.mode == "RGB" and bits == 16:
        image.info["transparency"] = tuple(value >> 8 for value in named)
    return image.convert("RGBA")


def eight_bits(image):
    """A picture of 16 bits a pixel as L."""
    return image.point(lambda value: value / 256).convert("L")


def parted(image):
    """(the colours, their alpha) of a picture in LA or RGBA; (the picture, None) of any other."""
    if image.mode not in ("LA", "RGBA"):
        return image, None
    alpha = image.getchannel("A")
    if alpha.getextrema()[0] >= _OPAQUE:
        alpha = None
    return image.convert(image.mode[:-1]), alpha


def small(image):
    """The picture as small as is enough for `ground_for`."""
    wide, high = image.size
    scale = min(1, _SIDE / max(wide, high))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.BOX)


def ground_for(colours, alpha):
    """The name of the ground (a key of GROUNDS) for a drawing in sRGB that is transparent.

    Raises Refused if there is nothing to be seen, whatever the ground.
    """
    most = alpha.getextrema()[1]
    if most <= _NOTHING:
        raise Refused("The picture is transparent all over: there is nothing to be seen in it.")
    lightness = {name: _lightness(on_ground(colours, alpha, name)) for name in GROUNDS}
    seen = {name: _steps(each) for name, each in lightness.items()}
    if not any(seen.values()):  # plain, or as soft as smoke
        drawn = alpha.point(lambda value: 255 if value > most / 4 else 0)
        seen = {name: _unlike(each, _lightness_of(name), drawn) for name, each in lightness.items()}
    best = max(seen.values())
    return next(name for name, share in _ENOUGH.items() if seen[name] >= share * best)


def on_ground(colours, alpha, name):
    """A picture in RGB on the ground of this name."""
    return Image.composite(colours, Image.new("RGB", colours.size, GROUNDS[name]), alpha)


def _lightness(image):
    """CIE lightness, from 0 to 255."""
    from PIL import ImageCms

    lab = ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    return lab.getchannel("L")


def _lightness_of(name):
    return _lightness(Image.new("RGB", (1, 1), GROUNDS[name])).getpixel((0, 0))


def _steps(lightness):
    """How many pixels differ from their neighbours enough for an eye."""
    light, dark = ImageFilter.MaxFilter(3), ImageFilter.MinFilter(3)
    steps = ImageChops.subtract(lightness.filter(light), lightness.filter(dark))
    return sum(steps.histogram()[round(_CONTRAST * 2.55) :])


def _unlike(lightness, ground, drawn):
    """How many of the drawn pixels differ enough from the ground."""
    counts = lightness.histogram(drawn)
    return sum(
        count for value, count in enumerate(counts) if abs(value - ground) >= _CONTRAST * 2.55
    )
