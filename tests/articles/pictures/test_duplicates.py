"""The same file, or the same motif, again."""

import io
from itertools import combinations
from random import Random

import pytest
from PIL import Image, ImageEnhance

from articles.pictures import duplicates
from articles.pictures.duplicates import like, same_as
from articles.pictures.sandbox.perceptual_hash import difference_hash, hamming_distance
from tests.factories import PictureFactory

from .photographs import encoded, every_photo, motif, needs_photos, photo, taken_in

pytestmark = pytest.mark.django_db


def scene(seed=1):
    """Something with shapes, others for another seed."""
    spots = Random(seed).choices(range(256), k=9 * 6)
    small = Image.new("L", (9, 6))
    small.putdata(spots)
    return small.resize((600, 400), Image.Resampling.BICUBIC).convert("RGB")


def test_the_same_file_is_the_same_whatever_it_is_called():
    data = encoded(motif())
    one, other = taken_in(data, "a.jpg", alt="x"), taken_in(data, "b.jpg", alt="x")
    taken_in(encoded(motif(), quality=50), alt="x")

    assert set(same_as(one.digest)) == {one, other}


@pytest.mark.parametrize("digest", ["", "0" * 64, "'; DROP TABLE"])
def test_a_file_that_is_not_here_is_like_none(digest):
    PictureFactory()

    assert not same_as(digest).exists()


@pytest.mark.parametrize(
    "again",
    [
        lambda image: encoded(image.resize((300, 200)), "WEBP"),
        lambda image: encoded(image, quality=30),
        lambda image: encoded(ImageEnhance.Brightness(image).enhance(1.2), "PNG"),
        lambda image: encoded(image.convert("L")),
    ],
    ids=["smaller", "worse", "brighter", "grey"],
)
def test_the_same_motif_is_found_in_another_file(again):
    here = taken_in(encoded(scene(), "PNG"), alt="x")
    taken_in(encoded(scene(seed=3), "PNG"), alt="x")
    new = taken_in(again(scene()), alt="x")

    assert like(new) == [here]
    assert new.digest != here.digest


def test_the_most_alike_come_first():
    image = scene()
    same = taken_in(encoded(image, "PNG"), alt="x")
    nearly = image.copy()
    nearly.paste("white", (0, 0, 200, 60))
    similar = taken_in(encoded(nearly, "PNG"), alt="x")
    new = taken_in(encoded(image, quality=90), alt="x")

    assert like(new, at_most=20) == [same, similar]
    assert like(new, at_most=0) == [same]


def test_plain_surfaces_are_like_nothing():
    one, other = PictureFactory(), PictureFactory(colour="navy")

    assert one.likeness == ""
    assert like(one) == []
    assert like(other) == []


@needs_photos
def test_no_two_photographs_of_different_things_are_alike():
    names = [*every_photo("gps"), *every_photo("iptc"), "orientation/portrait_1.jpg"]
    found = [difference_hash(Image.open(io.BytesIO(photo(name)))) for name in names]

    for one, other in combinations(filter(None, found), 2):
        assert hamming_distance(one, other) > 6


def test_two_queries_find_them_and_only_the_newest_are_looked_at(
    monkeypatch, django_assert_num_queries
):
    pictures = [taken_in(encoded(scene(), quality=60 + n), alt="x") for n in range(4)]
    monkeypatch.setattr(duplicates, "LOOK_BACK", 2)

    with django_assert_num_queries(2):
        assert set(like(pictures[0])) == set(pictures[2:])


def test_a_perceptual_hash_is_sixteen_digits():
    assert len(difference_hash(scene())) == 16
    assert int(difference_hash(scene()), 16)
