"""Cut to a ratio: around the focal point, or as an editor wants it."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from articles.models import Picture
from articles.pictures.completing import complete
from articles.pictures.crops import CARD, RATIOS, box
from articles.templatetags.pictures import picture as as_html
from newsroom.page_store.keys import collecting
from newsroom.page_store.models import Invalidation
from tests import tasks
from tests.factories import StoryFactory

from .photographs import encoded, files_of, rendition_of, taken_in

sides, parts = st.integers(1, 9000), st.floats(0, 1)


@given(st.tuples(sides, sides), st.sampled_from(list(RATIOS)), parts, parts, st.floats(1, 20))
def test_a_crop_lies_inside_its_picture_and_has_its_ratio(size, ratio, x, y, zoom):
    width, height = size
    left, top, right, bottom = box(width, height, ratio, x, y, zoom)

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    across, down = RATIOS[ratio]
    # To a pixel, which is all there is in something small.
    assert abs((right - left) * down / across - (bottom - top)) <= 2


@given(sides, sides, st.sampled_from(list(RATIOS)), parts, parts)
def test_what_must_stay_in_sight_stays_in_sight(width, height, ratio, x, y):
    left, top, right, bottom = box(width, height, ratio, x, y)

    assert left - 1 <= x * width <= right + 1
    assert top - 1 <= y * height <= bottom + 1


def test_a_crop_is_as_large_as_it_can_be_and_smaller_with_zoom():
    assert box(3000, 2000, "1:1", 0.5, 0.5) == (500, 0, 2500, 2000)
    assert box(3000, 2000, "1:1", 0, 0.5) == (0, 0, 2000, 2000)
    assert box(3000, 2000, "1:1", 1, 1, 2) == (2000, 1000, 3000, 2000)
    assert box(3000, 2000, "4:5", 0.5, 0.5) == (700, 0, 2300, 2000)


def halves(width=1600, height=800):
    """Red to the left and blue to the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return encoded(image, "PNG")


def colours(picture, name):
    shown = rendition_of(picture, name).convert("RGB")
    return [
        "red" if shown.getpixel((x, shown.height // 2))[0] > 128 else "blue"
        for x in (2, shown.width - 3)
    ]


def kept(picture):
    return Picture.objects.get(pk=picture.pk)


pytestmark = pytest.mark.django_db


def test_every_picture_has_a_card_for_other_sites_around_its_focal_point(client):
    picture = taken_in(halves(), alt="x", focal_x=0)
    StoryFactory(published=True, lead_picture=picture)

    name = picture.card_address.rpartition("/")[2]
    assert name.startswith("1.91x1-")
    assert rendition_of(picture, name).size == (1200, 628)
    assert colours(picture, name)[0] == "red"
    answer = client.get(picture.card_address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_a_card_is_never_made_larger_than_its_picture():
    picture = taken_in(halves(400, 300), alt="x")

    assert rendition_of(picture, picture.card_address.rpartition("/")[2]).size == (400, 209)


def test_another_focal_point_is_another_card_at_another_address():
    picture = taken_in(halves(800, 400), alt="x", focal_x=0)
    before = picture.card_address
    picture.focal_x = 1
    picture.save(update_fields=["focal_x"])

    picture = kept(picture)
    assert picture.card_address != before
    assert colours(picture, picture.card_address.rpartition("/")[2])[-1] == "blue"
    # Pages that caches still have show the one before, until it is swept.
    assert before.rpartition("/")[2] in files_of(picture)


def test_caches_forget_a_crop_of_before_and_keep_it_no_longer_than_a_page(client, settings):
    picture = taken_in(halves(800, 400), alt="x", focal_x=0)
    StoryFactory(published=True, lead_picture=picture)
    before = picture.card_address
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    tasks.vanish(settings)
    with collecting() as keys:
        client.get(before)
    picture.focal_x = 1
    picture.save(update_fields=["focal_x"])
    Invalidation.objects.all().delete()
    connection.run_on_commit.clear()  # as in another transaction: each key is said once in one
    complete(picture)

    assert keys & {key for row in Invalidation.objects.all() for key in row.keys}
    assert "s-maxage=60" in client.get(before)["Cache-Control"]
    assert "s-maxage=86400" in client.get(picture.card_address)["Cache-Control"]


def test_a_crop_of_an_editor_exists_in_every_width_and_format_up_to_its_own(client):
    picture = taken_in(halves(), alt="x")
    picture.crops = {"4:5": {"x": 1, "y": 0.5, "zoom": 1}}
    picture.save()

    picture = kept(picture)
    StoryFactory(published=True, lead_picture=picture)
    assert picture.cropped["4:5"]["widths"] == [320, 480, 640]
    for width in (320, 480, 640):
        for kind in ("avif", "webp", "jpg"):
            address = picture.address(width, kind, "4:5")
            name = address.rpartition("/")[2]
            assert rendition_of(picture, name).size == (width, width * 5 // 4)
            assert colours(picture, name) == ["blue", "blue"]
            assert client.get(address).status_code == 200


def test_a_close_crop_of_a_large_photograph_is_sharp_and_not_enlarged():
    image = Image.new("RGB", (1500, 1000), "grey")
    image.paste(Image.effect_noise((500, 500), 90).convert("RGB"), (500, 250))
    picture = taken_in(encoded(image), alt="x")
    picture.crops = {"1:1": {"x": 0.5, "y": 0.5, "zoom": 2}}
    picture.save()

    picture = kept(picture)
    assert picture.cropped["1:1"]["widths"] == [320, 480, 500]
    shown = rendition_of(picture, picture.address(500, "jpg", "1:1").rpartition("/")[2])
    # Noise that was enlarged would have lost its contrast between neighbours.
    left, right = (shown.convert("L").crop((x, 0, x + 499, 500)) for x in (0, 1))
    assert ImageStat.Stat(ImageChops.difference(left, right)).mean[0] > 40


def test_a_crop_that_is_given_up_is_forgotten():
    picture = taken_in(halves(800, 400), alt="x")
    picture.crops = {"3:2": {"x": 1, "y": 0.5}}
    picture.save()
    assert set(kept(picture).cropped) == {"3:2", CARD}
    picture = kept(picture)
    picture.crops = {}
    picture.save()

    assert set(kept(picture).cropped) == {CARD}


@pytest.mark.parametrize("ratio", ["16:9", "../..", "", "1:1:1"])
def test_a_ratio_that_no_page_has_makes_no_file(ratio):
    picture = taken_in(halves(300, 200), alt="x")
    before = files_of(picture)
    picture.crops = {ratio: {"x": 1, "y": 0.5}}
    picture.save()

    assert files_of(picture) == before


# On the page


def test_a_page_shows_the_crop_where_its_style_sheet_would_cut():
    picture = Picture(
        key="k", width=2000, height=1000, widths=[480, 1100, 2000], focal_x=0.1,
        cropped={"3:2": {"tag": "1f2e3d4c", "widths": [320, 480, 750, 1100]}},
    )  # fmt: skip

    html = as_html(picture, sizes="92vw", ratio="3:2")
    assert "/media/k/3x2-1f2e3d4c-750.avif 750w" in html
    assert 'src="/media/k/3x2-1f2e3d4c-1100.jpg"' in html
    assert 'width="1100" height="733"' in html
    assert 'class="r3 g3 b3"' in html  # cut as a file, so there is no focal point to keep
    for ratio in ("4:5", "", None):
        plain = as_html(picture, sizes="92vw", ratio=ratio)
        assert "/3x2-" not in plain
        assert 'class="x1 y5 ' in plain


def test_a_tall_lead_picture_is_not_cut(client):
    tall = taken_in(halves(400, 900), alt="x")
    tall.crops = {"16:10": {"x": 0.5, "y": 0.5}}
    tall.save()
    wide = taken_in(halves(900, 400), alt="x")
    wide.crops = {"16:10": {"x": 0.5, "y": 0.5}}
    wide.save()

    for picture, is_cut in ((tall, False), (wide, True)):
        story = StoryFactory(published=True, lead_picture=picture)
        page = client.get(story.get_absolute_url()).text
        assert ("16x10-" in page) is is_cut


def test_lists_bring_what_crops_there_are_without_asking_again(
    client, django_assert_max_num_queries
):
    picture = taken_in(halves(800, 400), alt="x")
    picture.crops = {"3:2": {"x": 1, "y": 0.5}}
    picture.save()
    for _ in range(4):
        StoryFactory(published=True, lead_picture=picture)

    client.get("/")
    with django_assert_max_num_queries(10):
        page = client.get("/").text
    assert "3x2-" in page
