"""After an accident: rows without files, files without rows."""

import os
import shutil
import time
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.models import Picture
from articles.pictures import storing
from articles.pictures.sandbox.widths import folder_of
from articles.pictures.storing import originals, working_folder
from articles.pictures.sweeping import Sweep, mend

from .photographs import encoded, files_of, motif, taken_in

pytestmark = pytest.mark.django_db

NEVER = "ab/cd/" + "0" * 64 + ".jpg"


@pytest.fixture
def picture():
    return taken_in(encoded(motif()), alt="x")


def two_hours_ago(path):
    then = time.time() - 7200
    os.utime(path, (then, then))


def leave(storage, name, *, old=True):
    """A file that no row knows of."""
    storage.save(name, ContentFile(b"left behind"))
    if old:
        two_hours_ago(storage.path(name))


def sweep(**options):
    call_command("sweep_pictures", **options)


def test_where_all_is_well_nothing_is_done(picture, capsys):
    before = files_of(picture)
    sweep()

    assert files_of(picture) == before
    assert originals.exists(picture.original.name)
    assert capsys.readouterr().out == "Made anew: 0. Deleted: 0.\n"


def test_a_file_that_is_lost_is_named_and_made_anew(picture, capsys):
    before = files_of(picture)
    default_storage.delete(f"{folder_of(picture.key)}/240.webp")
    sweep()

    assert f"Picture {picture.pk} has lost 240.webp." in capsys.readouterr().out
    assert files_of(picture) == before


def test_a_whole_folder_that_is_lost_is_made_anew(picture):
    before = files_of(picture)
    for name in before:
        default_storage.delete(f"{folder_of(picture.key)}/{name}")
    default_storage.delete(folder_of(picture.key))
    sweep()

    assert files_of(picture) == before


def test_an_original_that_is_lost_is_named_and_nothing_is_deleted(picture, capsys):
    before = files_of(picture)
    originals.delete(picture.original.name)

    with pytest.raises(CommandError, match="cannot be mended: 1"):
        sweep()
    assert f"Picture {picture.pk} has lost its original" in capsys.readouterr().out
    assert files_of(picture) == before


def test_what_belongs_to_no_picture_goes_when_it_is_an_hour_old(picture):
    leave(default_storage, "renditions/AAAA/480.webp")
    leave(default_storage, "renditions/BBBB/480.webp", old=False)
    leave(default_storage, f"{folder_of(picture.key)}/3x2-1f2e3d4c-240.webp")
    leave(default_storage, f"{folder_of(picture.key)}/240.webp.1f2e.unfinished")
    leave(default_storage, "originals/former.jpg")
    leave(originals, NEVER)
    leave(originals, NEVER.replace("0", "1"), old=False)
    before = [name for name in files_of(picture) if "3x2" not in name and "unf" not in name]
    sweep()

    assert not default_storage.exists("renditions/AAAA")
    assert default_storage.exists("renditions/BBBB/480.webp")
    assert not default_storage.exists("originals/former.jpg")
    assert not originals.exists(NEVER)
    assert originals.exists(NEVER.replace("0", "1"))
    assert originals.exists(picture.original.name)
    assert files_of(picture) == before


def test_the_folder_of_a_job_that_was_stopped_goes_when_it_is_an_hour_old(picture):
    for name in ("job-old", "job-new"):
        folder = working_folder() / name
        folder.mkdir()
        (folder / "original.jpg").write_bytes(b"x")
        if name == "job-old":
            two_hours_ago(folder / "original.jpg")
            two_hours_ago(folder)
    sweep()

    assert [path.name for path in working_folder().iterdir()] == ["job-new"]


def test_a_dry_run_only_tells(picture, capsys):
    leave(originals, NEVER)
    default_storage.delete(f"{folder_of(picture.key)}/240.webp")
    before = files_of(picture)
    sweep(dry_run=True)

    assert originals.exists(NEVER)
    assert files_of(picture) == before
    assert "To be made anew: 1. To be deleted: 1." in capsys.readouterr().out


def test_a_crop_of_before_goes_and_the_one_of_today_stays(picture):
    old = picture.card_address.rpartition("/")[2]
    picture.focal_x, picture.focal_y = 0, 0
    picture.save(update_fields=["focal_x", "focal_y"])
    picture = Picture.objects.get(pk=picture.pk)
    new = picture.card_address.rpartition("/")[2]
    assert {old, new} <= set(files_of(picture))

    Sweep(report=lambda sentence: None, grace_period=timedelta(0)).sweep()
    assert old not in files_of(picture)
    assert new in files_of(picture)


def test_an_empty_site_has_nothing_to_sweep(capsys):
    sweep()

    assert "Deleted: 0." in capsys.readouterr().out


def test_the_worker_makes_anew_what_is_lost_and_deletes_nothing(picture, disk):
    before = files_of(picture)
    shutil.rmtree(disk / "media" / folder_of(picture.key))
    leave(originals, NEVER)
    mend(Event())

    assert files_of(picture) == before
    assert originals.exists(NEVER)


def test_a_worker_that_is_told_to_end_mends_no_more(picture, disk):
    shutil.rmtree(disk / "media" / folder_of(picture.key))
    told = Event()
    told.set()
    mend(told)

    assert not (disk / "media" / folder_of(picture.key)).exists()


def test_a_storage_that_is_away_ends_no_worker(picture, monkeypatch, caplog):
    def away(storage, folder):
        raise OSError("The disk is away")

    monkeypatch.setattr(storing, "file_names", away)
    mend(Event())

    assert "are not made anew: The disk is away" in caplog.text


def test_where_all_is_well_no_original_is_asked_for(picture, monkeypatch):
    monkeypatch.setattr(Sweep, "_check", lambda sweep, picture: 1 / 0)
    mend(Event())
