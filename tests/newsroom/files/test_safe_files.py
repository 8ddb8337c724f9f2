"""Files that are there as a whole or not at all."""

import errno
import stat
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile

from newsroom.safe_files import UNFINISHED, SafeFileStorage


def left_in(folder):
    return [path.name for path in Path(folder).rglob("*") if path.is_file()]


@pytest.fixture(params=[True, False], ids=["durable", "quick"])
def files(request, tmp_path):
    return SafeFileStorage(
        location=tmp_path / "safe",
        is_durable=request.param,
        file_permissions_mode=0o640,
        directory_permissions_mode=0o750,
    )


def test_a_file_is_replaced_as_a_whole(files):
    assert files.save("a/b/name.txt", ContentFile(b"old")) == "a/b/name.txt"
    with files.open("a/b/name.txt") as before:
        assert files.save("a/b/name.txt", ContentFile(b"new and longer")) == "a/b/name.txt"
        assert before.read() == b"old"
    with files.open("a/b/name.txt") as after:
        assert after.read() == b"new and longer"
    assert left_in(files.location) == ["name.txt"]


def test_nobody_else_on_the_machine_reads_it(files):
    files.save("a/name.txt", ContentFile(b"x"))

    assert stat.S_IMODE(Path(files.path("a/name.txt")).stat().st_mode) == 0o640
    assert stat.S_IMODE(Path(files.path("a")).stat().st_mode) == 0o750


def test_a_file_that_breaks_off_leaves_the_one_before(files):
    files.save("name.txt", ContentFile(b"old"))
    broken = ContentFile(b"new")
    broken.chunks = lambda size: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))

    with pytest.raises(OSError, match="full"):
        files.save("name.txt", broken)
    with files.open("name.txt") as file:
        assert file.read() == b"old"
    assert left_in(files.location) == ["name.txt"]


def test_while_it_is_written_it_has_another_name(files):
    seen = []
    content = ContentFile(b"")

    def chunks(size):
        yield b"half"
        seen.extend(left_in(files.location))

    content.chunks = chunks
    files.save("name.txt", content)
    assert [name.endswith(UNFINISHED) for name in seen] == [True]


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt"])
def test_nothing_is_written_outside_its_folder(files, name):
    with pytest.raises(SuspiciousOperation):
        files.save(name, ContentFile(b"x"))


class OnThisMachine(ContentFile):
    """A file that may be taken away."""

    def __init__(self, path):
        super().__init__(path.read_bytes())
        self.temporary_file_path = lambda: path


def test_a_file_of_this_machine_is_taken_away_instead_of_copied(files, tmp_path):
    source = tmp_path / "upload.jpg"
    source.write_bytes(b"a picture")
    files.save("a/b.jpg", OnThisMachine(source))

    assert not source.exists()
    with files.open("a/b.jpg") as file:
        assert file.read() == b"a picture"
    assert stat.S_IMODE(Path(files.path("a/b.jpg")).stat().st_mode) == 0o640


def test_from_another_disk_it_is_copied(files, tmp_path, monkeypatch):
    source = tmp_path / "upload.jpg"
    source.write_bytes(b"a picture")
    rename = Path.rename

    def refuse(path, target):
        if path == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    files.save("a/b.jpg", OnThisMachine(source))
    with files.open("a/b.jpg") as file:
        assert file.read() == b"a picture"


def test_no_file_has_an_address(files):
    files.save("name.txt", ContentFile(b"x"))

    with pytest.raises(ValueError, match="accessible via a URL"):
        files.url("name.txt")
