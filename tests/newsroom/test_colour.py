"""Colours: how far they stand apart, and the nearest shade that can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom import colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GROUNDS = st.sampled_from([colour.LIGHT_GROUNDS, colour.DARK_GROUNDS])


@pytest.mark.parametrize("typed", ["0B5A3C", "#0B5A3C", "#0b5a3c", "  #0b5a3c\n"])
def test_a_colour_is_understood_however_it_is_typed(typed):
    assert colour.parse(typed) == "#0b5a3c"


def test_three_digits_are_short_for_six():
    assert colour.parse("#abc") == colour.parse("abc") == "#aabbcc"


@pytest.mark.parametrize(
    "typed", ["", "#", "red", "#12", "#12345", "#1234567", "##123456", "٠١٢٣٤٥"]
)
def test_what_is_no_colour_is_refused(typed):
    with pytest.raises(ValueError, match="is not a colour"):
        colour.parse(typed)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The lightest grey that passes on white, and the darkest that does not.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        # The house's own green, as the design says.
        ("#0b5a3c", "#ffffff", 8.3),
        ("#7fd1a6", "#0f1412", 10.3),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert colour.contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert colour.contrast(other, one) == colour.contrast(one, other)


@pytest.mark.parametrize(
    ("shade", "lightness", "chroma", "hue"),
    # From CSS Color 4 and its test suite.
    [
        ("#ff0000", 0.62796, 0.25768, 29.234),
        ("#008000", 0.51975, 0.17686, 142.495),
        ("#0000ff", 0.45201, 0.31321, 264.052),
        ("#ffffff", 1.0, 0.0, None),
    ],
)
def test_oklch_is_that_of_css(shade, lightness, chroma, hue):
    found = colour.to_oklch(shade)

    assert found[:2] == pytest.approx((lightness, chroma), abs=1e-4)
    if hue is not None:
        assert found[2] == pytest.approx(hue, abs=0.01)


def test_a_contrast_just_short_of_enough_is_not_called_enough():
    assert colour.in_words(4.499) == "4.4:1"
    assert colour.in_words(4.5) == "4.5:1"


def test_a_colour_that_reads_is_left_as_it_is():
    assert colour.nearest_passing("#0b5a3c", colour.LIGHT_GROUNDS) == "#0b5a3c"


@given(COLOURS, GROUNDS)
def test_the_nearest_shade_reads_on_every_ground(shade, grounds):
    assert colour.lowest_contrast(colour.nearest_passing(shade, grounds), grounds) >= 4.5


@given(COLOURS, GROUNDS)
def test_the_nearest_shade_has_the_same_hue(shade, grounds):
    found = colour.nearest_passing(shade, grounds)
    _, chroma, hue = colour.to_oklch(shade)
    _, chroma_found, hue_found = colour.to_oklch(found)
    # Eight bits cannot say the hue of what is nearly grey.
    assume(min(chroma, chroma_found) > 0.04)

    assert abs((hue_found - hue + 180) % 360 - 180) < 4


@given(COLOURS, GROUNDS)
def test_no_shade_between_the_two_would_have_done(shade, grounds):
    found = colour.nearest_passing(shade, grounds)
    assume(found != shade)
    here, there = colour.to_oklch(shade)[0], colour.to_oklch(found)[0]
    # As far as eight bits for each channel go: half of one step of lightness may be lost.
    almost = here + (there - here) * 0.98 - (0.004 if there > here else -0.004)
    assume((almost - here) * (there - here) > 0)
    _, chroma, hue = colour.to_oklch(shade)

    assert colour.lowest_contrast(colour._shown(almost, chroma, hue), grounds) < 4.52


def test_where_no_shade_can_read_on_all_grounds_that_is_said():
    with pytest.raises(ValueError, match="No shade reads on #ffffff, #000000"):
        colour.nearest_passing("#ff0000", ("#ffffff", "#000000"), least=7)


def test_the_grounds_are_those_of_the_style_sheet():
    tokens = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    for name, light, dark in zip(
        ("paper", "panel"), colour.LIGHT_GROUNDS, colour.DARK_GROUNDS, strict=True
    ):
        written = re.search(rf"--{name}: light-dark\((\S+), (\S+)\)", tokens)
        assert tuple(map(colour.parse, written.groups())) == (light, dark)
