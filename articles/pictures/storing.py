"""Where the files of pictures lie: originals apart from everything that readers can reach.

An original is named by its content, so that two pictures may share one; a rendition by the
picture's key. Both storages must replace a file by one of the same name, as a whole (see
newsroom/safe_files.py; S3 does it anyway).
"""

from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage, storages
from django.core.signals import setting_changed
from django.db import connection, transaction
from django.utils.functional import LazyObject, empty

from .sandbox.widths import folder_of

WORKING = ".working"
SOUNDS = "sounds"  # in the storage of originals


class _Originals(LazyObject):
    def _setup(self):
        self._wrapped = storages["originals"]


originals = _Originals()


def originals_storage():
    """For the field, so that no migration knows where a machine keeps its files."""
    return originals


def _forget_storage(*, setting, **kwargs):
    if setting == "STORAGES":
        originals._wrapped = empty


setting_changed.connect(_forget_storage, dispatch_uid="articles.pictures.storing")


def working_folder():
    """Where jobs have their folders: beside the originals, so that files need not be copied.

    If those lie on another machine, where the web server, the worker and the sweep all look, which
    may each have a temporary folder of its own.
    """
    with suppress(NotImplementedError):
        return Path(originals.path(WORKING))
    return settings.VAR_DIR / "pictures-being-developed"


def original_name(digest, suffix):
    """Where an original lies in its storage: its SHA-256 as hex, in folders of its first digits."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}.{suffix}"


class LocalFile(File):
    """A file on this machine that a storage may take away instead of copying it."""

    def temporary_file_path(self):
        return self.name


def put(storage, name, path):
    """Store a file of this machine under a name, in place of what has that name. Raises OSError."""
    with Path(path).open("rb") as file:
        storage.save(name, LocalFile(file, name=str(path)))


def put_renditions(key, folder, names):
    """Store the files of these names that lie in a folder of this machine. Raises OSError."""
    for name in names:
        put(default_storage, f"{folder_of(key)}/{name}", Path(folder, name))


@contextmanager
def locked(digest):
    """A transaction in which nobody else stores or deletes the original with this digest.

    `digest` is the SHA-256 of its bytes as hex, or "" for no lock. An advisory lock on PostgreSQL.
    """
    with transaction.atomic():
        # SQLite has one writer at a time in any case.
        if connection.vendor == "postgresql" and digest:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
        yield


def delete_renditions(key):
    """Delete every file in the picture's folder of renditions. Raises OSError."""
    folder = folder_of(key)
    for name in file_names(default_storage, folder):
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def file_names(storage, folder):
    """The names of the files in a folder; none if there is no folder."""
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
