"""Backups in a bucket of S3: the real client, over a socket, to a server of its protocol."""

import hashlib
import os

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import override_settings

from newsroom.backup import Refused, away, by_hour, checking
from newsroom.machine.models import Backup
from tests.factories import PictureFactory, StoryFactory

from . import bucket_server
from .bucket_server import BUCKET, KEY, REGION, SECRET

pytest.importorskip("boto3", reason="The extra “s3” is not installed.")
pytest.importorskip("storages", reason="The extra “s3” is not installed.")
pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bucket(monkeypatch, tmp_path):
    """The server; `bucket.used_with(…)` has the environment say it otherwise."""
    server, used = bucket_server.BucketServer(), []
    options = {"bucket_name": BUCKET, "location": "backups"}
    none = str(tmp_path / "none")

    def used_with(*, server=server, key=KEY, secret=SECRET, name=BUCKET):
        for variable, value in {
            "AWS_ENDPOINT_URL": server.address, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none,
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():  # fmt: skip
            monkeypatch.setenv(variable, value)
        there = {
            "BACKEND": "newsroom.s3_storage.S3FileStorage",
            "OPTIONS": options | {"bucket_name": name},
        }
        override = override_settings(STORAGES=settings.STORAGES | {"backups": there})
        override.enable()
        used.append(override)

    server.used_with = used_with
    used_with()
    yield server
    for override in reversed(used):
        override.disable()
    server.end()


@pytest.fixture
def sent(bucket, make):
    """A backup with a picture, that lies here and there."""
    PictureFactory(colour="navy")
    made = make()
    away.send(made.folder.parent, made.folder.name)
    return made


def send(made, **options):
    return away.send(made.folder.parent, made.folder.name, **options)


def is_there_still(made):
    """Whether a backup is fetched whole, and restored elsewhere."""
    folder = made.folder.parent.parent / "fetched again"
    checking.prove(checking.found(away.fetch(folder, made.folder.name)))
    return away._There().names()[-1] == made.folder.name


def test_it_goes_there_and_comes_back(bucket, make, picture, elsewhere):
    StoryFactory(published=True)
    made = make()
    assert send(made).new == 1
    assert all(name.startswith("backups/") for name in bucket.names())

    backup, empty = elsewhere(away.fetch(made.folder.parent.parent / "fetched"))
    assert backup.manifest == made.manifest
    checking.compare(backup, empty)
    assert storages["originals"].exists(picture.original.name)


def test_a_file_goes_there_once_and_old_ones_go(sent, bucket, make):
    bucket.page = 1  # each list comes by pages
    PictureFactory(colour="maroon")
    second = make()
    bucket.asked.clear()
    assert send(second, keep=2).new == 1
    files = [name for verb, name, _ in bucket.asked if verb == "PUT" and "/files/" in name]
    assert len(files) == 1

    third = make()
    assert send(third, keep=2).removed == [sent.folder.name]
    assert away._There().names() == [third.folder.name, second.folder.name]
    assert not bucket.names(f"backups/{sent.folder.name}/")
    assert is_there_still(second)


def test_a_large_file_goes_in_parts_and_comes_back_in_parts(bucket):
    data = os.urandom(1024) * 9 * 1024  # more than boto3 sends at once
    storage = storages["backups"]
    storage.save("large", ContentFile(data))
    posts = [query for verb, _, query in bucket.asked if verb == "POST"]
    assert posts == [["uploads"], ["uploadId"]]
    assert bucket.objects["backups/large"] == data

    with storage.open("large") as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(data).digest()


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({"key": "AKIDNOBODY"}, "does not take the key"),
        ({"secret": "another secret"}, "does not take the key"),
        ({"name": "nobodys"}, "There is no bucket “nobodys”"),
    ],
    ids=["an unknown key", "another secret", "no such bucket"],
)
def test_what_the_server_refuses_is_said_and_what_was_there_stays(
    sent, bucket, make, differs, words
):
    made = make()
    bucket.used_with(**differs)
    with pytest.raises(Refused, match=words) as refused:
        send(made)
    assert "here, but was not sent" in str(refused.value)
    with pytest.raises(Refused, match=words):
        away.fetch(made.folder.parent.parent / "fetched")
    bucket.used_with()
    assert is_there_still(sent)


@pytest.mark.parametrize("puts", [0, 1, 2, 3])
def test_a_server_that_goes_in_the_middle_leaves_no_half_backup(sent, bucket, make, puts):
    PictureFactory(colour="maroon")
    made = make()
    bucket.puts_until_it_goes = puts
    with pytest.raises(Refused, match="was not sent: The bucket’s server does not answer"):
        send(made)

    again = bucket_server.BucketServer()
    again.objects = bucket.objects
    bucket.used_with(server=again)
    assert away._There().names() == [sent.folder.name]
    assert is_there_still(sent)
    send(made)
    assert away._There().names() == [made.folder.name, sent.folder.name]
    again.end()


def test_a_server_without_room_is_said_and_what_was_there_stays(sent, bucket, make):
    PictureFactory(colour="maroon")
    made = make()
    bucket.room = 1000
    with pytest.raises(Refused, match="was not sent: There is no room left in the bucket"):
        send(made)
    bucket.room = None
    assert is_there_still(sent)
    send(made)
    assert away._There().names() == [made.folder.name, sent.folder.name]


def test_a_server_that_was_never_there_is_said_and_the_backup_is_here(bucket, make):
    made = make()
    bucket.goes_away()
    with pytest.raises(Refused, match="does not answer"):
        send(made)
    checking.prove(checking.found(made.folder))


def test_the_worker_writes_down_what_the_server_has_said(bucket, shelf, settings):
    PictureFactory()
    settings.BACKUP_TO = shelf
    bucket.room = 0
    by_hour.make_if_due()
    assert "There is no room left in the bucket" in Backup.objects.get().trouble
    assert [path.name for path in shelf.glob("20*Z")]

    bucket.room = None
    Backup.objects.all().delete()
    by_hour.make_if_due()
    assert Backup.objects.get().trouble == ""
    assert away._There().names()


def test_by_hand(bucket, shelf, capsys):
    call_command("backup", str(shelf), send=True)
    assert "Sent to the bucket" in capsys.readouterr().out
    call_command("restore", "bucket", check=True)
    assert "is whole" in capsys.readouterr().out
