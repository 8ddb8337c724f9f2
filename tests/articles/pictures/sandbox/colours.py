"""Known colours, and how files of many kinds hold them: arithmetic of its own, with published
numbers, so that nothing here can be wrong in the same way as what it tests.
"""

import math
import struct

from PIL import Image

# The 24 patches of the ColorChecker, CIE L*a*b* under D50, as their maker published them in 2005
# for charts before November 2014. Cyan (18) is not among them: no screen of sRGB can show it.
PATCHES = (
    (37.99, 13.56, 14.06), (65.71, 18.13, 17.81), (49.93, -4.88, -21.93), (43.14, -13.10, 21.91),
    (55.11, 8.84, -25.40), (70.72, -33.40, -0.20), (62.66, 36.07, 57.10), (40.02, 10.41, -45.96),
    (51.12, 48.24, 16.25), (30.33, 22.98, -21.59), (72.53, -23.71, 57.26), (71.94, 19.36, 67.86),
    (28.78, 14.18, -50.30), (55.26, -38.34, 31.37), (42.10, 53.38, 28.19), (81.73, 4.04, 79.82),
    (51.94, 49.99, -14.57), (96.54, -0.43, 1.19), (81.26, -0.64, -0.34), (66.77, -0.73, -0.50),
    (50.87, -0.15, -0.27), (35.66, -0.42, -1.23), (20.46, -0.08, -0.97),
)  # fmt: skip
GREYS = tuple((lightness, 0, 0) for lightness in (8, 20, 35, 50, 66, 81, 96))
SIDE = 24  # pixels of a patch

D50 = (0.96422, 1.0, 0.82521)
# From XYZ under D50 to linear light of a space, as Bruce Lindbloom computed them.
SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
ADOBE_RGB = (
    (1.9624274, -0.6105343, -0.3413404),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0286869, -0.1406752, 1.3487655),
)
DISPLAY_P3 = (
    (2.4039840, -0.9898870, -0.3976180),
    (-0.8422283, 1.7988437, 0.0160354),
    (0.0482072, -0.0974080, 1.2740105),
)


def xyz_of(lab):
    lightness, a, b = lab
    middle = (lightness + 16) / 116

    def part(value):
        return value**3 if value > 6 / 29 else (value - 4 / 29) * 3 * (6 / 29) ** 2

    return [
        part(v) * w for v, w in zip((middle + a / 500, middle, middle - b / 200), D50, strict=True)
    ]


def lab_of(xyz):
    def part(value):
        return value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29

    x, y, z = (part(v / w) for v, w in zip(xyz, D50, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def srgb_signal(light):
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def gamma_signal(exponent):
    return lambda light: light ** (1 / exponent)


def signals(lab, matrix=SRGB, signal=srgb_signal, most=255):
    """The whole numbers with which a file in that space holds a colour."""
    xyz = xyz_of(lab)
    light = (sum(m * v for m, v in zip(row, xyz, strict=True)) for row in matrix)
    return tuple(round(signal(min(1, max(0, value))) * most) for value in light)


def lab_of_srgb(pixel):
    """What colour a reader's screen shows."""

    def light(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    to_xyz = (
        (0.4360747, 0.3850649, 0.1430804),
        (0.2225045, 0.7168786, 0.0606169),
        (0.0139322, 0.0971045, 0.7141733),
    )
    lights = [light(value) for value in pixel]
    return lab_of([sum(m * v for m, v in zip(row, lights, strict=True)) for row in to_xyz])


def chart(mode, colours):
    """Patches side by side, one for each of the colours as pixels of this mode."""
    image = Image.new(mode, (SIDE * len(colours), SIDE))
    for at, colour in enumerate(colours):
        image.paste(colour, (at * SIDE, 0, (at + 1) * SIDE, SIDE))
    return image


def patches_of(image, count):
    """The colour in the middle of each patch of a chart, as L*a*b*."""
    shown, side = image.convert("RGB"), image.width / count
    return [
        lab_of_srgb(shown.getpixel((round((at + 0.5) * side), image.height // 2)))
        for at in range(count)
    ]


def delta_e_2000(one, other):
    """CIEDE2000 (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if not c1 * c2 else (h1 + dh / 2) % 360
    t = (
        1 - 0.17 * math.cos(math.radians(hue - 30)) + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6)) - 0.20 * math.cos(math.radians(4 * hue - 63))
    )  # fmt: skip
    sl = 1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rt = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * turn))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, big_h / sh
    return math.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)


# --- ICC profiles (ICC.1:2004), of which Pillow writes only sRGB's


def _xyz_tag(values):
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))


def _profile(space, pcs, kind, tags):
    at, table, data = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(tag))
        data += tag + b"\0" * (-len(tag) % 4)
    head = struct.pack(">I4sI", at + len(data), b"test", 0x02400000) + kind + space + pcs
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + _xyz_tag(D50)[8:]
    return head.ljust(128, b"\0") + table + data


def _described(name):
    return b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name.encode() + b"\0" * 79


def _inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return [[value / det for value in row] for row in rows]


def rgb_icc(matrix, light, name="Some space"):
    """A profile of a space with this matrix (from XYZ) and `light` as a function of the signal."""
    columns = zip(*_inverse(matrix), strict=True)
    tags = {n: _xyz_tag(c) for n, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    curve = _curve(light)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags |= {b"desc": _described(name), b"wtpt": _xyz_tag(D50)}
    return _profile(b"RGB ", b"XYZ ", b"mntr", tags)


def grey_icc(light):
    tags = {b"kTRC": _curve(light), b"desc": _described("Dots"), b"wtpt": _xyz_tag(D50)}
    return _profile(b"GRAY", b"XYZ ", b"mntr", tags)


def _curve(light):
    values = [round(light(n / 1023) * 65535) for n in range(1024)]
    return b"curv\0\0\0\0" + struct.pack(f">I{len(values)}H", len(values), *values)


def cmyk_icc(labs):
    """A press whose 16 overprints of full inks (K fastest, C slowest) have these colours."""
    ramp = struct.pack(">2H", 0, 65535)
    nodes = b"".join(
        struct.pack(">3H", round(a * 652.8), round((b + 128) * 256), round((c + 128) * 256))
        for a, b, c in labs
    )
    identity = struct.pack(">9i", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    table = b"mft2\0\0\0\0" + bytes((4, 3, 2, 0)) + identity + struct.pack(">2H", 2, 2)
    table += ramp * 4 + nodes + ramp * 3
    tags = {b"A2B0": table, b"desc": _described("A press"), b"wtpt": _xyz_tag(D50)}
    return _profile(b"CMYK", b"Lab ", b"prtr", tags)


def overprints():
    """All 16 of full inks, as pixels in CMYK, in the order of `cmyk_icc`."""
    on = (0, 255)
    return [(c, m, y, k) for c in on for m in on for y in on for k in on]


# --- Charts of these colours, and whether readers see them


VISIBLE = 3
ADOBE_GAMMA = 563 / 256


def in_adobe_rgb():
    colours = [signals(lab, ADOBE_RGB, gamma_signal(ADOBE_GAMMA)) for lab in PATCHES]
    return chart("RGB", colours)


def in_p3():
    return chart("RGB", [signals(lab, DISPLAY_P3) for lab in PATCHES])


def in_srgb(mode="RGB"):
    return chart(mode, [signals(lab) for lab in PATCHES])


def srgb_light(signal):
    return signal / 12.92 if signal <= 0.04045 else ((signal + 0.055) / 1.055) ** 2.4


ADOBE_ICC = rgb_icc(ADOBE_RGB, lambda signal: signal**ADOBE_GAMMA, "Compatible with Adobe RGB")
P3_ICC = rgb_icc(DISPLAY_P3, srgb_light, "A telephone")
LINEAR_ICC = rgb_icc(SRGB, lambda signal: signal, "sRGB linear")
