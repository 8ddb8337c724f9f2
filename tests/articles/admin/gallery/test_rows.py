"""The pictures of a gallery at the desk: their order, their words, the cover."""

import pytest

from articles.models import Gallery, Picture, SearchEntry
from tests.articles.admin.desk import address, said
from tests.articles.pictures.library import another, upload
from tests.factories import GalleryFactory, PictureFactory, StoryFactory

from .galleries import gallery_form, order, save

pytestmark = pytest.mark.django_db


def test_pictures_from_the_library_come_in_the_order_in_which_they_were_chosen(client, ana):
    gallery = GalleryFactory()
    before, first, second = order(gallery), PictureFactory(), PictureFactory()
    form = gallery_form(gallery)
    rows = [
        {"id": "", "picture": pk, "position": 30 + n} for n, pk in enumerate([second.pk, first.pk])
    ]
    for number, row in enumerate(rows, 2):
        form |= {f"placements-{number}-{name}": value for name, value in row.items()}
    form["placements-TOTAL_FORMS"] = 4
    client.post(address("gallery_change", gallery.pk), form)
    assert order(gallery) == [*before, second.pk, first.pk]


def test_a_row_without_words_takes_none_away_from_its_picture(client, ana):
    picture = PictureFactory(alt="A boat", credit="Jo")
    gallery = GalleryFactory(pictures=[PictureFactory()])
    row = {"placements-1-id": "", "placements-1-picture": picture.pk, "placements-1-alt": "",
           "placements-1-credit": "Ana", "placements-TOTAL_FORMS": 2}  # fmt: skip
    save(client, gallery, **row)
    picture.refresh_from_db()
    assert (picture.alt, picture.credit) == ("A boat", "Ana")


def test_a_picture_that_is_removed_leaves_the_gallery_and_stays_in_the_library(client, ana):
    gallery = GalleryFactory()
    first, second = order(gallery)
    save(client, gallery, **{"placements-0-DELETE": "on"})
    assert order(gallery) == [second]
    assert gallery.cover_id == second
    assert Picture.objects.filter(pk=first).exists()


def test_what_a_colleague_has_added_meanwhile_stays_at_the_end(client, ana):
    gallery = GalleryFactory()
    form, theirs = gallery_form(gallery), PictureFactory()
    gallery.put_in([theirs], by=None)
    client.post(address("gallery_change", gallery.pk), form)
    assert order(gallery)[-1] == theirs.pk

    form = gallery_form(gallery) | {"placements-3-picture": theirs.pk, "placements-TOTAL_FORMS": 4}
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 422
    assert len(order(gallery)) == 3


def test_the_cover_is_one_of_the_pictures(client, ana):
    gallery, elsewhere = GalleryFactory(), PictureFactory()
    _, second = order(gallery)
    save(client, gallery, cover=second)
    assert gallery.cover_id == second
    for nonsense in (elsewhere.pk, "x", "9" * 40, ""):
        save(client, gallery, cover=nonsense)
        assert gallery.cover_id == second


def test_description_and_credit_are_the_pictures_and_the_caption_is_the_gallerys(client, ana):
    gallery = GalleryFactory(pictures=[PictureFactory(caption="Monday")])
    save(client, gallery, **{"placements-0-alt": "A  boat", "placements-0-credit": "Ana",
                             "placements-0-caption": "At dawn"})  # fmt: skip
    placement = gallery.placements.get()
    assert (placement.picture.alt, placement.picture.credit) == ("A boat", "Ana")
    assert placement.picture.caption == "Monday"
    assert placement.shown_caption == "At dawn"
    assert "dawn" in SearchEntry.objects.get(gallery=gallery).text


def test_a_reporter_does_not_rewrite_what_readers_see_of_a_picture(client, jo):
    picture = PictureFactory(alt="A boat")
    StoryFactory(published=True, lead_picture=picture)
    gallery = GalleryFactory(pictures=[picture], created_by=jo)
    save(client, gallery, **{"placements-0-alt": "Hacked", "placements-0-caption": "Mine"})
    placement = gallery.placements.get()
    assert (placement.picture.alt, placement.caption) == ("A boat", "Mine")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("alt", "a" * 251, "at most 250 characters"),
        ("caption", "a" * 601, "at most 600 characters"),
        ("credit", "a" * 121, "at most 120 characters"),
    ],
)
def test_words_that_do_not_fit_are_refused_beside_their_picture_and_stay(
    client, ana, name, value, words
):
    gallery = GalleryFactory()
    form = gallery_form(gallery) | {f"placements-1-{name}": value, "placements-0-caption": "Kept"}
    response = client.post(address("gallery_change", gallery.pk), form)
    assert response.status_code == 422
    assert words in response.text
    assert "Kept" in response.text
    assert "Look at the pictures again: 2." in response.text
    assert gallery.placements.filter(caption="Kept").count() == 0


@pytest.mark.parametrize("total", ["x", "-1", "2001", "9" * 30, ""])
def test_a_list_that_cannot_be_meant_changes_nothing(client, ana, total):
    gallery = GalleryFactory()
    before = order(gallery)
    form = gallery_form(gallery) | {"placements-TOTAL_FORMS": total}
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 422
    assert order(gallery) == before


@pytest.mark.parametrize("picture", ["x", "999999", "9" * 30, "-1", "1\0"])
def test_a_picture_that_is_not_there_is_named_as_such(client, ana, picture):
    form = gallery_form() | {"placements-TOTAL_FORMS": 1, "placements-0-picture": picture}
    response = client.post(address("gallery_add"), form)
    assert response.status_code == 422
    assert "does not exist any more" in response.text


def test_the_same_credit_goes_to_those_without_one_or_to_all(client, ana):
    pictures = [PictureFactory(credit=""), PictureFactory(credit="Jo")]
    gallery = GalleryFactory(pictures=pictures)
    response = save(client, gallery, same_credit="Ana", same_credit_for="empty")
    assert "Credit written for 1 picture." in said(response)
    assert [p.picture.credit for p in gallery.placements_for_page()] == ["Ana", "Jo"]
    save(client, gallery, same_credit="Agency", same_credit_for="all")
    assert {p.picture.credit for p in gallery.placements_for_page()} == {"Agency"}
    assert client.post(
        address("gallery_change", gallery.pk), gallery_form(gallery) | {"same_credit_for": "x"}
    ).status_code == 422  # fmt: skip


def test_a_file_that_is_there_already_is_not_kept_twice(client, ana):
    data = another()
    client.post(address("gallery_add"), gallery_form(files=[upload("1.jpg", data)]))
    gallery = Gallery.objects.get()
    response = save(client, gallery, files=[upload("2.jpg", data)])
    assert "2.jpg is in the library already; that picture was taken." in said(response)
    assert Picture.objects.count() == gallery.placements.count() == 1


def test_forty_one_files_at_once_are_too_many_for_a_form(client, ana):
    form = gallery_form(files=[upload(f"{n}.jpg", b"x") for n in range(41)])
    response = client.post(address("gallery_add"), form)
    assert response.status_code == 422
    assert "Choose at most 40 files at once." in response.text


def test_a_hundred_and_one_files_are_a_bad_request(client, ana):
    form = gallery_form(files=[upload(f"{n}.jpg", b"x") for n in range(101)])
    assert client.post(address("gallery_add"), form).status_code == 400
    assert not Gallery.objects.exists()


@pytest.mark.parametrize("nonsense", ["x", "1,1,1", "9999", "-1,0", "," * 5000])
def test_an_order_that_cannot_be_meant_loses_no_picture(client, ana, nonsense):
    gallery = GalleryFactory()
    before = order(gallery)
    save(client, gallery, **{"placements-order": nonsense})
    assert sorted(order(gallery)) == before
