"""What a page says of a picture, so that a browser takes the right file of it."""

import pytest

from articles.models import Picture
from articles.templatetags.pictures import picture as as_html


def wide(**fields):
    """A picture in all widths, without its files."""
    return Picture(key="k", width=2000, height=1000, widths=[320, 480, 750, 1100, 1600], **fields)


def test_phones_are_offered_nothing_larger_than_they_can_show():
    html = as_html(wide(avif_widths=[320, 480, 750, 1100, 1600]), sizes="92vw")

    sources = [tag for tag in html.split("<") if "max-width" in tag]
    assert [("avif" in tag, "750w" in tag, "1100w" in tag) for tag in sources] == [
        (True, True, False),
        (False, True, False),
    ]
    assert html.index("1600.avif") < html.index("1600.webp")


def test_a_thumbnail_offers_what_dense_screens_can_show_and_not_more():
    assert "750w" not in as_html(wide(), sizes="12rem", alt="")
    assert "320.webp 320w, /media/k/480.webp 480w" in as_html(wide(), sizes="12rem", alt="")
    assert "1600w" in as_html(wide(), sizes="92vw")


def test_a_picture_keeps_its_room_and_only_the_first_one_hurries():
    first = as_html(wide(), alt="", eager=True)
    assert 'width="1100" height="550" alt=""' in first
    assert 'fetchpriority="high">' in first
    assert 'loading="lazy" decoding="async">' in as_html(wide())


def test_a_crop_keeps_the_focal_point_to_a_tenth_of_the_picture():
    assert 'class="r3 ' in as_html(wide())
    assert 'class="x2 y10 r3 ' in as_html(wide(focal_x=0.18, focal_y=1))


@pytest.mark.parametrize(
    ("colour", "classes"),
    [("#000000", "r0 g0 b0"), ("#204060", "r1 g1 b2"), ("#ffffff", "r5 g5 b5")],
)
def test_the_place_of_a_picture_has_its_average_colour_until_it_comes(colour, classes):
    assert f'class="{classes}"' in as_html(wide(colour=colour))


def test_the_words_of_a_picture_are_words():
    html = as_html(wide(alt='"><script>alert(1)</script>'), sizes='"><b>')

    assert "<script" not in html
    assert "<b>" not in html
