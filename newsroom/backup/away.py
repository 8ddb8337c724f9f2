"""Backups in a storage elsewhere (STORAGES["backups"], a bucket): sent there once they are whole
here, and fetched from there.

They lie as on a shelf, and a backup's manifest is sent last: without one there is no backup. So one
that was broken off harms nobody, and the next one takes what is left of it away.
"""

import errno
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

from . import Refused, manifest
from .shelf import MARK, MOMENT, Shelf

ALIAS = "backups"
# What stands in place of a folder where a backup is put back from there.
SOURCE = "bucket"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Sent:
    new: int  # files that were not there
    removed: list  # names of backups that were taken away


def is_wanted():
    return ALIAS in settings.STORAGES


def send(folder, name, *, keep=None, progress=iter):
    """Send the backup `name` of a shelf's folder; with `keep`, all but so many of the newest go.

    Returns Sent; raises Refused.
    """
    shelf = Shelf(folder)
    told = manifest.read(shelf.folder / name)
    files = manifest.files_of(shelf.folder / name, told)
    with _in_words("The backup is here, but was not sent"):
        there = _There()
        there.mark(shelf.folder / MARK)
        paths = [shelf.stored(told.store, file).relative_to(shelf.folder) for file in files]
        own = (Path(name, part) for part in (told.files["name"], told.database["name"]))
        new = sum(there.put(shelf.folder, path) for path in progress(paths))
        for path in (*own, Path(name, manifest.NAME)):
            there.put(shelf.folder, path)
        removed = there.keep_newest(keep, name) if keep else []
    return Sent(new, removed)


def fetch(folder, name="", *, progress=iter):
    """Bring a backup, or the newest, into an empty folder, as a shelf. Raises Refused."""
    shelf = Shelf(folder)
    with _in_words("The backup was not fetched"):
        there = _There()
        names = there.names()
        if name and name not in names:
            raise Refused(f"There is no backup {name} in the storage for backups.")
        if not names:
            raise Refused("The storage for backups holds none.")
        name = name or names[0]
        there.get(MARK, shelf.folder)
        for part in there.parts(name):
            there.get(f"{name}/{part}", shelf.folder)
        told = manifest.read(shelf.folder / name)
        for file in progress(manifest.files_of(shelf.folder / name, told)):
            path = shelf.stored(told.store, file).relative_to(shelf.folder)
            try:
                there.get(path.as_posix(), shelf.folder)
            except FileNotFoundError:
                raise Refused(f"{name} has lost a file: {file.path}.") from None
    return shelf.folder / name


@contextmanager
def _in_words(what):
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Refused(f"{what}: the disk is full.") from error
        raise Refused(f"{what}: {error.strerror or error}.") from error


class _There:
    """The storage, as a shelf. Raises OSError."""

    def __init__(self):
        if not is_wanted():
            raise Refused("There is no storage for backups: set BACKUP_BUCKET.")
        self.storage = storages[ALIAS]

    def mark(self, mark):
        """Mark it as that of this paper. Raises Refused if it is another's."""
        ours = json.loads(mark.read_text(encoding="utf-8"))
        if not self.storage.exists(MARK):
            self._save(MARK, mark)
        with self.storage.open(MARK) as file:
            theirs = json.loads(file.read())
        if theirs != ours:
            raise Refused(
                f"The storage for backups holds those of {theirs.get('site')}, and this is "
                f"{ours.get('site')}: name another."
            )

    def put(self, folder, path):
        """Send a file of the shelf; whether it was not there."""
        name, size = path.as_posix(), (folder / path).stat().st_size
        if self.storage.exists(name):
            if self.storage.size(name) == size:
                return False  # a file has one content as long as it has its name
            self.storage.delete(name)
        self._save(name, folder / path)
        return True

    def _save(self, name, path):
        with path.open("rb") as file:
            saved = self.storage.save(name, File(file, name=name))
        if saved != name:
            self.storage.delete(saved)
            raise OSError(errno.EEXIST, f"{name} was there, and is not replaced")

    def get(self, name, folder):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.storage.open(name) as source, path.open("wb") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)

    def names(self):
        """Of the whole ones, the newest first."""
        return [name for name in self._moments() if manifest.NAME in self.parts(name)]

    def parts(self, name):
        return sorted(self.storage.listdir(name)[1])

    def keep_newest(self, count, sent):
        """As Shelf.keep_newest; what is older than `sent` and has no manifest goes too."""
        whole = self.names()
        kept, gone = whole[:count], whole[count:]
        for name in gone:
            self.storage.delete(f"{name}/{manifest.NAME}")  # before anything that it names
        for name in self._moments():
            if name not in kept and name < sent:
                for part in self.parts(name):
                    self.storage.delete(f"{name}/{part}")
        self._sweep(kept)
        return gone

    def _sweep(self, kept):
        with tempfile.TemporaryDirectory(prefix="backup-") as here:
            shelf, named = Shelf(here), set()
            for name in kept:
                for part in (manifest.NAME, manifest.FILES):
                    self.get(f"{name}/{part}", shelf.folder)
                try:
                    told = manifest.read(shelf.folder / name)
                    files = manifest.files_of(shelf.folder / name, told)
                except Refused:
                    return  # as long as there is one that cannot be read every file stays
                named |= {shelf.stored(told.store, file).relative_to(here).as_posix()
                          for file in files}  # fmt: skip
        for store in self.storage.listdir("")[0]:
            if store.startswith("files"):
                for name in self._below(store):
                    if name not in named:
                        self.storage.delete(name)

    def _below(self, folder):
        folders, files = self.storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for name in folders:
            yield from self._below(f"{folder}/{name}")

    def _moments(self):
        try:
            folders, _ = self.storage.listdir("")
        except FileNotFoundError:
            return []
        return sorted(filter(MOMENT.fullmatch, folders), reverse=True)
