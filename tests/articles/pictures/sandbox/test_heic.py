"""Pictures as telephones write them: HEIC, with a package that a newsroom may add."""

import struct
import sys

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageStat

from articles.models import Picture
from articles.pictures.receiving import Refused, receive
from tests.articles.admin.desk import address
from tests.articles.pictures.library import upload
from tests.articles.pictures.photographs import (
    bytes_of,
    files_of,
    heic_of,
    motif,
    on_the_chip,
    rendition_of,
    says_only_its_credit,
    taken_in,
)
from tests.factories import reporter

pytestmark = pytest.mark.django_db

SAVE_IT_OTHERWISE = "This is a HEIC picture, which is not taken here: save it as a JPEG."


@pytest.fixture(params=[True, False], ids=["apart", "here"])
def wherever_it_is_read(request, settings):
    settings.PICTURES_IN_A_CHILD = request.param


def notes(orientation=1):
    """What a telephone writes into a picture, with the place where it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Harbour Telephones", "Model Twelve"
    exif[0x010E], exif[0x013B] = "The ferry leaves", "Jo Lindqvist"
    exif.get_ifd(0x8769)[0x9003] = "2026:07:01 12:00:00"
    exif.get_ifd(0x8769)[0xA431] = "Number 123456"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 31.0, 7.0), "E", (13.0, 24.0, 9.0)
    return exif.tobytes()


def is_like(picture, image):
    shown = rendition_of(picture, f"{picture.widths[-1]}.webp").convert("RGB")
    return max(ImageStat.Stat(ImageChops.difference(image, shown)).mean) < 8


def refusal_of(data):
    with pytest.raises(Refused) as refused:
        receive(ContentFile(data, name="IMG_0001.HEIC"), alt="x")
    assert not Picture.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_telephone_may_be_held_in_all_eight_ways(orientation):
    lying = on_the_chip(motif(), orientation)
    picture = taken_in(heic_of(lying, exif=notes(orientation)), alt="x")

    assert (picture.width, picture.height) == motif().size
    assert is_like(picture, motif())


def test_it_comes_through_the_door_for_pictures_and_readers_get_nothing_of_it_but_its_credit(
    wherever_it_is_read,
):
    data = heic_of(on_the_chip(motif(), 6), exif=notes(6))
    picture = taken_in(data, "IMG_0001.HEIC", credit="Jo Lindqvist", copyright="© The Record")

    assert (picture.caption, picture.creator) == ("The ferry leaves", "Jo Lindqvist")
    assert picture.original.name.endswith(".heic")
    with picture.original.open() as file:
        assert file.read() == data
    assert {"240.avif", "240.jpg", "240.webp"} <= set(files_of(picture))
    assert is_like(picture, motif())
    places = [struct.pack(f"{order}6I", 52, 1, 31, 1, 7, 1) for order in "<>"]
    assert any(place in data for place in places)
    for name in files_of(picture):
        says_only_its_credit(picture, name)
        for secret in (*places, b"Harbour Telephones", b"Model Twelve", b"123456", b"ferry"):
            assert secret not in bytes_of(picture, name)


def test_what_decodes_it_is_loaded_in_that_process_alone(settings, monkeypatch):
    settings.PICTURES_IN_A_CHILD = True
    data = heic_of(motif())
    for name in [name for name in sys.modules if "pillow_heif" in name]:
        monkeypatch.delitem(sys.modules, name)

    assert taken_in(data, alt="x").avif_widths == [240]
    assert [name for name in sys.modules if "pillow_heif" in name] == []


def test_the_desk_takes_it_as_any_other(client, settings):
    settings.PICTURES_IN_A_CHILD = True
    client.force_login(reporter())
    file = upload("IMG_0001.HEIC", heic_of(motif(), exif=notes()))
    answer = client.post(address("picture_upload"), {"file": file, "alt": "A ferry"})

    assert answer.status_code == 201
    assert answer.json()["caption"] == "The ferry leaves"
    assert client.get(answer.json()["thumbnail"]).status_code == 200


def test_of_several_in_one_file_readers_get_the_one_that_is_shown_for_all(wherever_it_is_read):
    other = Image.new("RGB", (80, 60), "red")
    picture = taken_in(heic_of(other, motif(), shown=1), alt="x")

    assert (picture.width, picture.height) == motif().size
    assert is_like(picture, motif())


def test_a_small_one_lets_no_larger_one_in(settings):
    """Of the two in the file, only that which is within the limit is ever decoded."""
    settings.PICTURE_MAX_MEGAPIXELS = 1
    large = Image.new("RGB", (1200, 1000), "red")

    assert taken_in(heic_of(large, motif(), shown=1), alt="x").width == motif().width
    Picture.objects.all().delete()
    assert refusal_of(heic_of(large, motif())) == "The picture has more than 1 megapixels."


def test_the_small_ones_that_telephones_put_beside_it_are_left_behind(wherever_it_is_read):
    image = motif(480, 320)
    image.info["thumbnails"] = list(range(16, 256, 8))
    picture = taken_in(heic_of(image), alt="x")

    assert (picture.width, picture.height) == (480, 320)
    assert is_like(picture, motif(480, 320))


def claiming(width, height):
    """A HEIC of another size than it says (ISO/IEC 23008-12, ispe)."""
    data = heic_of(motif())
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: heic_of(motif())[:400], "The picture is damaged and cannot be read."),
        (lambda: heic_of(motif())[:-200], "The picture is damaged and cannot be read."),
        (lambda: claiming(24, 16), "The picture is damaged and cannot be read."),
        (lambda: claiming(5_000, 5_000), "The picture is damaged and cannot be read."),
        (lambda: claiming(9_000, 5_000), "The picture has more than 40 megapixels."),
        pytest.param(
            lambda: heic_of(*[Image.new("RGB", (16, 16))] * 101),
            "The animation has more than 100 frames.",
            marks=pytest.mark.thorough,
        ),
    ],
    ids=["beginning", "half", "larger than it says", "smaller", "too large", "many"],
)
def test_what_is_damaged_or_too_much_is_refused_in_words(wherever_it_is_read, make, words):
    assert refusal_of(make()) == words


@pytest.mark.parametrize("missing", ["pillow_heif", "_pillow_heif"], ids=["all", "its library"])
def test_without_the_package_it_is_said_what_to_do(settings, client, without, missing):
    settings.PICTURES_IN_A_CHILD = True
    data = heic_of(motif())
    without(missing)

    assert refusal_of(data) == SAVE_IT_OTHERWISE
    client.force_login(reporter())
    answer = client.post(address("picture_upload"), {"file": upload("IMG_0001.HEIC", data)})
    assert (answer.status_code, answer.json()) == (422, {"problems": [SAVE_IT_OTHERWISE]})


def test_without_the_package_it_is_said_in_our_own_process_too(without):
    data = heic_of(motif())
    without("pillow_heif")

    assert refusal_of(data) == SAVE_IT_OTHERWISE
