"""AVIF, which the worker makes after the upload, and what else it owes older pictures."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Picture
from articles.pictures.completing import complete
from articles.pictures.sandbox.widths import folder_of, rendition_name
from articles.pictures.storing import originals
from articles.tasks import complete_picture
from newsroom.safe_files import SafeFileStorage
from tests import tasks
from tests.factories import PictureFactory, StoryFactory

from .photographs import files_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker_is_away(settings):
    """Tasks are queued, and nobody takes them up."""
    tasks.vanish(settings)


class FullDisk(SafeFileStorage):
    """A disk with room for the largest AVIF and no other."""

    def _save(self, name, content):
        if name.endswith("480.avif"):
            raise OSError("No space left on device")
        return super()._save(name, content)


@pytest.fixture
def full_disk(settings, tmp_path):
    options = {"location": tmp_path / "media", "base_url": None}
    full = {"BACKEND": "tests.articles.pictures.test_avif.FullDisk", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": full}


def large():
    return PictureFactory(width=600, height=400)


def kept(picture):
    return Picture.objects.get(pk=picture.pk)


def test_a_story_shows_its_picture_before_the_worker_has_seen_it(client, worker_is_away):
    picture = large()
    story = StoryFactory(published=True, lead_picture=picture)

    page = client.get(story.get_absolute_url()).text
    assert picture.widths == [600]
    assert f"{picture.address(600)} 600w" in page
    assert ".avif" not in page
    assert client.get(picture.address(600)).status_code == 200
    assert client.get(picture.address(600, "jpg")).status_code == 200


def test_the_worker_adds_avif_in_every_width(client):
    picture = kept(large())
    story = StoryFactory(published=True, lead_picture=picture)

    assert picture.avif_widths == picture.widths == [320, 480, 600]
    answer = client.get(picture.address(480, "avif"))
    assert answer["Content-Type"] == "image/avif"
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size) == ("AVIF", (480, 320))
    story.take_down(by=None, reason="The photographer asked.")
    assert client.get(picture.address(480, "avif")).status_code == 404


def test_a_worker_that_is_stopped_half_way_leaves_no_address_without_a_file(
    client, worker_is_away, full_disk
):
    picture = large()
    StoryFactory(published=True, lead_picture=picture)

    with pytest.raises(OSError, match="No space"):
        complete(picture)
    assert kept(picture).avif_widths == []
    assert "600.avif" in files_of(picture)
    assert client.get(picture.address(600, "avif")).status_code == 404


def test_half_a_file_of_an_earlier_try_is_made_anew(worker_is_away):
    picture = large()
    name = rendition_name(picture.key, 480, "avif")
    default_storage.save(name, ContentFile(b"half"))

    complete(picture)
    with default_storage.open(name) as file:
        assert Image.open(file).size == (480, 320)


def test_completing_twice_changes_nothing(worker_is_away, django_assert_num_queries):
    picture = large()
    complete(picture)
    files = files_of(picture)

    with django_assert_num_queries(0):
        complete(picture)
    assert files_of(picture) == files
    card = picture.card_address.rpartition("/")[2]
    assert files == [card, "320.avif", "320.jpg", "320.webp", "480.avif", "480.jpg", "480.webp",
                     "600.avif", "600.jpg", "600.webp"]  # fmt: skip


def test_pictures_of_earlier_days_get_what_newer_ones_have(worker_is_away):
    picture = large()
    complete(picture)
    for name in files_of(picture):
        if name not in ("480.webp", "600.webp", "480.avif", "480.jpg"):
            default_storage.delete(f"{folder_of(picture.key)}/{name}")
    # Before they knew of crops and inscriptions, and had one JPEG.
    Picture.objects.update(widths=[480, 600], avif_widths=[480], cropped={}, inscribed=[])

    call_command("make_renditions", verbosity=0)
    assert kept(picture).widths == kept(picture).avif_widths == [320, 480, 600]
    assert {"320.webp", "320.jpg", "600.avif"} <= set(files_of(picture))
    assert kept(picture).cropped


def test_a_lost_original_is_named_and_the_others_are_completed(worker_is_away, capsys):
    lost, good = PictureFactory(width=601), large()
    originals.delete(lost.original.name)

    with pytest.raises(CommandError, match="could not be read: 1"):
        call_command("make_renditions")
    assert f"Picture {lost.pk} stays as it is" in capsys.readouterr().err
    assert kept(lost).avif_widths == []
    assert kept(good).avif_widths == [320, 480, 600]


def test_a_deleted_picture_leaves_no_file(django_capture_on_commit_callbacks):
    picture = large()
    assert originals.exists(picture.original.name)
    assert default_storage.exists(rendition_name(picture.key, 480, "avif"))

    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not originals.exists(picture.original.name)
    assert not default_storage.exists(folder_of(picture.key))


def test_a_picture_deleted_while_the_worker_is_at_it_leaves_no_file(worker_is_away):
    picture = large()
    Picture.objects.filter(pk=picture.pk)._raw_delete("default")

    complete(picture)
    assert not default_storage.exists(folder_of(picture.key))
    complete_picture.func(picture.pk)  # and a task that comes later has nothing to do
