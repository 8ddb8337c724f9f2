"""Taking in pictures one by one: what arrives, what is refused, and in which words."""

import errno
import io

import pytest
from django.core.files.storage import InMemoryStorage
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from articles.models import Picture
from tests.articles.admin.desk import address
from tests.articles.pictures.library import another, upload
from tests.factories import UserFactory, editor, moderator

pytestmark = pytest.mark.django_db
NOT_ONE = "This is not a JPEG, PNG, WebP, GIF or AVIF picture."


def sail(width, height):
    """The same motif in any size."""
    image = Image.new("RGB", (width, height), "white")
    corners = [(0.1, 0.9), (0.5, 0.1), (0.7, 0.9)]
    ImageDraw.Draw(image).polygon([(x * width, y * height) for x, y in corners], "navy")
    file = io.BytesIO()
    image.save(file, "PNG")
    return upload("sail.png", file.getvalue())


def send(client, file=None, **fields):
    return client.post(address("picture_upload"), {"file": file or upload()} | fields)


def test_a_file_is_received_with_its_words_and_answered_with_its_row(client, jo):
    answer = send(client, upload("boat.jpg"), alt="A boat", caption="On Monday", credit="Jo")
    picture = Picture.objects.get()
    assert answer.status_code == 201
    row = answer.json()
    assert row["id"] == picture.pk
    assert (row["alt"], row["caption"], row["credit"]) == ("A boat", "On Monday", "Jo")
    assert row["rights"]["label"] == "Ready to use"
    assert row["like"] == []
    assert picture.created_by == jo
    assert picture.original_name == "boat.jpg"
    assert client.get(row["thumbnail"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", NOT_ONE),
        (b"<svg onload='x()'/>", NOT_ONE),
        (b"%PDF-1.4", NOT_ONE),
        (b"%!PS-Adobe-3.0 EPSF-3.0", NOT_ONE),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(client, jo, content, words):
    answer = send(client, upload("boat.jpg", content))
    assert (answer.status_code, answer.json()) == (422, {"problems": [words]})
    assert not Picture.objects.exists()


def test_the_file_may_be_missing_or_be_no_file_at_all(client, jo):
    for form in ({}, {"file": "boat.jpg"}):
        answer = client.post(address("picture_upload"), form)
        assert (answer.status_code, answer.json()) == (422, {"problems": ["Choose a file."]})


def test_words_that_do_not_fit_are_refused_before_anything_is_kept(client, jo):
    for field, words in ({"alt": "a" * 251}, "250"), ({"credit": "x" * 121}, "120"):
        answer = send(client, **field)
        assert answer.status_code == 422
        assert words in answer.json()["problems"][0]
    assert not Picture.objects.exists()


def test_the_same_file_is_recognised_and_the_picture_that_is_there_is_offered(client, jo):
    data = another()
    first = send(client, upload("1.jpg", data), caption="Boats").json()
    answer = send(client, upload("2.jpg", data))
    assert answer.status_code == 409
    assert answer.json()["problems"] == ["This file is in the library already."]
    assert [row["id"] for row in answer.json()["same"]] == [first["id"]]
    assert Picture.objects.count() == 1

    assert send(client, upload("2.jpg", data), keep_both="on").status_code == 201
    assert Picture.objects.count() == 2


def test_a_picture_that_looks_like_one_that_is_there_is_mentioned(client, jo):
    first = send(client, sail(600, 400)).json()
    second = send(client, sail(300, 200))
    assert second.status_code == 201
    assert [row["id"] for row in second.json()["like"]] == [first["id"]]


def test_in_the_form_the_same_file_wants_a_word_of_consent(client, jo):
    data = another()
    client.post(address("picture_add"), {"file": upload("1.jpg", data)})
    there = Picture.objects.get()
    answer = client.post(address("picture_add"), {"file": upload("2.jpg", data), "caption": "Kept"})
    assert answer.status_code == 422
    assert "This file is in the library already." in answer.text
    assert address("picture_change", there.pk) in answer.text
    assert "Kept" in answer.text
    form = {"file": upload("2.jpg", data), "keep_both": "on"}
    assert client.post(address("picture_add"), form).status_code == 302
    assert Picture.objects.count() == 2


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client, jo, settings):
    settings.PICTURE_MAX_BYTES = 100_000
    answer = send(client, upload("large.jpg", b"\xff\xd8\xff" + b"x" * 200_000))
    assert answer.status_code == 413
    assert answer.json()["problems"][0].startswith("The file is larger than")
    answer = send(client, upload("large.jpg", b"\xff\xd8\xff" + b"x" * 120_000))
    assert answer.status_code == 422


def test_who_may_upload(client):
    client.force_login(moderator())
    assert send(client).status_code == 403
    client.force_login(UserFactory())
    assert send(client).status_code == 302
    client.logout()
    assert send(client).status_code == 302
    assert not Picture.objects.exists()


def test_an_upload_wants_the_forms_token(client):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor())
    assert send(strict).status_code == 403
    page = strict.get(address("picture_add")).text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert send(strict, csrfmiddlewaretoken=token).status_code == 201


def test_only_a_form_uploads(client, jo):
    assert client.get(address("picture_upload")).status_code == 405
    assert client.put(address("picture_upload")).status_code == 405


def test_one_request_brings_one_file(client, jo):
    answer = client.post(address("picture_upload"), {"file": [upload("1.jpg"), upload("2.jpg")]})
    assert (answer.status_code, answer.json()["problems"]) == (422, ["Send one file at a time."])
    many = {"file": [upload(f"{n}.jpg", b"x") for n in range(101)]}
    assert client.post(address("picture_upload"), many).status_code == 400
    assert not Picture.objects.exists()


class NoRoom(InMemoryStorage):
    """A disk that is full."""

    trouble = errno.ENOSPC

    def _save(self, name, content):
        raise OSError(self.trouble, "No")


class NoAnswer(NoRoom):
    trouble = errno.EIO


@pytest.mark.parametrize(("storage", "status"), [("NoRoom", 507), ("NoAnswer", 503)])
def test_a_full_disk_is_told_in_words_and_nothing_is_kept(client, jo, settings, storage, status):
    backend = f"{__name__}.{storage}"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": backend}}
    answer = send(client)
    assert answer.status_code == status
    assert answer.json()["problems"][0]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "name", ["a.php.png", "../../x.png", "n" * 300 + ".jpg", "ö 😀.JPG", "x", "\u202egpj.exe"]
)
def test_a_file_may_have_any_name(client, jo, name):
    assert send(client, upload(name)).status_code == 201


def test_the_list_of_pictures_offers_to_take_files(client, jo):
    page = client.get(address("picture_changelist")).text
    assert f'data-upload="{reverse("admin:articles_picture_upload")}"' in page
