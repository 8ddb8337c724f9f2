"""Making a backup while the site runs."""

import errno
import json
import shutil
import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from newsroom.safe_files import UNFINISHED, sync_folder

from . import Refused, databases, files, manifest, sealing
from .shelf import Shelf, store_for

WORKING = "backup-"


@dataclass(frozen=True)
class Made:
    folder: Path
    manifest: manifest.Manifest
    new_files: int
    bytes: int  # of the database, and of the files that are new
    removed: list  # the names of backups that were taken away


def make(destination, *, to=(), keep=None, progress=iter):
    """Make a backup in the folder `destination`, encrypted for age's public keys `to`.

    With `keep`, all but so many of the newest go. `progress` goes through what it is given and
    shows how far it is. Returns Made; raises Refused, and nothing but whole backups is left.
    """
    shelf, recipients = Shelf(destination), sealing.recipients(to)
    with shelf.to_write(settings.SITE_URL), _in_words(shelf), working_folder() as folder:
        filing = _Filing(shelf, store_for(to), recipients)
        database = databases.ours()
        # Most of the files first: while the database's moment is held, little is left to copy.
        with database.looked_at() as now:
            named = files.named_by(now.rows)
        filing.keep(named, progress)
        moment = datetime.now(UTC)
        with database.moment(folder) as copy:
            made = _finish(database, copy, moment, filing, progress)
    removed = shelf.keep_newest(keep) if keep else []
    told = manifest.read(made)
    return Made(made, told, filing.new, filing.bytes + told.database["bytes"], removed)


def _finish(database, copy, moment, filing, progress):
    """The folder of the backup, which gets its name last."""
    shelf = filing.shelf
    name = shelf.new_name(moment)
    growing, made = shelf.folder / f"{name}{UNFINISHED}", shelf.folder / name
    growing.mkdir()
    try:
        named = files.named_by(copy.rows)
        lost = filing.keep(named, progress)
        suffix = sealing.SUFFIX if filing.recipients else ""
        with copy.stream() as stream:
            path = growing / (database.file + suffix)
            written = sealing.keep(stream, path, filing.recipients)
        told = manifest.Manifest(
            made_at=moment.isoformat(timespec="microseconds"),
            edition=edition(),
            vendor=database.vendor,
            database_version=_database_version(),
            migrations=databases.migrations(copy),
            tables=copy.tables(),
            database={"name": path.name, "bytes": written.size, "sha256": written.sha256},
            files=_list(growing, [file for file in named if file not in lost]),
            store=filing.store,
            lost=[file.path for file in named if file in lost],
            settings=sorted(settings.SET_VARIABLES),
            is_encrypted=bool(filing.recipients),
        )
        with sealing.unfinished(growing / manifest.NAME) as file:
            file.write(told.written().encode())
        growing.rename(made)
        sync_folder(shelf.folder)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return made


def _list(folder, named):
    path = folder / manifest.FILES
    with sealing.unfinished(path) as out:
        counting = sealing.Counting(out)
        for file in named:
            counting.write((json.dumps(list(file)) + "\n").encode())
    return {"name": path.name, "bytes": counting.size, "sha256": counting.sha256,
            "count": len(named)}  # fmt: skip


class _Filing:
    """Copies files to a shelf that it does not have yet."""

    def __init__(self, shelf, store, recipients):
        self.shelf, self.store, self.recipients = shelf, store, recipients
        self.new = self.bytes = 0
        self._present = set()

    def keep(self, named, progress):
        """Returns those that are not there, or not what their SHA-256 says, as a set."""
        missing = [file for file in named if file not in self._present]
        return {file for file in progress(missing) if not self._keep(file)}

    def _keep(self, file):
        path = self.shelf.stored(self.store, file)
        if not path.exists():
            try:
                source = files.storage(file).open(file.name)
            except FileNotFoundError:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with source:
                    read = _Reading(source, file.sha256)
                    written = sealing.keep(read, path, self.recipients, check=read.check)
            except Damaged:
                return False
            self.new += 1
            self.bytes += written.size
        self._present.add(file)
        return True


class Damaged(Exception):
    """A file is not what its SHA-256 says."""


class _Reading:
    def __init__(self, source, sha256):
        self._source, self._sha256, self._counting = source, sha256, sealing.Counting()

    def read(self, size=-1):
        chunk = self._source.read(size)
        self._counting.write(chunk)
        return chunk

    def check(self):
        if self._sha256 and self._counting.sha256 != self._sha256:
            raise Damaged


@contextmanager
def working_folder():
    """A folder of this machine that nobody else can look into, and that goes with the block."""
    for left in settings.VAR_DIR.glob(f"{WORKING}*{UNFINISHED}"):
        if left.stat().st_mtime < datetime.now(UTC).timestamp() - 24 * 3600:
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed
    with tempfile.TemporaryDirectory(
        prefix=WORKING, suffix=UNFINISHED, dir=settings.VAR_DIR
    ) as name:
        yield Path(name)


@contextmanager
def _in_words(shelf):
    try:
        yield
    except OSError as error:
        where = error.filename or shelf.folder
        if error.errno == errno.ENOSPC:
            raise Refused(
                f"The disk is full ({where}): nothing was kept of this backup, "
                "and the earlier ones are as they were."
            ) from error
        raise Refused(f"{where}: {error.strerror or error}.") from error


def edition():
    """The version of this code, as pyproject.toml has it, or "" where that is not there."""
    try:
        text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)["project"]["version"]
    except (OSError, ValueError, KeyError):
        return ""


def _database_version():
    return ".".join(map(str, connection.get_database_version()))
