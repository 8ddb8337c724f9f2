"""Galleries at the desk: begun, filled, published, withdrawn, and tied to stories."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Gallery
from tests.articles.admin.desk import address, said
from tests.articles.pictures.library import upload
from tests.factories import GalleryFactory, PictureFactory, StoryFactory

from .galleries import gallery_form, save

pytestmark = pytest.mark.django_db


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


def test_a_reporter_begins_a_gallery_and_an_editor_publishes_it(client, jo):
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


def test_stories_are_tied_to_a_gallery_and_those_of_others_stay(client, jo):
    mine, theirs = StoryFactory(published=True), StoryFactory(headline="Secret of a colleague")
    gallery = GalleryFactory(created_by=jo)
    gallery.stories.add(theirs)
    page = client.get(address("gallery_change", gallery.pk)).text
    assert "Secret of a colleague" not in page
    save(client, gallery, stories=[mine.pk])
    assert set(gallery.stories.all()) == {mine, theirs}
    forged = gallery_form(gallery) | {"stories": [theirs.pk]}
    assert client.post(address("gallery_change", gallery.pk), forged).status_code == 422
