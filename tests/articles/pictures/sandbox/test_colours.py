"""Readers see the colours that the photographer saw, whichever way the file names their space.

The difference is CIEDE2000; at 3 people begin to see it side by side. See colours.py.
"""

import struct
import zlib

import pytest
from PIL import Image, ImageCms

from .colours import (
    ADOBE_ICC,
    DISPLAY_P3,
    GREYS,
    LINEAR_ICC,
    P3_ICC,
    PATCHES,
    SRGB,
    chart,
    cmyk_icc,
    delta_e_2000,
    gamma_signal,
    grey_icc,
    in_adobe_rgb,
    in_p3,
    in_srgb,
    overprints,
    rgb_icc,
    signals,
)
from .processed import assert_shown, png_16, png_chunk, saved


def exif_of(space=None, kind=None):
    """Exif with ColorSpace and InteroperabilityIndex."""
    exif = Image.Exif()
    inner = exif.get_ifd(0x8769)
    if space is not None:
        inner[0xA001] = space
    if kind is not None:
        inner[0xA005] = {1: kind}
    return exif.tobytes()


def test_the_difference_is_that_of_the_authors_own_examples():
    for one, other, difference in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ):
        assert delta_e_2000(one, other) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("space", "name"), [(0xFFFF, "R03"), (2, None), (None, "R03"), (0xFFFF, "R03\0")]
)
def test_adobe_rgb_that_exif_alone_tells_of(tmp_path, kind, space, name):
    assert_shown(saved(in_adobe_rgb(), kind, exif=exif_of(space, name)), tmp_path)


@pytest.mark.parametrize(
    ("space", "name"),
    [(1, "R98"), (0xFFFF, "R98"), (0xFFFF, None), (1, "R03"), (0, None), (0xFFFF, "THM"), (7, "")],
)
def test_what_exif_does_not_call_adobe_rgb_is_srgb(tmp_path, space, name):
    assert_shown(saved(in_srgb(), "JPEG", exif=exif_of(space, name)), tmp_path)


def test_a_profile_counts_more_than_exif(tmp_path):
    exif = exif_of(0xFFFF, "R03")

    assert_shown(saved(in_p3(), "JPEG", icc_profile=P3_ICC, exif=exif), tmp_path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("space", ["Adobe RGB", "Display P3", "sRGB"])
def test_what_a_profile_says_is_done(tmp_path, kind, space):
    image, icc = {
        "Adobe RGB": (in_adobe_rgb(), ADOBE_ICC),
        "Display P3": (in_p3(), P3_ICC),
        "sRGB": (in_srgb(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
    }[space]
    assert_shown(saved(image, kind, icc_profile=icc), tmp_path)


def test_a_profile_that_only_has_the_name_of_srgb_is_obeyed(tmp_path):
    colours = [signals(lab, SRGB, lambda light: light) for lab in PATCHES if lab[0] > 35]
    bright = [lab for lab in PATCHES if lab[0] > 35]

    assert_shown(saved(chart("RGB", colours), icc_profile=LINEAR_ICC), tmp_path, bright)


@pytest.mark.parametrize("mode", ["L", "LA"])
@pytest.mark.parametrize("exponent", [1.8, 2.2, 2.6])
def test_grey_is_as_bright_as_its_profile_says(tmp_path, mode, exponent):
    values = [signals(lab, signal=gamma_signal(exponent))[0] for lab in GREYS]
    image = chart("L", values)
    if mode == "LA":
        image.putalpha(Image.new("L", image.size, 255))
    icc = grey_icc(lambda signal: signal**exponent)

    assert_shown(saved(image, icc_profile=icc), tmp_path, GREYS)


def test_a_grey_jpeg_with_the_profile_of_the_colours_it_was_made_of(tmp_path):
    values = [signals(lab, signal=gamma_signal(1.8))[0] for lab in GREYS]
    icc = rgb_icc(SRGB, lambda signal: signal**1.8)

    assert_shown(saved(chart("L", values), "JPEG", icc_profile=icc), tmp_path, GREYS)


def test_printing_colours_are_those_of_their_press(tmp_path):
    labs = ((100, 0, 0), *PATCHES[:15])
    data = saved(chart("CMYK", overprints()), "JPEG", icc_profile=cmyk_icc(labs))
    assert b"Adobe" in data[:4000]  # and so the inks are written the wrong way round

    assert_shown(data, tmp_path, labs)


@pytest.mark.parametrize("alpha", [(), (65535,)])
def test_sixteen_bits_show_the_colours_of_eight(tmp_path, alpha):
    colours = [(*signals(lab, most=65535), *alpha) for lab in PATCHES]
    assert_shown(png_16(6 if alpha else 2, colours), tmp_path)


@pytest.mark.parametrize("alpha", [(), (65535,)])
def test_sixteen_bits_of_grey_show_the_grey_of_eight(tmp_path, alpha):
    greys = [(signals(lab, most=65535)[0], *alpha) for lab in GREYS]
    assert_shown(png_16(4 if alpha else 0, greys), tmp_path, GREYS)


def test_sixteen_bits_with_a_profile(tmp_path):
    colours = [signals(lab, DISPLAY_P3, most=65535) for lab in PATCHES]
    icc = (b"iCCP", b"P3\0\0" + zlib.compress(P3_ICC))

    assert_shown(png_16(2, colours, icc), tmp_path)


@pytest.mark.parametrize(
    "icc",
    [
        b"", b"nonsense" * 99, ADOBE_ICC[:200], ADOBE_ICC[:128], b"\0" * 9000, ADOBE_ICC[128:],
        grey_icc(lambda signal: signal), cmyk_icc(PATCHES[:16]),
    ],
    ids=["none", "nonsense", "cut", "head", "zeros", "tail", "for grey", "for a press"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_profile_that_is_broken_or_for_others_says_nothing(tmp_path, icc, kind):
    assert_shown(saved(in_srgb(), kind, icc_profile=icc), tmp_path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_profile_of_megabytes_is_read(tmp_path, kind):
    icc = bytearray(P3_ICC + bytes(2_000_000))
    icc[:4] = struct.pack(">I", len(icc))

    assert_shown(saved(in_p3(), kind, icc_profile=bytes(icc)), tmp_path)


@pytest.mark.parametrize("size", [20_000_000, 200_000_000])
def test_a_profile_without_end_is_passed_over(tmp_path, size):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000))
    endless = b"endless\0\0" + packed + packer.flush()
    plain = saved(in_srgb())

    assert_shown(plain[:33] + png_chunk(b"iCCP", endless) + plain[33:], tmp_path)


def test_an_avif_that_names_its_space_by_code_points(tmp_path):
    data = bytearray(saved(in_p3(), "AVIF"))
    at = data.index(b"nclx")
    data[at + 4 : at + 8] = struct.pack(">2H", 12, 13)

    assert_shown(bytes(data), tmp_path)


def test_colours_are_turned_before_they_stand_on_a_ground(tmp_path):
    image = in_p3()
    image.putalpha(chart("L", [255] * len(PATCHES)).crop((0, 0, *image.size)))
    image.putpixel((0, 0), (0, 0, 0, 0))

    answer = assert_shown(saved(image, icc_profile=P3_ICC), tmp_path)
    assert answer["findings"]["ground"] == "white"
