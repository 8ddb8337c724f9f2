"""Originals on another machine, as in a bucket: all goes on as here, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks
from articles.models import Gallery, Picture
from articles.pictures.completing import complete, is_complete
from articles.pictures.receiving import StorageUnavailable, receive
from articles.pictures.storing import originals, working_folder
from articles.pictures.sweeping import Sweep
from newsroom.remote_storage import OSErrorStorageMixin
from tests.articles.admin.desk import address
from tests.factories import editor, picture_file
from tests.tasks import wait_for_a_worker

from .library import another, upload
from .photographs import encoded, files_of, motif, taken_in

pytestmark = pytest.mark.django_db

NOT_NOW = "The picture could not be kept just now. Try again."


class Away(Exception):
    """What a library for storages raises, which knows nothing of disks."""


class Memory(Storage):
    """A storage without paths, which replaces what has the same name, as S3 does."""

    kept = {}
    is_away = False

    def _all(self):
        if self.is_away:
            raise Away
        return self.kept

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        self._all()[name] = content.read()
        return name

    def _open(self, name, mode="rb"):
        return ContentFile(self._all()[name], name=name)

    def exists(self, name):
        return name in self._all()

    def delete(self, name):
        self._all().pop(name, None)

    def size(self, name):
        return len(self._all()[name])

    def listdir(self, path):
        below = [name.removeprefix(path).lstrip("/") for name in self._all() if path in name]
        folders = {name.partition("/")[0] for name in below if "/" in name}
        return sorted(folders), [name for name in below if "/" not in name]

    def get_modified_time(self, name):
        return timezone.now()


class AnotherMachine(OSErrorStorageMixin, Memory):
    library_errors = (Away,)


@pytest.fixture(autouse=True)
def originals_lie_there(settings, monkeypatch):
    elsewhere = {"BACKEND": f"{__name__}.AnotherMachine"}
    settings.STORAGES = settings.STORAGES | {"originals": elsewhere}
    monkeypatch.setattr(Memory, "kept", {})


@pytest.fixture
def away(monkeypatch):
    """away() and the other machine does not answer any more; away(False) and it does."""

    def away(is_away=True):
        monkeypatch.setattr(Memory, "is_away", is_away)

    return away


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as they do in production."""
    wait_for_a_worker(settings)


def left_in(folder):
    return [path.name for path in Path(folder).rglob("*") if path.is_file()]


def test_a_picture_is_taken_developed_and_deleted_as_here(django_capture_on_commit_callbacks):
    data = encoded(motif())
    picture, again = taken_in(data, alt="x"), taken_in(data, alt="x")

    assert "240.avif" in files_of(picture)
    with picture.original.open() as file:
        assert file.read() == data
    call_command("sweep_pictures")
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert originals.exists(again.original.name)
    with django_capture_on_commit_callbacks(execute=True):
        again.delete()
    assert Memory.kept == {}


def test_an_original_has_no_address_there_either():
    with pytest.raises(ValueError, match="accessible via a URL"):
        _ = taken_in(encoded(motif()), alt="x").original.url


def test_the_worker_and_the_sweep_look_where_the_web_server_works(settings):
    """Each of them may have a temporary folder of its own."""
    assert settings.VAR_DIR in working_folder().parents


# While it does not answer


def test_nothing_is_kept_of_a_picture_whose_original_is_not(away, disk):
    away()

    with pytest.raises(StorageUnavailable, match="Try again"):
        receive(picture_file(), alt="x")
    assert not Picture.objects.exists()
    assert left_in(disk / "media") == left_in(working_folder()) == []


def test_each_way_in_at_the_desk_says_so_in_words(away, client):
    away()
    client.force_login(editor())
    answer = client.post(address("picture_upload"), {"file": upload()})
    assert (answer.status_code, answer.json()) == (503, {"problems": [NOT_NOW]})

    answer = client.post(address("picture_add"), {"file": upload(), "caption": "A long caption"})
    assert answer.status_code == 422
    assert NOT_NOW in answer.text
    assert "A long caption" in answer.text

    form = {"title": "Regatta", "files": upload("boat.jpg")}
    answer = client.post(address("gallery_add"), form, follow=True)
    assert NOT_NOW in answer.text
    assert Gallery.objects.get().title == "Regatta"
    assert not Picture.objects.exists()


def test_an_import_ends_and_goes_on_when_it_is_run_again(away, tmp_path):
    folder = tmp_path / "photographs"
    folder.mkdir()
    for name in ("1.jpg", "2.jpg"):
        (folder / name).write_bytes(another())
    away()
    with pytest.raises(CommandError, match="could not be kept just now"):
        call_command("import_pictures", folder)

    away(False)
    call_command("import_pictures", folder)
    assert Picture.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_picture_waits_for_its_sizes_and_gets_them(away, queue):
    picture = taken_in(encoded(motif()), alt="x")
    away()
    call_command("work", batch=True, verbosity=0)
    assert not is_complete(Picture.objects.get())

    away(False)
    call_command("work", batch=True, verbosity=0)
    assert not is_complete(Picture.objects.get())  # its time has not come
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(1))
    call_command("work", batch=True, verbosity=0)
    picture.refresh_from_db()
    assert is_complete(picture)


def test_after_a_day_it_waits_no_longer(away, queue):
    picture = taken_in(encoded(motif()), alt="x")
    away()

    with pytest.raises(OSError):  # noqa: PT011 what the other machine says is no concern of ours
        tasks.complete_picture.call(picture.pk, tries=len(tasks.RETRY_DELAYS))
    assert sum(tasks.RETRY_DELAYS, timedelta()) > timedelta(days=1)


def test_an_original_that_is_out_of_reach_is_not_called_lost(away, client):
    picture = taken_in(encoded(motif()), alt="x")
    client.force_login(editor())
    away()

    page = client.get(address("picture_change", picture.pk))
    assert page.status_code == 200
    assert "but the original cannot be reached just now" in page.text


def test_a_sweep_stops_and_deletes_nothing(away):
    picture = taken_in(encoded(motif()), alt="x")
    before = files_of(picture)
    away()

    with pytest.raises(CommandError, match="do it again later"):
        call_command("sweep_pictures")
    assert files_of(picture) == before
    assert Picture.objects.exists()


def test_a_picture_can_be_deleted_and_its_original_goes_when_it_is_there_again(
    away, client, django_capture_on_commit_callbacks
):
    picture = taken_in(encoded(motif()), alt="x")
    client.force_login(editor())
    away()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("picture_delete", picture.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not Picture.objects.exists()

    away(False)
    assert originals.exists(picture.original.name)
    Sweep(report=lambda sentence: None, grace_period=-timedelta(hours=1)).sweep()
    assert not originals.exists(picture.original.name)


def test_what_readers_have_stays(away, client):
    picture = taken_in(encoded(motif()), alt="x")
    client.force_login(editor())
    away()

    assert client.get(picture.address(240)).status_code == 200
    with pytest.raises(OSError):  # noqa: PT011
        complete(picture, anew=True)
    assert client.get(picture.address(240)).status_code == 200
