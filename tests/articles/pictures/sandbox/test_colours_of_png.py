"""A PNG can name its colours in four ways; the third edition of its standard says which counts."""

import struct

import pytest
from PIL import PngImagePlugin

from .colours import (
    ADOBE_GAMMA,
    DISPLAY_P3,
    GREYS,
    LINEAR_ICC,
    PATCHES,
    chart,
    gamma_signal,
    in_adobe_rgb,
    in_p3,
    in_srgb,
    signals,
)
from .processed import assert_shown, png_saying, saved


def gama(exponent):
    return b"gAMA", struct.pack(">I", round(100_000 / exponent))


def chrm(*points):
    return b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in points))


ADOBE_POINTS = chrm(0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
SRGB_POINTS = chrm(0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
CICP_P3, CICP_SRGB = (b"cICP", bytes((12, 13, 0, 1))), (b"cICP", bytes((1, 13, 0, 1)))


@pytest.mark.parametrize(
    "chunks",
    [
        [(b"sRGB", b"\0")],
        [(b"sRGB", b"\0"), gama(2.2), SRGB_POINTS],
        [(b"sRGB", b"\0"), gama(1.8), ADOBE_POINTS],  # the first word counts
        [gama(2.2)],
        [gama(2.2), SRGB_POINTS],
        [SRGB_POINTS],
        [CICP_SRGB],
        [CICP_SRGB, gama(1.0)],
        [gama(0.001)],
        [gama(50)],
        [chrm(*[0] * 8)],
        [chrm(0.3127, 0.3290, *[0.3, 0.3] * 3)],
        [(b"cICP", bytes((99, 99, 0, 1)))],
        [(b"cICP", bytes((2, 2, 0, 1)))],
        [(b"cICP", b"")],
    ],
    ids=str,
)
def test_a_png_that_means_srgb_or_nothing_that_can_be_is_shown_so(tmp_path, chunks):
    assert_shown(png_saying(in_srgb(), *chunks), tmp_path)


@pytest.mark.parametrize("exponent", [1.8, 2.6, 1.45])
def test_a_png_with_a_gamma_of_its_own(tmp_path, exponent):
    colours = [signals(lab, signal=gamma_signal(exponent)) for lab in PATCHES]

    assert_shown(png_saying(chart("RGB", colours), gama(exponent)), tmp_path)
    greys = chart("L", [signals(lab, signal=gamma_signal(exponent))[0] for lab in GREYS])
    (tmp_path / "grey").mkdir()
    assert_shown(png_saying(greys, gama(exponent)), tmp_path / "grey", GREYS)


def test_a_png_with_primaries_of_its_own(tmp_path):
    assert_shown(png_saying(in_adobe_rgb(), gama(ADOBE_GAMMA), ADOBE_POINTS), tmp_path)


@pytest.mark.parametrize("others", [[], [gama(1.0)], [(b"sRGB", b"\0")]], ids=str)
def test_code_points_come_before_everything_else(tmp_path, others):
    assert_shown(png_saying(in_p3(), CICP_P3, *others), tmp_path)


def test_code_points_come_before_a_profile_in_a_png(tmp_path):
    info = PngImagePlugin.PngInfo()
    info.add(*CICP_P3)

    assert_shown(saved(in_p3(), pnginfo=info, icc_profile=LINEAR_ICC), tmp_path)


def test_a_picture_for_very_bright_screens_is_no_grey_soup(tmp_path):
    """SMPTE ST 2084, with the white of a page at 203 candelas (ITU-R BT.2408)."""

    def pq(light):
        power = (light * 203 / 10_000) ** 0.1593017578125
        return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375

    colours = [signals(lab, DISPLAY_P3, pq) for lab in PATCHES]
    assert_shown(png_saying(chart("RGB", colours), (b"cICP", bytes((12, 16, 0, 1)))), tmp_path)
