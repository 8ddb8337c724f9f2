"""Backups elsewhere: sent as they are made, had back on a machine that has nothing."""

import errno
import re

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from newsroom.backup import Refused, away, by_hour, checking
from newsroom.machine.models import Backup
from tests.factories import PictureFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FILES = "django.core.files.storage.FileSystemStorage"


@pytest.fixture
def bucket(tmp_path, settings):
    """The folder of a storage that is none of ours."""
    there = {"BACKEND": FILES, "OPTIONS": {"location": tmp_path / "bucket"}}
    settings.STORAGES = settings.STORAGES | {"backups": there}
    return tmp_path / "bucket"


def names_in(bucket):
    return sorted(path.name for path in bucket.glob("20*Z*"))


def files_in(bucket):
    return sorted(path.name for path in (bucket / "files").rglob("*.*"))


def test_what_was_sent_is_put_back_where_nothing_is(bucket, make, picture, elsewhere, tmp_path):
    StoryFactory(published=True)
    made = make()
    sent = away.send(made.folder.parent, made.folder.name)
    assert sent.new == 1

    fetched = away.fetch(tmp_path / "fetched")
    backup, empty = elsewhere(fetched)

    assert backup.manifest == made.manifest
    checking.compare(backup, empty)
    assert storages["originals"].exists(picture.original.name)


def test_a_file_is_sent_once_and_old_ones_go(bucket, make):
    gone = PictureFactory(width=700, height=500)
    first = make()
    away.send(first.folder.parent, first.folder.name, keep=2)
    gone.delete()
    PictureFactory()
    second, third = make(), make()
    assert away.send(second.folder.parent, second.folder.name, keep=2).new == 1
    sent = away.send(third.folder.parent, third.folder.name, keep=2)

    assert (sent.new, sent.removed) == (0, [first.folder.name])
    assert names_in(bucket) != []
    assert (
        files_in(bucket) == files_in(third.folder.parent / ".")[-1:] or len(files_in(bucket)) == 1
    )
    checking.prove(checking.found(away.fetch(third.folder.parent.parent / "fetched")))


def test_one_that_was_broken_off_is_none_and_goes_with_the_next(bucket, make, monkeypatch):
    PictureFactory()
    first, second = make(), make()
    away.send(first.folder.parent, first.folder.name)
    save = away._There._save

    def full(self, name, path):
        if name.endswith("manifest.json"):
            raise OSError(errno.ENOSPC, "No space left on device")
        save(self, name, path)

    with monkeypatch.context() as patch:
        patch.setattr(away._There, "_save", full)
        with pytest.raises(Refused, match="here, but was not sent: the disk is full"):
            away.send(second.folder.parent, second.folder.name)
    assert away._There().names() == [first.folder.name]
    third = make()
    away.send(third.folder.parent, third.folder.name, keep=5)
    assert away._There().names() == [third.folder.name, first.folder.name]
    assert not list((bucket / second.folder.name).glob("*"))


def test_it_holds_those_of_one_paper(bucket, make, settings):
    made = make()
    away.send(made.folder.parent, made.folder.name)
    (bucket / "shelf.json").write_text(
        re.sub('http[^"]*', "https://other.example", (bucket / "shelf.json").read_text())
    )
    with pytest.raises(Refused, match="holds those of https://other"):
        away.send(made.folder.parent, made.folder.name)


def test_what_is_not_there_is_said(bucket, make, tmp_path):
    with pytest.raises(Refused, match="holds none"):
        away.fetch(tmp_path / "fetched")
    PictureFactory()
    made = make()
    away.send(made.folder.parent, made.folder.name)
    with pytest.raises(Refused, match="no backup 2020-01-01T000000Z"):
        away.fetch(tmp_path / "fetched", "2020-01-01T000000Z")
    for path in (bucket / "files").rglob("*.*"):
        path.unlink()
    with pytest.raises(Refused, match="has lost a file"):
        away.fetch(tmp_path / "fetched")


def test_the_worker_sends_each_and_says_where_it_could_not(bucket, shelf, settings, monkeypatch):
    settings.BACKUP_TO = shelf
    by_hour.make_if_due()
    assert Backup.objects.good().count() == 1
    assert away._There().names() == [path.name for path in shelf.glob("20*Z")]

    Backup.objects.all().delete()

    def away_just_now(self, mark):
        raise OSError("The bucket does not answer")

    monkeypatch.setattr(away._There, "mark", away_just_now)
    by_hour.make_if_due()
    assert "was not sent: The bucket does not answer" in Backup.objects.get().trouble


def test_by_hand(bucket, shelf, capsys, settings):
    call_command("backup", str(shelf), send=True)
    assert "Sent to the bucket" in capsys.readouterr().out
    call_command("restore", "bucket", check=True)
    assert "is whole" in capsys.readouterr().out
    [name] = names_in(bucket)
    call_command("restore", f"bucket/{name}", check=True)
    settings.STORAGES = {k: v for k, v in settings.STORAGES.items() if k != "backups"}
    with pytest.raises(CommandError, match="set BACKUP_BUCKET"):
        call_command("restore", "bucket", check=True)
