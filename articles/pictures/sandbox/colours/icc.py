"""ICC profiles for colour spaces that a file names in another way than by bringing a profile.

Made here from published primaries and curves, as ICC.1:2022 has it: only what a colour engine asks
for. They are never given to anybody.
"""

import struct

D65 = (0.3127, 0.3290)
BT_709 = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))  # sRGB's, too
BT_2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))

# Curves: ("para", type, parameters) of ICC.1:2022, 10.18, or ("curv", values from 0 to 1).
SRGB_CURVE = ("para", 3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
ADOBE_RGB_GAMMA = 563 / 256

_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_TABLE = 1024  # values of a curve


def gamma(exponent):
    """The curve of a display with this exponent, for instance 2.2."""
    return ("para", 0, (exponent,))


def pq_curve(white=203):
    """SMPTE ST 2084 with `white` (cd/m²; 203 by ITU-R BT.2408) as the brightest; more is cut."""

    def candelas(value):
        root = value ** (1 / 78.84375)
        return 10_000 * (max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (
            1 / 0.1593017578125
        )

    return ("curv", [min(1, candelas(n / (_TABLE - 1)) / white) for n in range(_TABLE)])


def hlg_curve(white=0.75):
    """Hybrid log-gamma (ITU-R BT.2100) with the signal `white` as the brightest; more is cut."""

    def light(value):
        if value <= 0.5:
            scene = value * value / 3
        else:
            scene = (2.718281828 ** ((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
        return scene**1.2

    return ("curv", [min(1, light(n / (_TABLE - 1)) / light(white)) for n in range(_TABLE)])


def rgb_profile(primaries, curve, white=D65):
    """The bytes of a profile: CIE xy of red, green, blue and white; one curve for all three.

    Raises ZeroDivisionError or ValueError for primaries that span nothing.
    """
    columns = _primaries_under_d50(primaries, white)
    tags = {f"{name}XYZ": _xyz(column) for name, column in zip("rgb", columns, strict=True)}
    tags |= dict.fromkeys(("rTRC", "gTRC", "bTRC"), _curve(curve))
    table, data, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += struct.pack(">4sII", name.encode(), at + len(data), len(tag))
        data += tag
    head = struct.pack(
        ">I4sI4s4s4s12x4s28x3i", at + len(data), b"", 0x04300000, b"mntr", b"RGB ", b"XYZ ",
        b"acsp", *map(_fixed, _D50),
    )  # fmt: skip
    return head.ljust(128, b"\0") + table + data


def _primaries_under_d50(primaries, white):
    """XYZ of the three primaries, adapted to the white of profiles by Bradford's matrix."""
    columns = [_xyz_of(*point) for point in primaries]
    amounts = _applied(_inverse(_transposed(columns)), _xyz_of(*white))
    columns = [
        [part * amount for part in column] for column, amount in zip(columns, amounts, strict=True)
    ]
    cones_from, cones_to = _applied(_BRADFORD, _xyz_of(*white)), _applied(_BRADFORD, _D50)
    back = _inverse(_BRADFORD)
    adapted = []
    for column in columns:
        cones = _applied(_BRADFORD, column)
        moved = [c * to / was for c, to, was in zip(cones, cones_to, cones_from, strict=True)]
        adapted.append(_applied(back, moved))
    return adapted


def _xyz_of(x, y):
    return (x / y, 1.0, (1 - x - y) / y)


def _applied(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _transposed(matrix):
    return list(zip(*matrix, strict=True))


def _inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if abs(determinant) < 1e-6:
        raise ZeroDivisionError("Primaries on one line.")
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return [[value / determinant for value in row] for row in rows]


def _fixed(value):
    """s15Fixed16Number."""
    number = round(value * 65536)
    if not -(2**31) <= number < 2**31:
        raise ValueError("A number that no profile can hold.")
    return number


def _xyz(values):
    return struct.pack(">4s4x3i", b"XYZ ", *map(_fixed, values))


def _curve(curve):
    if curve[0] == "para":
        _, kind, parameters = curve
        data = struct.pack(f">4s4xHxx{len(parameters)}i", b"para", kind, *map(_fixed, parameters))
    else:
        values = [round(value * 65535) for value in curve[1]]
        data = struct.pack(f">4s4xI{len(values)}H", b"curv", len(values), *values)
    return data + b"\0" * (-len(data) % 4)
