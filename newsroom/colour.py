"""Colours that can be read: how far two stand apart, and the nearest shade that stands far enough.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio); success criterion
1.4.3 asks text for 4.5:1. Shades are sought in OKLCH as CSS Color 4 defines it
(https://www.w3.org/TR/css-color-4/#color-conversion-code), where lightness can change while the
eye still sees the same hue.
"""

import math
import re
from functools import lru_cache

READABLE = 4.5
# The grounds on which coloured words stand: paper and panel of static/css/tokens.css.
LIGHT_GROUNDS = ("#ffffff", "#f3f6f3")
DARK_GROUNDS = ("#0f1412", "#182019")

HEX = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
STEPS = 20  # halvings: finer than a screen can show


def parse(text):
    """The colour as "#rrggbb", from `0B5A3C`, `#0B5A3C` or `#abc`. Raises ValueError."""
    text = text.strip()
    if not (text.isascii() and HEX.fullmatch(text)):
        raise ValueError(f"{text!r} is not a colour.")
    digits = text.removeprefix("#").lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}"


def contrast(one, other):
    """From 1.0, the same, to 21.0, black on white; the order does not matter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(colour, grounds):
    """With the ground on which it is hardest to read."""
    return min(contrast(colour, ground) for ground in grounds)


def in_words(ratio):
    """ "4.4:1", rounded down: what misses 4.5 by a hair has not reached it."""
    return f"{math.floor(ratio * 10) / 10}:1"


@lru_cache(maxsize=200)
def nearest_passing(colour, grounds, least=READABLE):
    """The colour itself if it reads on all grounds, or its nearest shade that does.

    The shade has the same hue and the smallest change of lightness; it has less chroma only
    where a screen cannot show as much of it. Raises ValueError if no shade reads on all of them.
    """
    if lowest_contrast(colour, grounds) >= least:
        return colour
    lightness, chroma, hue = to_oklch(colour)
    found = []
    for end in (0.0, 1.0):
        if lowest_contrast(_shown(end, chroma, hue), grounds) < least:
            continue
        fails, passes = lightness, end
        for _ in range(STEPS):
            middle = (fails + passes) / 2
            if lowest_contrast(_shown(middle, chroma, hue), grounds) >= least:
                passes = middle
            else:
                fails = middle
        found.append(passes)
    if not found:
        raise ValueError(f"No shade reads on {', '.join(grounds)}.")
    return _shown(min(found, key=lambda each: abs(each - lightness)), chroma, hue)


def to_oklch(colour):
    """Lightness from 0 to 1, chroma from 0 to about 0.32, hue in degrees."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _shown(lightness, chroma, hue):
    """The colour "#rrggbb" with as much of the chroma as sRGB can show at this lightness."""
    least, most = 0.0, chroma
    channels = _channels(lightness, chroma, hue)
    if not _fits(channels):
        for _ in range(STEPS):
            middle = (least + most) / 2
            if _fits(_channels(lightness, middle, hue)):
                least = middle
            else:
                most = middle
        channels = _channels(lightness, least, hue)
    return "#" + "".join(f"{round(255 * _encoded(channel)):02x}" for channel in channels)


def _channels(lightness, chroma, hue):
    """Linear red, green and blue, which may lie outside what a screen shows."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(channels):
    return all(-1e-4 <= channel <= 1 + 1e-4 for channel in channels)


@lru_cache(maxsize=1000)
def _luminance(colour):
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour):
    return [_decoded(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]


def _decoded(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel):
    channel = min(1.0, max(0.0, channel))
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
