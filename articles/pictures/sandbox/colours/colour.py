"""Colours: which space those of a file are in, and what they are in sRGB.

A file says it in one of four ways, which are asked in this order: code points of ITU-T H.273
("cICP" of a PNG, "nclx" of AVIF and HEIC), an ICC profile, gamma and primaries of a PNG, Exif.
One that says nothing is in sRGB, or was drawn for screens, which is the same.
"""

import io
from contextlib import suppress

from PIL import ExifTags, Image

from . import boxes, icc, png_chunks

MAX_EXIF_BYTES = 1024 * 1024
# Of an ICC profile. Those of presses have two or three megabytes.
MAX_PROFILE_BYTES = 8 * 1024 * 1024

# H.273: colour primaries, and what tells light from signal. BT.709's own curve is left out: who
# writes it for a still picture means sRGB.
_PRIMARIES = {1: icc.BT_709, 9: icc.BT_2020, 12: icc.P3}
_CURVES = {
    **dict.fromkeys((1, 6, 13, 14, 15), lambda: icc.SRGB_CURVE),
    4: lambda: icc.gamma(2.2),
    5: lambda: icc.gamma(2.8),
    8: lambda: icc.gamma(1),
    16: icc.pq_curve,
    18: icc.hlg_curve,
}

# Exif 2.32, 4.6.5 and 4.6.8; 2 is what cameras wrote before DCF 2.0 had its own word for it.
_ADOBE_RGB_SPACE = 2
_UNCALIBRATED = 0xFFFF
_ADOBE_RGB_FILE = "R03"

# How far a value of a PNG may be from that of sRGB and still mean it.
_SAME_GAMMA, _SAME_POINT = 0.02, 0.01


def profile_of(image, file_format):
    """The ICC profile that the colours of an opened picture are in, as bytes; None for sRGB.

    `file_format` is a key of formats.SUFFIXES. Never raises for what a file says wrongly.
    """
    for ask in (_from_code_points, _from_icc, _from_png, _from_exif):
        with suppress(Exception):
            known, profile = ask(image, file_format)
            if known:
                return profile
    return None


def in_srgb(image, profile):
    """A picture in L, RGB or CMYK as RGB in sRGB, as `profile` (bytes or None) understands it.

    A profile that cannot be read, or is for other colours than the picture has, says nothing.
    """
    if profile:
        from PIL import ImageCms

        with suppress(OSError, ValueError, TypeError, ImageCms.PyCMSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image_in_its_space = _fitting(image, source.profile.xcolor_space.strip())
            if image_in_its_space is not None:
                return _transformed(image_in_its_space, source)
    return image.convert("RGB")


def _fitting(image, space):
    if (image.mode, space) in (("RGB", "RGB"), ("L", "GRAY"), ("CMYK", "CMYK")):
        return image
    # Grey that was made of colours kept the curve of their space.
    return image.convert("RGB") if (image.mode, space) == ("L", "RGB") else None


def _transformed(image, source):
    from PIL import ImageCms

    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    # Most profiles are sRGB by some name, and some that have its name are not: their effect tells.
    if image.mode == "RGB" and _changes_nothing(transform):
        return image
    return ImageCms.applyTransform(image, transform)


def _changes_nothing(transform):
    from PIL import ImageCms

    steps = (0, 24, 64, 112, 176, 255)
    colours = [bytes((r, g, b)) for r in steps for g in steps for b in steps]
    colours += [bytes((grey, grey, grey)) for grey in range(256)]
    before = b"".join(colours)
    probe = Image.frombytes("RGB", (len(colours), 1), before)
    after = ImageCms.applyTransform(probe, transform).tobytes()
    return all(abs(a - b) <= 2 for a, b in zip(before, after, strict=True))


def _from_code_points(image, file_format):
    points = None
    if file_format == "PNG":
        points = png_chunks.read(image.filename).get("cICP")
        points = points and (points[0], points[1])
    elif file_format == "HEIF":
        nclx = image.info.get("nclx_profile") or {}
        points = (nclx.get("color_primaries"), nclx.get("transfer_characteristics"))
    elif file_format == "AVIF":
        points = boxes.code_points(image.filename)
    # AVIF and HEIC may bring a profile as well, which then comes first (ISO/IEC 23000-22, 7.3.6.4).
    if not points or (file_format != "PNG" and image.info.get("icc_profile")):
        return False, None
    primaries, curve = _PRIMARIES.get(int(points[0])), _CURVES.get(int(points[1]))
    if primaries is None or curve is None:
        return False, None
    is_srgb = primaries == icc.BT_709 and curve() == icc.SRGB_CURVE
    return True, None if is_srgb else icc.rgb_profile(primaries, curve())


def _from_icc(image, file_format):
    profile = image.info.get("icc_profile")
    return 0 < len(profile or b"") <= MAX_PROFILE_BYTES, profile


def _from_png(image, file_format):
    """PNG, third edition, 11.3.2: sRGB, or else gAMA and cHRM."""
    if file_format != "PNG" or "srgb" in image.info:
        return file_format == "PNG", None
    exponent, points = image.info.get("gamma"), image.info.get("chromaticity")
    curve = icc.SRGB_CURVE
    if exponent and 0.2 <= exponent <= 1.2 and abs(exponent - 1 / 2.2) > _SAME_GAMMA:
        curve = icc.gamma(1 / exponent)
    white, primaries = icc.D65, icc.BT_709
    if points and not _is_about((icc.D65, *icc.BT_709), points):
        white, *primaries = zip(points[::2], points[1::2], strict=True)
    if curve == icc.SRGB_CURVE and primaries == icc.BT_709:
        return exponent is not None or points is not None, None
    return True, icc.rgb_profile(primaries, curve, white)


def _is_about(known, points):
    flat = [value for point in known for value in point]
    return all(abs(a - b) <= _SAME_POINT for a, b in zip(flat, points, strict=True))


def _from_exif(image, file_format):
    """Adobe RGB as cameras tell it (DCF 2.0, 4.3): by the name of a kind of file."""
    data = image.info.get("exif") or b""
    if not 0 < len(data) <= MAX_EXIF_BYTES:
        return False, None
    exif = Image.Exif()
    exif.load(data)
    space = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.ColorSpace)
    kind = str(exif.get_ifd(ExifTags.IFD.Interop).get(ExifTags.Interop.InteropIndex, ""))
    is_adobe_rgb = space == _ADOBE_RGB_SPACE or (
        kind.strip("\0 ").upper() == _ADOBE_RGB_FILE and space in (None, _UNCALIBRATED)
    )
    if not is_adobe_rgb:
        return False, None
    return True, icc.rgb_profile(icc.ADOBE_RGB, icc.gamma(icc.ADOBE_RGB_GAMMA))
