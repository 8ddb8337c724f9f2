"""What strangers send instead of pictures."""

import io
import zlib
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import Picture
from articles.pictures.receiving import Refused, receive
from articles.pictures.storing import originals
from tests.faults.developing import files_under

from .photographs import (
    encoded,
    every_photo,
    gif_of,
    motif,
    needs_photos,
    photo,
    png_that_claims,
    png_with_chunks,
    rendition_of,
    taken_in,
)

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"
NO_PICTURE = "This is not a JPEG, PNG, WebP, GIF or AVIF picture."


def refusal_of(data, name="photo.jpg"):
    with pytest.raises(Refused) as refused:
        receive(ContentFile(data, name=name), alt="x")
    assert not Picture.objects.exists()
    assert [*files_under(default_storage), *files_under(originals)] == []
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.jpg", b"<!doctype html><title>A page</title>" + SCRIPT),
        ("figure.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        ("paper.jpg", b"%PDF-1.7\n1 0 obj\n"),
        ("layers.png", b"8BPS\0\x01" + b"\0" * 60),
        ("scan.jpg", b"II*\0" + b"\0" * 60),
        ("old.jpg", b"BM" + b"\0" * 60),
        ("code.webp", b"#!/bin/sh\nrm -rf /\n"),
        ("sound.webp", b"RIFF\x24\0\0\0WAVEfmt "),
        ("film.avif", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused_whatever_its_name_says(name, data):
    assert refusal_of(data, name) == NO_PICTURE


def test_an_empty_file_is_refused():
    assert refusal_of(b"") == "The file is empty."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_half_a_picture_is_refused(kind):
    data = encoded(motif(), kind)

    assert refusal_of(data[: len(data) // 2]) == "The picture is damaged and cannot be read."


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    ],
    ids=["JPEG", "GIF", "PNG", "HEIC"],
)
def test_the_beginning_of_a_picture_makes_none(head):
    assert refusal_of(head + b"\0" * 500) == "The picture is damaged and cannot be read."


def test_179_megapixels_in_22_kilobytes_are_refused_before_they_are_decoded():
    bomb = png_that_claims(13377, 13377)

    assert len(bomb) < 25_000
    assert refusal_of(bomb) == "The picture has more than 40 megapixels."


@pytest.mark.parametrize(
    "animation",
    [partial(gif_of, 1000), partial(png_that_claims, 9, 9, frames=1000)],
    ids=["GIF", "APNG"],
)
def test_an_animation_of_a_thousand_frames_is_refused(animation):
    assert refusal_of(animation()) == "The animation has more than 100 frames."


def test_more_bytes_than_may_be_are_refused_without_being_read_to_the_end(settings):
    settings.PICTURE_MAX_BYTES = 1024 * 1024
    file = io.BytesIO(encoded(motif()) + b"\0" * 9_000_000)

    with pytest.raises(Refused, match="larger than 1 MB"):
        receive(file, alt="x")
    assert file.tell() < 2_000_000


def test_a_picture_too_tall_for_any_page_is_refused():
    assert "too tall" in refusal_of(encoded(Image.new("1", (800, 20_000)), "PNG"))


@needs_photos
@pytest.mark.parametrize("name", every_photo("invalid"))
def test_a_broken_photograph_is_a_picture_or_is_refused_in_words(name):
    try:
        picture = taken_in(photo(name), alt="x")
    except Refused as refused:
        words = str(refused)
    else:
        words = rendition_of(picture, f"{picture.widths[0]}.webp").format
    assert words in {"WEBP", "The picture is damaged and cannot be read."}


def test_text_that_unpacks_to_a_hundred_megabytes_is_refused():
    bomb = b"Comment\0\0" + zlib.compress(b"x" * 100_000_000)

    refusal_of(png_with_chunks((b"zTXt", bomb)))
