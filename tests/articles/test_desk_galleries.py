"""Galleries at the desk: many pictures in an order, their words, their cover, their stories."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Gallery, Picture, Record, SearchEntry
from tests.factories import GalleryFactory, PictureFactory, StoryFactory, editor, reporter

from .desk import address, inline, said
from .pictures import another, large_gallery, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = editor()
    client.force_login(user)
    return user


def order(gallery):
    return list(gallery.placements.values_list("picture_id", flat=True))


def save(client, gallery, **changes):
    form = gallery_form(gallery) | changes
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    gallery.refresh_from_db()
    return response


def gallery_form(gallery=None, **changes):
    placements = list(gallery.placements_for_page()) if gallery else []
    rows = [
        {"id": p.pk, "gallery": gallery.pk, "picture": p.picture_id, "alt": p.picture.alt,
         "credit": p.picture.credit, "caption": p.caption, "position": p.position}
        for p in placements
    ]  # fmt: skip
    form = {
        "title": gallery.title if gallery else "At sea",
        "slug": "",
        "standfirst": "",
        "credit": "",
    }
    return form | inline("placements", rows, initial=len(rows)) | changes


def test_several_files_become_the_pictures_of_a_new_gallery(client, ana):
    client.post(
        address("gallery_add"), gallery_form(files=[upload("1.jpg"), upload("2.jpg")], credit="Jo")
    )
    gallery = Gallery.objects.get()
    assert gallery.slug == "at-sea"
    assert gallery.created_by == ana
    assert [p.picture.credit for p in gallery.placements_for_page()] == ["Jo", "Jo"]
    assert gallery.cover == gallery.placements.first().picture


def test_a_bad_file_among_good_ones_is_named_and_the_others_stay(client, ana):
    gallery = GalleryFactory()
    form = gallery_form(gallery, files=[upload("good.jpg"), upload("letter.pdf", b"%PDF-1.4")])
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert gallery.placements.count() == 3
    assert any(words.startswith("letter.pdf: This is not") for words in said(response))


def test_the_order_of_a_gallery_is_the_order_of_its_positions(client, ana):
    gallery = GalleryFactory()
    before = [p.picture_id for p in gallery.placements_for_page()]
    form = gallery_form(gallery) | {"placements-0-position": 20, "placements-1-position": 10}
    client.post(address("gallery_change", gallery.pk), form)
    assert [p.picture_id for p in gallery.placements_for_page()] == before[::-1]


def test_a_picture_is_described_in_the_row_of_its_gallery(client, ana):
    gallery = GalleryFactory(pictures=[PictureFactory(alt="")])
    form = gallery_form(gallery) | {"placements-0-alt": "A harbour", "_publish": "1"}
    client.post(address("gallery_change", gallery.pk), form)
    gallery.refresh_from_db()
    assert gallery.is_public
    assert gallery.placements.get().picture.alt == "A harbour"


def test_a_gallery_that_is_not_ready_says_why(client, ana):
    gallery = GalleryFactory(pictures=[PictureFactory(alt="")])
    form = gallery_form(gallery) | {"_publish": "1"}
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert "Describe picture 1 for those who cannot see it." in said(response)
    gallery.refresh_from_db()
    assert gallery.published_at is None


def test_a_gallery_is_withdrawn_and_scheduled(client, ana):
    gallery = GalleryFactory(published=True)
    client.post(address("gallery_change", gallery.pk), gallery_form(gallery) | {"_withdraw": "1"})
    gallery.refresh_from_db()
    assert gallery.published_at is None
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    client.post(address("gallery_schedule", gallery.pk), {"at_0": day, "at_1": "06:00"})
    gallery.refresh_from_db()
    assert gallery.published_at > timezone.now()


def test_a_picture_stands_once_in_a_gallery(client, ana):
    gallery = GalleryFactory()
    form = gallery_form(gallery)
    form["placements-1-picture"] = form["placements-0-picture"]
    response = client.post(address("gallery_change", gallery.pk), form)
    assert response.status_code == 422
    assert "This picture is in the gallery already." in response.text
    assert "Look at the pictures again: 2." in response.text


def test_a_reporter_begins_a_gallery_and_an_editor_publishes_it(client):
    jo = reporter()
    client.force_login(jo)
    client.post(address("gallery_add"), gallery_form(files=[upload()]))
    gallery = Gallery.objects.get()
    form = gallery_form(gallery) | {"_publish": "1"}
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 403
    assert client.post(address("gallery_schedule", gallery.pk), {}).status_code == 403
    theirs = GalleryFactory()
    form = gallery_form(theirs) | {"title": "Hacked"}
    assert client.post(address("gallery_change", theirs.pk), form).status_code == 403


def test_a_published_gallery_without_slug_or_title_is_refused_in_words(client, ana):
    gallery = GalleryFactory(published=True)
    form = gallery_form(gallery) | {"title": "", "slug": ""}
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 422
    gallery.refresh_from_db()
    assert gallery.slug


# Rows


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
    gallery.put_in([theirs])
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


def test_a_reporter_does_not_rewrite_what_readers_see_of_a_picture(client):
    client.force_login(jo := reporter())
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
        ("caption", "a\0b", "Null characters are not allowed."),
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


# Stories


def test_stories_are_tied_to_a_gallery_and_those_of_others_stay(client):
    client.force_login(jo := reporter())
    mine, theirs = StoryFactory(published=True), StoryFactory(headline="Secret of a colleague")
    gallery = GalleryFactory(created_by=jo)
    gallery.stories.add(theirs)
    page = client.get(address("gallery_change", gallery.pk)).text
    assert "Secret of a colleague" not in page
    save(client, gallery, stories=[mine.pk])
    assert set(gallery.stories.all()) == {mine, theirs}
    forged = gallery_form(gallery) | {"stories": [theirs.pk]}
    assert client.post(address("gallery_change", gallery.pk), forged).status_code == 422


# Five hundred


def test_a_gallery_of_five_hundred_opens_at_the_desk_with_the_same_few_questions(client, ana):
    large, small = large_gallery(), GalleryFactory()
    counts = []
    for gallery in (small, large):
        client.get(address("gallery_change", gallery.pk))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("gallery_change", gallery.pk)).text
        counts.append(len(queries))
    assert page.count("data-picture>") == 501  # and the one that the browser copies
    assert counts[0] == counts[1] <= 13, counts  # PostgreSQL is asked what time it is


def test_five_hundred_rows_are_one_form_that_is_saved_with_few_questions(client, ana):
    gallery = large_gallery()
    form, before = gallery_form(gallery), order(gallery)
    assert len(form) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    form |= {"placements-499-position": 0, "placements-499-caption": "The winner"}
    with CaptureQueriesContext(connection) as queries:
        client.post(address("gallery_change", gallery.pk), form)
    assert order(gallery) == [before[-1], *before[:-1]]
    assert gallery.placements.first().caption == "The winner"
    assert len(queries) < 60, len(queries)
    lines = Record.objects.filter(kind="gallery", object_id=gallery.pk)
    assert any("order" in line.details for line in lines)


def test_a_browser_with_scripts_sends_a_field_a_row(client, ana):
    gallery = large_gallery(1500)
    before = order(gallery)
    form = {"title": "The regatta", "slug": "", "standfirst": "", "placements-TOTAL_FORMS": 1500,
            "placements-order": ",".join(["1499", *map(str, range(1499))])}  # fmt: skip
    form |= {f"placements-{n}-picture": pk for n, pk in enumerate(before)}
    form["placements-7-caption"] = "The winner"
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 302
    assert order(gallery) == [before[-1], *before[:-1]]
    assert gallery.placements.get(picture=before[7]).caption == "The winner"
    assert gallery.placements.exclude(caption="").count() == 1


@pytest.mark.parametrize("nonsense", ["x", "1,1,1", "9999", "-1,0", "," * 5000])
def test_an_order_that_cannot_be_meant_loses_no_picture(client, ana, nonsense):
    gallery = GalleryFactory()
    before = order(gallery)
    save(client, gallery, **{"placements-order": nonsense})
    assert sorted(order(gallery)) == before


def test_saving_what_was_not_changed_writes_nothing_about_the_pictures(client, ana):
    gallery = large_gallery(20)
    form = gallery_form(gallery)
    with CaptureQueriesContext(connection) as queries:
        client.post(address("gallery_change", gallery.pk), form)
    written = [q["sql"] for q in queries if re.match("(UPDATE|INSERT)", q["sql"])]
    assert not [sql for sql in written if "placement" in sql or '"articles_picture"' in sql]
