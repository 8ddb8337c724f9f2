"""The file that Ghost exported, or a zip with it: its rows, and the pictures beside it."""

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.conf import settings

from ..incoming.source import Unreadable
from .tables import Tables

MAX_JSON = 4 * 1024 * 1024 * 1024  # bytes
MAX_ENTRIES = 100_000  # of a zip
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)

NO_JSON = "This is no JSON. Give the .json file that Ghost exported, or a .zip with it."
NO_GHOST = "This is JSON, but not a Ghost export: it has no posts."
TOO_LARGE = "The file holds more than 4 GB of JSON."


class File:
    """A file on disk, of a site whose address has the path `base`. Raises Unreadable."""

    def __init__(self, path, base):
        self.path, self.base = Path(path), base
        self.archive, self.images = None, {}
        self.entry = self._entry()

    def picture(self, path):
        """The bytes of a picture that is in the zip, or None; at most one over the most."""
        name = self.images.get(path.lower())
        if name is None:
            return None
        try:
            with self.archive.open(name) as file:
                return file.read(settings.PICTURE_MAX_BYTES + 1)
        except DAMAGED:
            return None  # it may be had from the old site

    def rows(self):
        """(table, row) of the whole file. Raises Unreadable."""
        try:
            with self._opened() as file:
                tables = Tables(io.TextIOWrapper(_Limited(file), encoding="utf-8-sig"))
                yield from tables
        except OSError as problem:
            raise _unreadable(problem) from problem
        except (ValueError, RecursionError) as problem:
            raise Unreadable(NO_JSON) from problem
        except DAMAGED as why:
            raise Unreadable(f"The zip cannot be read ({why}).") from why
        if "posts" not in tables.names:
            raise Unreadable(NO_GHOST)

    def _opened(self):
        return self.archive.open(self.entry) if self.archive else self.path.open("rb")

    def _entry(self):
        """The entry of the zip that has the JSON, or None if the file is no zip."""
        try:
            if not zipfile.is_zipfile(self.path):
                return None
            self.archive = zipfile.ZipFile(self.path)
        except (OSError, ValueError) as problem:
            raise _unreadable(problem) from problem
        except (zipfile.BadZipFile, NotImplementedError) as why:
            raise Unreadable(f"The zip cannot be read ({why}).") from why
        entries = self.archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(f"The zip has more than {MAX_ENTRIES:,} entries.")
        for entry in entries:
            _, mark, path = entry.filename.partition("content/images/")
            if mark and not entry.is_dir():
                # Names are compared, and never written to a disk.
                self.images[f"{self.base}/content/images/{path}".lower()] = entry.filename
        exports = [e for e in entries if e.filename.endswith(".json") and "/__" not in e.filename]
        exports = [e for e in exports if not PurePosixPath(e.filename).name.startswith(".")]
        if not exports:
            raise Unreadable("The zip has no .json in it.")
        return max(exports, key=lambda entry: entry.file_size)


class _Limited(io.RawIOBase):
    """An open file of bytes, of which no more than MAX_JSON are read."""

    def __init__(self, file):
        self.file, self.left = file, MAX_JSON

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.file.read(len(buffer))
        self.left -= len(data)
        if self.left < 0:
            raise Unreadable(TOO_LARGE)
        buffer[: len(data)] = data
        return len(data)


def _unreadable(problem):
    reason = getattr(problem, "strerror", None) or problem
    return Unreadable(f"The file cannot be read ({reason}).")
