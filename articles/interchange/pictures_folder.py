"""Importing a photographer's pictures: a folder, or a zip archive.

Nothing is unpacked under a name that the archive chose, and what it says of sizes is not believed
(zip slip, zip bombs): each file is read up to the limit of a picture and no further.
"""

import lzma
import re
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

from django.db import transaction

from articles import log
from articles.models import Gallery, Picture
from articles.pictures import duplicates
from articles.pictures.receiving import (
    ReaderUnavailable,
    Refused,
    StorageFull,
    StorageUnavailable,
    copy_and_hash,
    look_through,
    receive,
)
from articles.search import index

MAX_FILES = 10_000
# A photograph hardly shrinks in an archive; what grows so much was made to do harm (a zip bomb).
MAX_COMPRESSION_RATIO = 100
# So many bytes a file may grow in any case.
MIN_GROWTH = 256 * 1024
SYSTEM_FILES = {"__macosx", "thumbs.db", "desktop.ini"}
LEADS_OUT = "Its name leads out of the archive."
A_LINK = "It is a link, not a file."
DAMAGED = "It is damaged inside the archive."
NO_ARCHIVES = "Archives inside an archive are not opened."


class Unreadable(Exception):
    """A folder or archive that cannot be imported; the message is a sentence for the user."""


@dataclass
class Report:
    """What became of the files.

    `new` counts pictures that were imported, `present` files whose picture was there already,
    `placed` pictures that were put into the `gallery`; `refused` has (name, reason) of the others.
    """

    new: int = 0
    present: int = 0
    refused: list = field(default_factory=list)
    gallery: Gallery | None = None
    placed: int = 0


def import_pictures(
    path, *, gallery="", credit="", dry_run=False, progress=lambda files, total: files
):
    """Import the pictures of a folder or zip into the library; return a Report.

    They come in the order of their names. Idempotent: a file that is in the library already is not
    doubled, so an import that was stopped can be run again. With `gallery` they are put into the
    gallery of that title, which is made if there is none. With `dry_run` each file is read and none
    kept. `progress(files, total)` wraps the files to show how far it is. Raises Unreadable.
    """
    report, pks = Report(), []
    with _opened(Path(path)) as files, log.quietly():
        for name, open_file in progress(files, len(files)):
            try:
                pks.append(_import_one(open_file, name, credit, report, is_kept=not dry_run))
            except (ReaderUnavailable, StorageFull, StorageUnavailable) as problem:
                raise Unreadable(f"{problem} What came in before stays.") from problem
            except Refused as refused:
                report.refused.append((name, str(refused)))
            except OSError as problem:
                report.refused.append((name, f"It cannot be read or kept: {problem.strerror}."))
        if gallery and not dry_run:
            _place(gallery, pks, report)
    if (report.new or report.placed) and not dry_run:
        log.keep_import(Path(path).name, {"pictures": report.new}, by=None)
    return report


def _import_one(open_file, name, credit, report, *, is_kept):
    """The primary key of the picture that is made of a file, or was made of it before; None of one
    that is only read."""
    with open_file() as source, TemporaryFile() as copy:
        digest = copy_and_hash(source, copy)
        present = duplicates.same_as(digest).order_by("pk").first()
        if present:
            report.present += 1
            return present.pk
        copy.seek(0)
        picture = None
        if is_kept:
            picture = receive(_Named(copy, name), **({"credit": credit} if credit else {}))
        else:
            look_through(_Named(copy, name))
    report.new += 1
    return picture and picture.pk


class _Named:
    """An open file with the name under which it came."""

    def __init__(self, file, name):
        self.name = re.split(r"[/\\]", name)[-1]
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


def _place(title, pks, report):
    """Put the pictures into the gallery of this title, at its end. Raises Unreadable if that
    would put undescribed pictures before readers."""
    pictures = Picture.objects.in_bulk(pks)
    with transaction.atomic(), index.deferred():
        gallery = Gallery.objects.filter(title=title).order_by("-pk").first()
        if gallery is None:
            gallery = Gallery.objects.create(title=title)
        present = set(gallery.placements.values_list("picture_id", flat=True))
        if gallery.published_at and set(pks) - present:
            raise Unreadable(
                f"“{title}” is published. The pictures are in the library: add them at the desk, "
                "or give another title."
            )
        report.placed = len(gallery.put_in([pictures[pk] for pk in pks], by=None))
        gallery.choose_cover()
        report.gallery = gallery


@contextmanager
def _opened(path):
    """The files of a folder or archive as a list of (name, how to open it), in their order."""
    if path.is_dir():
        yield _limited(list(islice(_of_folder(path), MAX_FILES + 1)))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Unreadable("There is no such folder or file.") from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Unreadable("This is neither a folder nor a zip that can be read.") from problem
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        yield _limited([(entry.filename, _ArchiveEntry(archive, entry)) for entry in entries])


def _limited(files):
    if len(files) > MAX_FILES:
        raise Unreadable(f"It has more than {MAX_FILES} files. Divide it.")
    wanted = [(name, open_file) for name, open_file in files if not _is_system_file(name)]
    return sorted(wanted, key=lambda pair: _natural_order(pair[0]))


def _of_folder(path):
    for found in path.rglob("*"):
        if found.is_symlink() or not found.is_dir():
            yield str(found.relative_to(path)), _FileOnDisk(found)


def _is_system_file(name):
    parts = re.split(r"[/\\]", name.lower())
    return any(part in SYSTEM_FILES for part in parts) or parts[-1].startswith(".")


def _natural_order(name):
    """As people count: 2.jpg comes before 10.jpg."""
    parts = re.split(r"([0-9]+)", name.casefold())
    # Every second part is digits. "²" among the others is one for str.isdigit and none for int.
    return [(int(part[:18]), "") if at % 2 else (-1, part) for at, part in enumerate(parts)]


class _FileOnDisk:
    def __init__(self, path):
        self.path = path

    @contextmanager
    def __call__(self):
        if self.path.is_symlink():
            raise Refused(A_LINK)
        if not self.path.is_file():
            raise Refused("It is not a file.")
        with self.path.open("rb") as file:
            yield file


class _ArchiveEntry:
    """A file inside an archive; reading it stops at MAX_COMPRESSION_RATIO."""

    def __init__(self, archive, entry):
        self.archive, self.entry = archive, entry

    @contextmanager
    def __call__(self):
        self._ensure_safe()
        try:
            with self.archive.open(self.entry) as file:
                yield _RatioLimited(file, self.entry.compress_size)
        except NotImplementedError as problem:
            raise Refused("It is packed in a way that we do not know.") from problem
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as problem:
            raise Refused(DAMAGED) from problem

    def _ensure_safe(self):
        name = self.entry.filename
        parts = re.split(r"[/\\]", name)
        if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", name):
            raise Refused(LEADS_OUT)
        if stat.S_ISLNK(self.entry.external_attr >> 16):
            raise Refused(A_LINK)
        if self.entry.flag_bits & 1:
            raise Refused("It is locked with a password.")
        if name.lower().endswith((".zip", ".7z", ".rar", ".tar", ".gz")):
            raise Refused(NO_ARCHIVES)


class _RatioLimited:
    def __init__(self, file, compressed_size):
        self.file, self.compressed_size, self.size = file, compressed_size, 0

    def read(self, size):
        data = self.file.read(size)
        self.size += len(data)
        if self.size > MIN_GROWTH + self.compressed_size * MAX_COMPRESSION_RATIO:
            raise Refused("It grows too much when it is unpacked.")
        return data
