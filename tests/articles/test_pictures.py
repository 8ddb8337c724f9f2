import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles.pictures import receiving
from articles.pictures.receiving import Refused, receive
from articles.pictures.widths import rendition_name
from tests.factories import GalleryFactory, PictureFactory, StoryFactory, editor, picture_file

pytestmark = pytest.mark.django_db


def address(picture):
    return picture.address(picture.widths[0])


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
    gallery.withdraw()
    assert client.get(address(hung)).status_code == 404


def test_the_desk_sees_pictures_of_drafts_and_no_shared_cache_keeps_them(client):
    picture = PictureFactory()
    client.force_login(editor())

    response = client.get(address(picture))
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    "name",
    ["99999.webp", "480.svg", "../settings.py", "..%2f..%2fdb.sqlite3", "480.webp.exe", "%00"],
)
def test_only_names_of_renditions_are_files(client, name):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)

    assert client.get(f"/media/{picture.key}/{name}").status_code == 404


def test_what_the_camera_wrote_stays_behind():
    exif = Image.Exif()
    exif[0x010F] = "Nikon"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    picture = receive(picture_file(width=900, exif=exif), alt="A field")

    picture.refresh_from_db()
    files = [rendition_name(picture.key, width) for width in picture.widths]
    files += [rendition_name(picture.key, width, "avif") for width in picture.avif_widths]
    assert len(files) == 8
    for name in files:
        with default_storage.open(name) as file:
            data = file.read()
        assert not Image.open(io.BytesIO(data)).getexif()
        assert b"Nikon" not in data
        assert b"Exif" not in data


def test_a_picture_held_sideways_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = receive(picture_file(width=90, height=30, exif=exif), alt="A tower")

    assert (picture.width, picture.height) == (30, 90)


def test_a_picture_is_never_made_larger_than_it_is():
    assert PictureFactory(width=300, height=200).widths == [300]
    assert PictureFactory(width=800, height=600).widths == [320, 480, 750, 800]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "not a JPEG"),
        (b"%PDF-1.7", "not a JPEG"),
        (b"<html>hello</html>", "not a JPEG"),
        (picture_file(width=400).read()[:300], "damaged"),
    ],
)
def test_what_is_not_a_picture_is_refused_in_words(data, reason):
    with pytest.raises(Refused, match=reason):
        receive(ContentFile(data), alt="x")


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(receiving, "MAX_PIXELS", 1000)

    with pytest.raises(Refused, match="megapixels"):
        receive(picture_file(width=100, height=100), alt="x")


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "I;16", "1"])
def test_pictures_of_every_kind_of_colour_are_taken(mode):
    file = io.BytesIO()
    kind = "TIFF" if mode == "x" else "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 10)).save(file, kind)
    file.seek(0)

    assert receive(file, alt="x").widths == [20]
