"""A whole paper written to one file, as it is at one moment, while people go on."""

import errno
import glob
import hashlib
import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from articles.models import Picture, Sound
from articles.pictures.storing import originals
from newsroom.backup.making import edition
from newsroom.backup.sealing import unfinished
from newsroom.safe_files import CHUNK, UNFINISHED

from . import FILES, FORMAT, MANIFEST, ORIGINALS, VERSION, Refused, entry_of, ids, tables
from .values import Row

ROWS_AT_ONCE = 1000
# The same in each archive: of one paper two are the same, but for the moment in their manifest.
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Written:
    rows: int
    files: int
    lost: list  # names of originals that are not there, or not as they should be


def write(path, progress=lambda items, total, unit: items):
    """Write the paper to the file `path`, which has its name once it is whole. Raises Refused."""
    path = Path(path)
    if path.exists():
        raise Refused(f"{path} is there already: name another file.")
    try:
        _take_away_unfinished(path)
        with unfinished(path) as file, zipfile.ZipFile(file, "w") as archive, one_moment():
            return _Writing(archive, progress).write()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Refused(f"The disk is full: {path} was not written.") from error
        raise Refused(f"{error.filename or path}: {error.strerror or error}.") from error


def _take_away_unfinished(path):
    """What a process has left of the same file that was killed: it may be as large as the paper."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.*{UNFINISHED}"):
        left.unlink(missing_ok=True)


@contextmanager
def one_moment():
    """All that is asked in here is of one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Django's own begins with the lock for writing (settings.DATABASES).
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


class _Writing:
    def __init__(self, archive, progress):
        self.archive, self.progress = archive, progress

    def write(self):
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        told = {label: self._rows(label) for label in tables.EXPORTED}
        count, lost, checksum = self._originals()
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "edition": edition(),
            "made_at": made_at,
            "site": settings.SITE_URL,
            "language": settings.LANGUAGE_CODE,
            "time_zone": settings.TIME_ZONE,
            "tables": told,
            "files": {"count": count, "sha256": checksum},
            "lost": lost,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        self.archive.writestr(_entry(MANIFEST), text.encode())
        return Written(sum(table["rows"] for table in told.values()), count, lost)

    def _rows(self, label):
        row, number, checksum = Row(label), 0, hashlib.sha256()
        model = row.model
        found = model._base_manager.order_by("pk").values_list(*row.columns)
        rows = self.progress(
            found.iterator(chunk_size=ROWS_AT_ONCE), model._base_manager.count(),
            str(model._meta.verbose_name_plural),
        )  # fmt: skip
        with self.archive.open(_entry(entry_of(label)), "w", force_zip64=True) as out:
            for values in rows:
                line = row.line(values).encode()
                checksum.update(line)
                out.write(line)
                number += 1
        return {"rows": number, "sha256": checksum.hexdigest(), "last_id": ids.last_given(model)}

    def _originals(self):
        """(how many are written, the names of those that are not, the list's SHA-256)."""
        pictures = Picture.objects.exclude(original="").values_list("original", flat=True)
        names = sorted({*pictures, *Sound.objects.values_list("file", flat=True)})
        lost, lines = [], []
        for name in self.progress(names, len(names), "originals"):
            if told := self._original(name):
                lines.append(json.dumps([name, *told]) + "\n")
            else:
                lost.append(name)
        text = "".join(lines).encode()
        self.archive.writestr(_entry(FILES), text)
        return len(lines), lost, hashlib.sha256(text).hexdigest()

    def _original(self, name):
        """Its SHA-256 and its bytes; None if it is not there, or is not what its name says."""
        try:
            with originals.open(name) as file:
                checksum = hashlib.sha256()
                while chunk := file.read(CHUNK):
                    checksum.update(chunk)
                size = file.tell()
                if Path(name).stem != checksum.hexdigest():
                    return None
                file.seek(0)
                entry = _entry(ORIGINALS + name, zipfile.ZIP_STORED)
                with self.archive.open(entry, "w", force_zip64=True) as out:
                    while chunk := file.read(CHUNK):
                        out.write(chunk)
        except FileNotFoundError:
            return None
        return checksum.hexdigest(), size


def _entry(name, how=zipfile.ZIP_DEFLATED):
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type, entry.external_attr = how, 0o600 << 16
    return entry
