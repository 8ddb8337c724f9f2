import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from articles.models import Picture
from articles.pictures.completing import complete
from articles.pictures.receiving import receive
from tests import tasks
from tests.factories import GalleryFactory, PictureFactory, StoryFactory, editor, picture_file

from .photographs import files_of

pytestmark = pytest.mark.django_db


def address(picture):
    return picture.address(picture.widths[0])


def kept(picture):
    return Picture.objects.get(pk=picture.pk)


def test_readers_get_a_picture_while_something_public_shows_it_and_not_longer(client):
    picture = PictureFactory()
    story = StoryFactory(published=True, lead_picture=picture)

    assert client.get(address(picture)).status_code == 200
    story.take_down(by=None, reason="The photographer asked.")
    assert client.get(address(picture)).status_code == 404


def test_a_picture_of_a_draft_or_a_scheduled_story_is_not_there(client):
    draft, scheduled = PictureFactory(), PictureFactory()
    StoryFactory(lead_picture=draft)
    StoryFactory(lead_picture=scheduled, at=timezone.now() + timedelta(hours=1))

    assert client.get(address(draft)).status_code == 404
    assert client.get(address(scheduled)).status_code == 404


def test_a_picture_inside_the_text_and_in_a_gallery_is_public_with_them(client):
    inside, hung = PictureFactory(), PictureFactory()
    embed = f'<story-embed data-kind="picture" data-id="{inside.pk}"></story-embed>'
    StoryFactory(published=True, body=f"<p>One.</p>{embed}")
    gallery = GalleryFactory(published=True, pictures=[hung])

    assert client.get(address(inside)).status_code == 200
    assert client.get(address(hung)).status_code == 200
    gallery.withdraw(by=None)
    assert client.get(address(hung)).status_code == 404


def test_the_desk_sees_pictures_of_drafts_and_no_shared_cache_keeps_them(client):
    picture = PictureFactory()
    client.force_login(editor())

    response = client.get(address(picture))
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    "name",
    [
        *("99999.webp", "480.svg", "../settings.py", "..%2f..%2fdb.sqlite3", "480.webp.exe", "%00"),
        *("060.webp", "60.WEBP", "60.webp%0a", "6٠.webp", "3x2-12345678-60.webp", "60.gif"),
        *("1.91x1-../../a-60.jpg", "original.jpg", ".unfinished", "3x2-1234567z-60.webp"),
    ],
)
def test_only_names_of_renditions_are_files(client, name):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)

    assert client.get(f"/media/{picture.key}/{name}").status_code == 404


def test_a_picture_held_sideways_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = receive(picture_file(width=90, height=30, exif=exif), alt="A tower")

    assert (picture.width, picture.height) == (30, 90)


def test_a_picture_is_never_made_larger_than_it_is():
    assert kept(PictureFactory(width=300, height=200)).widths == [300]
    assert kept(PictureFactory(width=800, height=600)).widths == [320, 480, 750, 800]


def test_one_size_is_there_at_once_in_two_formats_and_the_worker_makes_the_others(settings):
    tasks.vanish(settings)
    picture = PictureFactory(width=800, height=600)

    assert files_of(picture) == ["750.jpg", "750.webp"]
    assert kept(picture).widths == [750]
    complete(picture)
    assert kept(picture).widths == kept(picture).avif_widths == [320, 480, 750, 800]


# The address


def headers(response):
    return {name: value for name, value in response.items() if name != "Date"}


def test_a_picture_of_a_draft_is_told_from_none_by_nothing(client):
    draft = PictureFactory()
    StoryFactory(lead_picture=draft)
    there, nowhere = client.get(address(draft)), client.get("/media/AAAAAAAAAAAAAAAA/60.webp")

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert headers(there) == headers(nowhere)
    assert "no-store" in there["Cache-Control"]
    etag = {"If-None-Match": '"60.webp"'}
    assert client.get(address(draft), headers=etag).status_code == 404


def test_readers_share_one_answer_which_sets_no_cookie(client):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)
    answer = client.get(address(picture))

    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert client.get(address(picture), headers={"Cookie": "reading=dark.large"}).status_code == 200


@pytest.mark.parametrize(("caches", "seconds"), [([], 60), (["http://127.0.0.1:6081"], 86400)])
def test_browsers_keep_it_and_shared_caches_no_longer_than_they_can_be_told(
    client, settings, caches, seconds
):
    settings.PURGE_URLS = caches
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)

    kept_for = client.get(address(picture))["Cache-Control"]
    assert {"public", "immutable", "max-age=31536000", f"s-maxage={seconds}"} == set(
        kept_for.split(", ")
    )


def test_a_browser_does_nothing_with_it_but_show_it(client):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)
    answer = client.get(address(picture))

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_what_a_browser_has_is_not_sent_again_while_it_is_public(client):
    picture = PictureFactory()
    story = StoryFactory(published=True, lead_picture=picture)
    etag = client.get(address(picture))["ETag"]
    again = client.get(address(picture), headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in again["Cache-Control"]
    story.take_down(by=None, reason="The photographer asked.")
    assert client.get(address(picture), headers={"If-None-Match": etag}).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_picture_is_only_looked_at(client, method):
    assert getattr(client, method)(address(PictureFactory())).status_code == 405


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "I;16", "1"])
def test_pictures_of_every_kind_of_colour_are_taken(mode):
    file = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    colour = {"RGBA": (0, 0, 0, 255), "LA": (0, 255)}.get(mode, 0)  # transparent, there is nothing
    Image.new(mode, (20, 10), colour).save(file, kind)
    file.seek(0)

    assert receive(file, alt="x").widths == [20]
