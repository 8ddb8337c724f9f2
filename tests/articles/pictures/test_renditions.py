"""What readers get of a photograph: upright, in fitting sizes, and betraying nobody."""

import contextlib
import io
import struct

import pytest
from django.tasks import default_task_backend
from PIL import Image, ImageChops, ImageStat

from articles.models import Picture
from articles.pictures.completing import is_complete
from articles.pictures.receiving import Refused
from tests import tasks
from tests.factories import PictureFactory
from tests.tiers import some_in_a_quick_run

from .photographs import (
    bytes_of,
    encoded,
    every_photo,
    files_of,
    motif,
    needs_photos,
    on_the_chip,
    photo,
    rendition_of,
    says_only_its_credit,
    taken_in,
)

pytestmark = pytest.mark.django_db

UPRIGHT = ["portrait_1.jpg", "portrait_3.jpg", "portrait_6.jpg", "portrait_8.jpg"]


def kept(picture):
    return Picture.objects.get(pk=picture.pk)


@needs_photos
@pytest.mark.parametrize("name", UPRIGHT[1:])
def test_a_photograph_that_was_taken_on_its_side_stands_as_the_upright_one_does(name):
    upright, turned = (
        taken_in(photo(f"orientation/{each}"), alt="x") for each in (UPRIGHT[0], name)
    )

    assert (turned.width, turned.height) == (upright.width, upright.height)
    one, other = (rendition_of(each, "320.webp").convert("RGB") for each in (upright, turned))
    assert one.height > one.width
    assert one.size == other.size
    # The same scene, taken again each time; on its side, it differs by more than ninety.
    assert sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3 < 25
    assert sum(ImageStat.Stat(ImageChops.difference(one, other.rotate(180))).mean) / 3 > 25


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_may_be_held_in_all_eight_ways(orientation):
    as_seen = motif()
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = taken_in(encoded(on_the_chip(as_seen, orientation), "PNG", exif=exif), alt="x")

    assert (picture.width, picture.height) == as_seen.size
    shown = rendition_of(picture, "240.webp").convert("RGB")
    assert max(ImageStat.Stat(ImageChops.difference(as_seen, shown)).mean) < 6


@needs_photos
@pytest.mark.parametrize("name", some_in_a_quick_run(every_photo(), 4))
def test_no_file_that_readers_get_says_more_than_credit_and_copyright(name):
    try:
        picture = taken_in(photo(name), alt="x", credit="Jo Lindqvist", copyright="© The Record")
    except Refused:
        pytest.skip("It is refused.")
    assert is_complete(picture)
    secrets = secrets_in(photo(name))
    for file in files_of(picture):
        read = bytes_of(picture, file)
        says_only_its_credit(picture, file)
        for secret in secrets:
            assert secret not in read, (file, secret)
        assert read.count(b"\xff\xd8\xff") <= 1, "A thumbnail stands inside it."


def secrets_in(data):
    """Everything of some length that the camera says in words, and the place as it is written."""
    exif = Image.open(io.BytesIO(data)).getexif()
    values = [value for ifd in (0x8769, 0x8825, None) for value in _values(exif, ifd)]
    words = [value.encode() for value in values if isinstance(value, str) and len(value) > 4]
    places = [value for value in values if isinstance(value, tuple) and len(value) == 3]
    for order in "<>":
        for place in places:
            with contextlib.suppress(struct.error):
                parts = [part for n in place for part in (n.numerator, n.denominator)]
                words.append(struct.pack(f"{order}6I", *parts))
    return words


def _values(exif, ifd):
    return (exif.get_ifd(ifd) if ifd else exif).values()


def test_a_picture_of_nobody_says_nothing_at_all():
    picture = taken_in(encoded(motif()), alt="x")

    for file in files_of(picture):
        assert not {"exif", "xmp", "xml:com.adobe.xmp"} & set(rendition_of(picture, file).info)
        assert b"Exif" not in bytes_of(picture, file)


def test_a_credit_may_be_written_in_any_script():
    picture = taken_in(encoded(motif()), credit="Søren & Ünal <ö>", copyright="© صحيفة الميناء")

    for file in files_of(picture):
        says_only_its_credit(picture, file)


def test_a_credit_that_changes_is_changed_in_every_file_at_the_same_address():
    picture = taken_in(encoded(motif()), credit="Jo Lindquist", copyright="The Record")
    before = files_of(picture)
    picture.credit = "Jo Lindqvist"
    picture.save(update_fields=["credit"])

    picture = kept(picture)
    assert picture.inscribed == ["Jo Lindqvist", "The Record"]
    assert files_of(picture) == before
    for file in before:
        says_only_its_credit(picture, file)
        assert b"Lindquist" not in bytes_of(picture, file)


def test_words_that_stand_in_no_file_make_no_work(settings):
    picture = kept(PictureFactory())
    tasks.vanish(settings)
    picture.caption = "The field on Tuesday."
    picture.save()
    assert default_task_backend.results == []

    picture.copyright = "The Record"
    picture.save(update_fields=["caption"])
    assert default_task_backend.results == []
    picture.save(update_fields=["copyright"])
    assert [result.args for result in default_task_backend.results] == [[picture.pk]]


def test_a_large_photograph_exists_in_every_width_in_three_formats_and_is_never_larger():
    picture = taken_in(encoded(Image.new("RGB", (2400, 1200), "teal")), alt="x")

    widths = [320, 480, 750, 1100, 1600, 2000]
    assert picture.widths == picture.avif_widths == widths
    for width in widths:
        for kind in ("avif", "webp", "jpg"):
            assert rendition_of(picture, f"{width}.{kind}").size == (width, width // 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_kind_of_picture_that_is_taken_looks_the_same_to_readers(kind):
    picture = taken_in(encoded(motif(), kind), alt="x")

    shown = rendition_of(picture, "240.jpg").convert("RGB")
    assert max(ImageStat.Stat(ImageChops.difference(motif(), shown)).mean) < 12


def test_a_picture_knows_its_average_colour():
    assert taken_in(encoded(Image.new("RGB", (50, 50), "#204060"), "PNG")).colour == "#204060"
