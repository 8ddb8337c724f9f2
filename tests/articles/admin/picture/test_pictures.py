"""A picture at the desk: how it comes in, its words, its focal point and its crops."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Picture
from tests.articles.admin.desk import address
from tests.articles.pictures.library import upload
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    StoryFactory,
    picture_file,
)

pytestmark = pytest.mark.django_db
WORDS = {"alt": "", "caption": "", "credit": "", "licence": ""}


def test_an_uploaded_picture_is_received_with_its_words(client, ana):
    form = {
        "file": upload(),
        "alt": "A boat",
        "caption": "On Monday",
        "credit": "Jo",
        "licence": "",
    }
    client.post(address("picture_add"), form)
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == ("A boat", "On Monday", "Jo")
    assert picture.width == 60
    assert picture.widths == [60]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.jpg", b"<html>", "This is not a JPEG, PNG, WebP, GIF or AVIF picture."),
        ("drawing.svg", b"<svg onload='x()'/>", "This is not a JPEG"),
        ("half.jpg", None, "damaged"),
        ("empty.jpg", b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_picture_is_refused_in_words_and_the_words_stay(
    client, ana, name, content, words
):
    half = picture_file(400, 400).read()[:900]
    form = {"file": upload(name, half if content is None else content), "caption": "Kept"}
    response = client.post(address("picture_add"), WORDS | form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Kept" in response.content.decode()
    assert not Picture.objects.exists()


def test_the_form_says_how_large_a_file_may_be(client, ana, settings):
    settings.PICTURE_MAX_BYTES = 60 * 1024 * 1024
    assert "up to 60 MB" in client.get(address("picture_add")).content.decode()


@pytest.mark.parametrize("name", ["a.php.png", "../../x.png", "n" * 300 + ".jpg", "ö 😀.JPG", "x"])
def test_a_file_may_have_any_name(client, ana, name):
    assert client.post(address("picture_add"), WORDS | {"file": upload(name)}).status_code == 302
    picture = Picture.objects.get()
    assert picture.original.name.startswith(picture.digest[:2])
    assert name[-9:] in picture.original_name or "/" in name


def test_forged_fields_of_a_picture_have_no_effect(client, ana):
    form = WORDS | {"file": upload(), "key": "chosen", "width": 9, "original": "x", "widths": "[9]"}
    client.post(address("picture_add"), form)
    picture = Picture.objects.get()
    assert picture.width == 60
    assert picture.key != "chosen"


@pytest.mark.parametrize("focal", ["nan", "inf", "-1", "2", "x", "1e400", "9" * 400])
def test_the_focal_point_lies_inside_the_picture(client, ana, focal):
    picture = PictureFactory()
    form = WORDS | {"focal_x": focal, "focal_y": 0.5}
    assert client.post(address("picture_change", picture.pk), form).status_code == 422
    picture.refresh_from_db()
    assert picture.focal_x == 0.5


def test_changing_the_words_of_a_picture_leaves_its_renditions_to_the_worker(client, ana):
    picture = PictureFactory()
    with CaptureQueriesContext(connection) as queries:
        client.post(address("picture_change", picture.pk), WORDS | {"focal_x": 0, "focal_y": 0.5})
    update = next(q["sql"] for q in queries if q["sql"].startswith('UPDATE "articles_picture"'))
    assert "avif_widths" not in update
    assert Picture.objects.get().focal_x == 0


def test_a_picture_tells_where_it_is_used(client, ana):
    picture = PictureFactory()
    StoryFactory(headline="On the front", published=True, lead_picture=picture)
    body = f'<story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>'
    StoryFactory(headline="In the text", body=body)
    GalleryFactory(title="In a gallery", pictures=[picture])
    AuthorFactory(name="As a portrait", portrait=picture)
    page = client.get(address("picture_change", picture.pk)).content.decode()
    for words in ("On the front", "In the text", "In a gallery", "As a portrait"):
        assert words in page


def crop(client, picture, crops):
    form = WORDS | {"focal_x": 0.5, "focal_y": 0.5, "own_crops": crops}
    response = client.post(address("picture_change", picture.pk), form)
    picture.refresh_from_db()
    return response


def test_a_ratio_is_cut_otherwise_than_by_the_focal_point(client, ana):
    picture = PictureFactory()
    chosen = {"1:1": {"x": 0.4, "y": 0.3, "zoom": 1.5}}
    assert crop(client, picture, json.dumps(chosen)).status_code == 302
    assert picture.crops == chosen
    page = client.get(address("picture_change", picture.pk)).text
    assert "&quot;zoom&quot;: 1.5" in page
    crop(client, picture, "{}")
    assert picture.crops == {}


@pytest.mark.parametrize(
    ("crops", "words"),
    [
        ("x", "could not be read"),
        ("[1]", "could not be read"),
        ("[" * 1000, "could not be read"),
        ('{"7:9": {"x": 0.5}}', "There is no crop 7:9."),
        ('{"1:1": 3}', "The crop 1:1 could not be read."),
        ('{"1:1": {"x": NaN}}', "lies outside the picture"),
        ('{"1:1": {"x": 1e400}}', "lies outside the picture"),
        ('{"1:1": {"y": -0.1}}', "lies outside the picture"),
        ('{"1:1": {"y": "0.5"}}', "lies outside the picture"),
        ('{"1:1": {"x": true}}', "lies outside the picture"),
        ('{"1:1": {"zoom": 0.5}}', "up to 4 times"),
        ('{"1:1": {"zoom": 5}}', "up to 4 times"),
        ('{"1:1": {"zoom": Infinity}}', "up to 4 times"),
        ('{"1:1": {"x": %s}}' % ("9" * 1500), "lies outside the picture"),
        ("x" * 3000, "at most 2000 characters"),
    ],
)
def test_a_crop_that_cannot_be_meant_is_refused_in_words(client, ana, crops, words):
    picture = PictureFactory()
    response = crop(client, picture, crops)
    assert response.status_code == 422
    assert words in response.text
    assert picture.crops == {}


def test_the_form_tells_of_the_file_and_of_pictures_like_it(client, ana):
    picture, twin = PictureFactory(), PictureFactory(caption="The twin")
    Picture.objects.filter(pk=picture.pk).update(original_name="DSC_0042.JPG")
    page = client.get(address("picture_change", picture.pk)).text
    assert "DSC_0042.JPG" in page
    assert "60 × 40 pixels" in page
    assert f'The same file: <a href="{address("picture_change", twin.pk)}">The twin</a>' in page


def test_a_picture_in_use_is_not_deleted(client, ana):
    picture = PictureFactory()
    GalleryFactory(pictures=[picture])
    client.post(address("picture_delete", picture.pk), {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()
