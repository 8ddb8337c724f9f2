"""A paper can be had back: whole, from any of its backups, and never from half of one."""

import errno
import io
import json
import shutil
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from articles.models import Imported
from articles.pictures import storing
from newsroom.backup import Refused, checking, databases, sealing
from newsroom.machine.models import Backup

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_what_was_acknowledged_before_its_moment_is_in_a_backup_made_while_all_write(
    make, elsewhere
):
    acknowledged, enough, stop = [], Event(), Event()

    def write():
        number = 0
        while not stop.is_set():
            Imported.objects.create(source="a", kind="b", external_id=f"{number}", object_id=number)
            acknowledged.append((datetime.now(UTC), number))
            number += 1
            if number == 30:
                enough.set()
        connections.close_all()

    writer = Thread(target=write)
    writer.start()
    try:
        enough.wait()
        made = make()
    finally:
        stop.set()
        writer.join()
    _, database = elsewhere(made.folder)
    with database.looked_at() as moment:
        found = {number for (number,) in moment.rows("SELECT object_id FROM articles_imported")}

    before = {number for at, number in acknowledged if at < made.manifest.moment}
    assert len(before) >= 30
    assert before <= found
    assert found == set(range(len(found)))


def test_originals_are_kept_once_and_come_back_with_what_the_paper_knows(
    make, prove, elsewhere, picture, shelf
):
    original = content_of(picture)
    first = make()
    second = make()
    prove(second)
    backup, database = elsewhere(shelf)  # the newest of all

    assert (first.new_files, second.new_files) == (1, 0)
    assert backup.folder.name == second.folder.name
    assert content_of(picture) == original
    assert checking.compare(backup, database) is None
    assert "SECRET_KEY" in backup.manifest.settings
    secret = "known to everybody who reads this line"
    assert not any(secret in path.read_text() for path in second.folder.glob("*.json*"))


def test_so_many_are_kept_and_files_go_with_the_last_that_names_them(make, picture, shelf):
    old = make()
    picture.delete()
    make()
    newest = make(keep=2)
    assert newest.removed == [old.folder.name]
    assert not [path for path in (shelf / "files").rglob("*") if path.is_file()]
    assert len(list(shelf.glob("20*"))) == 2


def test_a_backup_for_a_key_is_read_with_that_key_alone(make, elsewhere, picture, tmp_path):
    x25519 = pytest.importorskip("pyrage").x25519
    own, another = x25519.Identity.generate(), x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# public key: {own.to_public()}\n{own}\n")
    (tmp_path / "another").write_text(f"{another}\n")

    made = make(to=[str(own.to_public())])

    kept = b"".join(path.read_bytes() for path in made.folder.parent.rglob("*.age"))
    assert content_of(picture) not in kept
    assert b"SQLite format" not in kept
    with pytest.raises(Refused, match="name the file with its secret key"):
        elsewhere(made.folder)
    with pytest.raises(Refused, match="not for this key"):
        elsewhere(made.folder, own=sealing.identities(tmp_path / "another"))
    backup, _ = elsewhere(made.folder, own=sealing.identities(tmp_path / "key"))
    assert len(backup.files) == 1


def content_of(picture):
    with storing.originals.open(picture.original.name) as file:
        return file.read()


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-10])


def changed(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def database_of(folder):
    return next(folder.glob("database.*"))


def mixed(folder):
    """The list of another backup."""
    (folder / "files.jsonl").write_text(json.dumps(["originals", "ab/x.jpg", "ab" * 99]) + "\n")


def of_something_else(folder):
    (folder / "manifest.json").write_text('{"format": "zip", "version": 1, "checksum": ""}')


DAMAGES = [
    (lambda folder: cut_off(database_of(folder)), "is cut off"),
    (lambda folder: changed(database_of(folder)), "is damaged, or belongs to another backup"),
    (lambda folder: database_of(folder).unlink(), "has lost its database"),
    (lambda folder: cut_off(folder / "manifest.json"), "or its manifest.json is cut off"),
    (mixed, "belongs to another backup"),
    (of_something_else, "is a backup of something else"),
    (lambda folder: shutil.rmtree(folder.parent / "files"), "has lost a file"),
    (lambda folder: changed(next((folder.parent / "files").rglob("*.*"))), "is damaged"),
]


def test_what_is_not_whole_is_refused_in_words_before_anything_is_touched(
    make, elsewhere, picture, shelf, tmp_path
):
    make()
    for number, (damage, words) in enumerate(DAMAGES):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(shelf, copy)
        folder = next(copy.glob("20*"))
        damage(folder)
        with pytest.raises(Refused, match=words):
            elsewhere(folder)
        assert not (tmp_path / "restored").exists()


def test_nothing_is_put_over_a_paper_that_is_there(make, shelf, monkeypatch):
    make()
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(shelf))
    monkeypatch.setattr(databases, "unknown", lambda names: ["articles.0099_tomorrow"])
    with pytest.raises(CommandError, match="of a newer edition"):
        call_command("restore", str(shelf))


def test_on_a_full_disk_the_earlier_backup_stays_and_no_half_one_has_a_name(
    make, shelf, monkeypatch
):
    earlier = make()
    keep = sealing.keep

    def full(stream, path, *args, **options):
        keep(io.BytesIO(stream.read(1000)), path, *args, **options)
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(sealing, "keep", full)
    with pytest.raises(CommandError, match=r"The disk is full .*earlier ones are as they were"):
        call_command("backup", str(shelf))

    assert [path.name for path in shelf.glob("20*")] == [earlier.folder.name]
    assert "The disk is full" in Backup.objects.get().trouble


def test_a_folder_with_other_things_or_of_another_paper_is_left_alone(make, shelf, settings):
    shelf.mkdir()
    (shelf / "novel.txt").touch()
    with pytest.raises(Refused, match="holds other things"):
        make()
    (shelf / "novel.txt").unlink()
    make()
    settings.SITE_URL = "https://other.example"
    with pytest.raises(Refused, match="holds backups of http://testserver"):
        make()


def test_an_original_that_the_paper_has_lost_is_named(picture, shelf, capsys):
    storing.originals.delete(picture.original.name)
    with pytest.raises(CommandError, match="without 1 files that the paper has lost"):
        call_command("backup", str(shelf), "--verify")
    assert picture.original.name in capsys.readouterr().out
    assert Backup.objects.get().is_verified


def test_without_its_client_programs_postgresql_is_named_in_one_sentence(monkeypatch, make):
    if databases.ours().vendor != "postgresql":
        pytest.skip("SQLite needs none")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="install PostgreSQL's client programs"):
        make()
