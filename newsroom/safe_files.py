"""Atomic and durable files: there as a whole or not at all, whatever happens meanwhile."""

import os
import secrets
from contextlib import contextmanager, suppress
from errno import EXDEV
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

CHUNK = 256 * 1024  # bytes
# Ends the name of a file while it is written; nothing that a reader may ask for ends like it.
UNFINISHED = ".unfinished"


@deconstructible(path="newsroom.safe_files.SafeFileStorage")
class SafeFileStorage(FileSystemStorage):
    """Files in a folder of this machine. One of the same name is replaced.

    A file gets its name when the disk has it, and the folder has it when `save` returns: a
    process that is killed, a disk that is full or a machine without power leave the old file or
    the new one, and at most something called *.unfinished beside it. A file of this machine
    that offers its `temporary_file_path` is taken away, if it lies on the same disk.

    `is_durable=False` does not wait for the disk (fsync).
    """

    def __init__(self, *args, is_durable=True, **options):
        super().__init__(*args, **options, allow_overwrite=True)
        self.is_durable = is_durable

    def url(self, name):
        raise ValueError("No file of this storage is accessible via a URL.")

    def _save(self, name, content):
        path = Path(self.path(name))
        self._make_folder(path.parent)
        if not self._has_moved(content, path):
            self._write(path, content)
        if self.is_durable:
            sync_folder(path.parent)
        # As Django does it: names have forward slashes everywhere.
        return path.relative_to(self.location).as_posix()

    def _has_moved(self, content, path):
        if not hasattr(content, "temporary_file_path"):
            return False
        source = Path(content.temporary_file_path())
        if self.is_durable:
            _sync(source)
        self._permit(source)
        try:
            source.rename(path)
        except OSError as error:
            if error.errno != EXDEV:  # another disk
                raise
            return False
        return True

    def _write(self, path, content):
        with unfinished(path, is_durable=self.is_durable, permit=self._permit) as file:
            for chunk in content.chunks(CHUNK):
                file.write(chunk)

    def _permit(self, path):
        if self.file_permissions_mode is not None:
            path.chmod(self.file_permissions_mode)

    def _make_folder(self, folder):
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        if self.directory_permissions_mode is not None:
            folder.chmod(self.directory_permissions_mode)
        if self.is_durable:
            sync_folder(folder.parent)


@contextmanager
def unfinished(path, *, is_durable=True, permit=lambda beside: None):
    """A file to write bytes to, which has its name only when this block ends well.

    The disk has its content by then, unless `is_durable` is false; its name once `sync_folder`
    was called. `permit` is called with its path before it is named. Raises OSError; the file is
    gone then, and the old one of this name stands as it was.
    """
    beside = path.with_name(f"{path.name[:100]}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        permit(beside)
        beside.rename(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def sync_folder(folder):
    """Wait until the disk has the names of what lies in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())
