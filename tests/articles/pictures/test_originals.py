"""The files of photographers: kept as they came, apart, and each of them once."""

import errno
import hashlib
import io
import os
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from articles.models import Picture
from articles.pictures.completing import complete
from articles.pictures.receiving import StorageFull, receive
from articles.pictures.storing import originals
from newsroom.safe_files import SafeFileStorage
from tests.articles.admin.desk import address
from tests.factories import PictureFactory, editor, picture_file

from .photographs import encoded, every_photo, files_of, motif, needs_photos, photo, taken_in

pytestmark = pytest.mark.django_db


def test_an_original_is_kept_byte_for_byte_and_named_by_its_content():
    data = encoded(motif())
    picture = taken_in(data, "boat.jpg", alt="A boat")

    digest = hashlib.sha256(data).hexdigest()
    assert picture.digest == digest
    assert picture.original.name == f"{digest[:2]}/{digest[2:4]}/{digest}.jpg"
    assert picture.original_name == "boat.jpg"
    with picture.original.open() as file:
        assert file.read() == data


def test_an_original_has_no_address_and_lies_where_no_page_reads(client, settings):
    picture = PictureFactory()

    with pytest.raises(ValueError, match="accessible via a URL"):
        _ = picture.original.url
    assert not default_storage.exists(picture.original.name)
    for path in (picture.original.name, f"media/{picture.original.name}"):
        assert client.get(f"/{path}").status_code == 404


def test_who_brought_it_is_remembered():
    ana = editor()

    assert receive(picture_file(), by=ana, alt="x").created_by == ana


@needs_photos
@pytest.mark.parametrize("name", every_photo("iptc"))
def test_the_photographers_words_fill_what_nobody_has_filled_in(name):
    picture = taken_in(photo(name), caption="Ours")

    assert picture.caption == "Ours"
    assert picture.credit or picture.creator or picture.copyright or picture.keywords


@needs_photos
def test_the_words_of_the_iptcs_own_photograph_arrive():
    picture = taken_in(photo("iptc/IPTC-PhotometadataRef-Std2017.1.jpg"))

    assert "Credit Line" in picture.credit
    assert "Copyright" in picture.copyright
    assert "Creator" in picture.creator
    assert "description" in picture.caption
    assert picture.keywords
    assert picture.taken_at


def test_long_words_end_at_a_word():
    exif = Image.Exif()
    exif[0x8298] = "harbour " * 40
    picture = taken_in(encoded(motif(), exif=exif))

    assert len(picture.copyright) <= 200
    assert picture.copyright.endswith("harbour…")


def test_a_moment_with_the_zone_of_the_camera_is_kept_as_that_moment():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:07:01 12:00:00"
    exif.get_ifd(0x8769)[0x9011] = "+02:00"
    picture = taken_in(encoded(motif(), exif=exif))

    assert picture.taken_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


# Two pictures with one original


def test_the_same_file_twice_is_kept_once_and_goes_with_the_last(
    django_capture_on_commit_callbacks,
):
    data = encoded(motif())
    one, other = taken_in(data, alt="One"), taken_in(data, alt="Other")

    assert one.original.name == other.original.name
    assert one.key != other.key
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert originals.exists(other.original.name)
    complete(other, anew=True)
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert not originals.exists(other.original.name)


# A disk that is full, or a process that ends


class FullDisk(SafeFileStorage):
    """Takes half of a file."""

    def _write(self, path, content):
        def half():
            yield next(iter(content.chunks()))[:100]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full = ContentFile(b"")
        full.chunks = lambda size: half()
        super()._write(path, full)

    def _has_moved(self, content, path):
        return False


@pytest.fixture(params=["originals", "default"])
def full(request, settings, tmp_path):
    options = settings.STORAGES[request.param]["OPTIONS"]
    full = {
        "BACKEND": "tests.articles.pictures.test_originals.FullDisk",
        "OPTIONS": options,
    }
    settings.STORAGES = settings.STORAGES | {request.param: full}


def left_in(folder):
    return [path.name for path in Path(folder).rglob("*") if path.is_file()]


def test_a_full_disk_is_said_in_words_and_keeps_nothing(full, disk):
    with pytest.raises(StorageFull, match="The disk is full"):
        receive(picture_file(), alt="x")
    assert not Picture.objects.exists()
    assert left_in(disk / "media") == left_in(disk / "originals") == []


def test_at_the_desk_a_full_disk_is_no_fault_of_the_editor_and_no_error_page(full, client):
    client.force_login(editor())
    file = SimpleUploadedFile("boat.jpg", picture_file().read())
    answer = client.post(address("picture_upload"), {"file": file, "alt": "A boat"})

    assert answer.status_code in (422, 507)
    assert "The disk is full" in answer.text


def test_a_row_that_cannot_be_written_leaves_no_file(disk, monkeypatch):
    def refuse(picture):
        raise RuntimeError("The database has gone.")

    monkeypatch.setattr(Picture, "save", refuse)
    with pytest.raises(RuntimeError):
        receive(picture_file(), alt="x")
    assert left_in(disk / "media") == left_in(disk / "originals") == []


# Originals of the days before


def former(data, name):
    """A picture as it was kept before originals had a storage of their own."""
    picture = taken_in(data, alt="x")
    originals.delete(picture.original.name)
    default_storage.save(name, ContentFile(data))
    Picture.objects.filter(pk=picture.pk).update(original=name, digest="", likeness="")
    return picture


def move():
    class Editor:
        pass

    Editor.connection = connection
    import_module("articles.migrations.0008_originals_apart").move(apps, Editor)


def test_originals_move_to_their_new_place_and_moving_twice_changes_nothing():
    data, other = encoded(motif()), encoded(motif(), "PNG")
    one = former(data, "originals/AAAA.jpg")
    two = former(other, "originals/BBBB.png")

    move()
    moved = Picture.objects.get(pk=one.pk)
    assert moved.digest == hashlib.sha256(data).hexdigest()
    with moved.original.open() as file:
        assert file.read() == data
    assert Picture.objects.get(pk=two.pk).original.name.endswith(".png")
    assert default_storage.listdir("originals")[1] == []
    move()
    assert Picture.objects.get(pk=one.pk).original.name == moved.original.name
    complete(moved, anew=True)
    assert "240.avif" in files_of(moved)


def test_an_original_that_is_lost_stays_in_the_row_as_it_was():
    picture = former(encoded(motif()), "originals/AAAA.jpg")
    default_storage.delete("originals/AAAA.jpg")

    move()
    assert Picture.objects.get(pk=picture.pk).original.name == "originals/AAAA.jpg"


def test_the_copy_of_an_upload_goes_with_its_job(disk):
    receive(io.BytesIO(encoded(motif())), alt="x")

    working = disk / "originals" / ".working"
    assert working.is_dir()
    assert list(working.iterdir()) == []
