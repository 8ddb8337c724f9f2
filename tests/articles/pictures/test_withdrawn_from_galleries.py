"""What a gallery is without a picture that was withdrawn."""

from threading import Thread

import pytest
from django.db import connection

from articles.models import Gallery, Picture, Placement
from articles.publishing import NotReady
from tests.articles.pictures.library import WHY_WITHDRAWN, withdraw
from tests.factories import (
    GalleryFactory,
    PictureFactory,
    StoryFactory,
)
from tests.small_paper import embed

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_gallery_skips_the_slide_and_counts_one_less(client):
    pictures = [PictureFactory(caption=f"Zanzibar {n}") for n in range(3)]
    gallery = GalleryFactory(published=True, pictures=pictures, title="A night at the market")
    story = StoryFactory(published=True, body=embed("gallery", gallery))
    placement = Placement.objects.get(picture=pictures[1])
    withdraw(pictures[1])

    page = client.get(gallery.get_absolute_url()).text
    assert "2 pictures" in page
    assert "Picture 2 of 2" in page
    assert "Zanzibar 1" not in page
    assert client.get(placement.get_absolute_url()).status_code == 404
    last = Placement.objects.get(picture=pictures[2])
    assert "Picture 2 of 2" in client.get(last.get_absolute_url()).text
    for address in (f"{gallery.get_absolute_url()}?view=grid", "/galleries/"):
        assert "2 pictures" in client.get(address).text
    assert "2 pictures: open the gallery" in client.get(story.get_absolute_url()).text
    text = client.get(f"/text{story.get_absolute_url()}").text
    assert "Zanzibar 0" in text
    assert "Zanzibar 1" not in text


def test_a_withdrawn_cover_gives_way_to_the_next_picture(client):
    first, second = PictureFactory(), PictureFactory()
    gallery = GalleryFactory(published=True, pictures=[first, second])
    withdraw(first)
    gallery.refresh_from_db()

    assert gallery.cover == second
    assert second.key in client.get("/galleries/").text


def test_a_gallery_without_any_picture_left_is_not_public(client):
    first, second = PictureFactory(), PictureFactory()
    gallery = GalleryFactory(published=True, pictures=[first, second], title="Fish market")
    story = StoryFactory(published=True, body=f"<p>One.</p>{embed('gallery', gallery)}")
    withdraw(first, second)
    gallery.refresh_from_db()

    assert gallery not in Gallery.objects.published()
    assert not gallery.is_public
    assert gallery.cover is None
    assert client.get(gallery.get_absolute_url()).status_code == 404
    assert "Fish market" not in client.get(story.get_absolute_url()).text
    assert "/galleries/" not in client.get("/sitemap-galleries.xml").text
    assert "Fish market" not in client.get("/search/?q=fish").text

    second.allow_again(by=None)
    gallery.refresh_from_db()
    assert gallery.is_public
    assert gallery.cover == second
    assert client.get(gallery.get_absolute_url()).status_code == 200


def test_the_caption_of_a_withdrawn_picture_is_found_no_more(client):
    picture = PictureFactory(caption="A xebec in the fog")
    GalleryFactory(published=True, pictures=[picture, PictureFactory()], title="Ships")
    assert "Ships" in client.get("/search/?q=xebec").text
    withdraw(picture)
    assert "Ships" not in client.get("/search/?q=xebec").text

    picture.allow_again(by=None)
    assert "Ships" in client.get("/search/?q=xebec").text


def test_a_picture_withdrawn_meanwhile_keeps_its_gallery_from_being_published():
    picture = PictureFactory(caption="Crane at dusk")
    withdraw(picture)
    gallery, story = GalleryFactory(pictures=[picture]), StoryFactory(lead_picture=picture)

    for verb in (lambda: gallery.publish(by=None), lambda: story.publish(by=None)):
        with pytest.raises(NotReady, match="“Crane at dusk” is withdrawn: “The photographer"):
            verb()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_pictures_of_a_gallery_withdrawn_at_once_leave_it_the_third():
    pictures = [PictureFactory() for _ in range(3)]
    gallery = GalleryFactory(published=True, pictures=pictures)

    def go(pk):
        try:
            Picture.objects.get(pk=pk).withdraw(by=None, reason=WHY_WITHDRAWN)
        finally:
            connection.close()

    threads = [Thread(target=go, args=[picture.pk]) for picture in pictures[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    gallery.refresh_from_db()
    assert gallery.cover == pictures[2]
