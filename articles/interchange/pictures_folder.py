"""Bringing in a photographer's pictures: a folder, or a zip as it came by post.

Nothing is unpacked under a name that the archive chose, and what it says of sizes is not believed:
each file is read up to the limit of a picture and no further.
"""

import hashlib
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

from django.conf import settings
from django.db import transaction

from articles import log
from articles.models import Gallery, Picture
from articles.pictures import duplicates
from articles.pictures.receiving import Full, NotKept, Refused, receive
from articles.search import index

MOST_FILES = 10_000
# A photograph hardly shrinks in an archive; what grows so much more was made to do harm.
MOST_GROWTH = 100
CHUNK = 256 * 1024  # bytes
LEFT_BY_SYSTEMS = {"__macosx", "thumbs.db", "desktop.ini"}
LEADS_OUT = "Its name leads out of the archive."
A_LINK = "It is a link, not a file."
DAMAGED = "It is damaged inside the archive."
NO_ARCHIVES = "Archives inside an archive are not opened."


class Unreadable(Exception):
    """A folder or archive of which nothing can be brought in, with the reason in words."""


@dataclass
class Report:
    """What became of the files: how many are new, how many were there, and what was refused
    as (name, reason)."""

    new: int = 0
    here: int = 0
    refused: list = field(default_factory=list)
    gallery: Gallery | None = None
    placed: int = 0


def bring_in(path, *, gallery="", credit="", progress=lambda things, total: things):
    """Bring the pictures of a folder or zip into the library; return a Report.

    They come in the order of their names; a file that is in the library already is not doubled,
    so that it can be done again after a stop. With `gallery` they stand in the gallery of that
    title, which is made if there is none. Raises Unreadable.
    """
    report, numbers = Report(), []
    with _opened(Path(path)) as files, log.quietly():
        for name, open_file in progress(files, len(files)):
            try:
                numbers.append(_bring_one_in(open_file, name, credit, report))
            except (Full, NotKept) as problem:
                raise Unreadable(f"{problem} What came in before stays.") from problem
            except Refused as refused:
                report.refused.append((name, str(refused)))
            except OSError as problem:
                report.refused.append((name, f"It cannot be read or kept: {problem.strerror}."))
        if gallery:
            _place(gallery, numbers, report)
    if report.new or report.placed:
        log.keep_import(Path(path).name, {"pictures": report.new}, by=None)
    return report


def _bring_one_in(open_file, name, credit, report):
    """The number of the picture that is made of a file, or was made of it before."""
    with open_file() as source, TemporaryFile() as copy:
        digest = _copied(source, copy)
        here = duplicates.same_as(digest).order_by("pk").first()
        if here:
            report.here += 1
            return here.pk
        copy.seek(0)
        picture = receive(_Named(copy, name), **({"credit": credit} if credit else {}))
    report.new += 1
    return picture.pk


def _copied(source, copy):
    """Copy a file up to the limit of a picture; return the SHA-256 of its bytes as hex."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > settings.PICTURE_MAX_BYTES:
            most = settings.PICTURE_MAX_BYTES // 1024 // 1024
            raise Refused(f"The file is larger than {most} MB.")
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest()


class _Named:
    """An open file with the name under which it came."""

    def __init__(self, file, name):
        self.name = re.split(r"[/\\]", name)[-1]
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


def _place(title, numbers, report):
    """Put the pictures into the gallery of this title, at its end. Raises Unreadable if that
    would put undescribed pictures before readers."""
    pictures = Picture.objects.in_bulk(numbers)
    with transaction.atomic(), index.once():
        gallery = Gallery.objects.filter(title=title).order_by("-pk").first()
        if gallery is None:
            gallery = Gallery.objects.create(title=title)
        here = set(gallery.placements.values_list("picture_id", flat=True))
        if gallery.published_at and set(numbers) - here:
            raise Unreadable(
                f"“{title}” is published. The pictures are in the library: add them at the desk, "
                "or give another title."
            )
        report.placed = len(gallery.put_in([pictures[number] for number in numbers], by=None))
        gallery.choose_cover()
        report.gallery = gallery


@contextmanager
def _opened(path):
    """The files of a folder or archive as a list of (name, how to open it), in their order."""
    if path.is_dir():
        yield _limited(list(islice(_of_folder(path), MOST_FILES + 1)))
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Unreadable("There is no such folder or file.") from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Unreadable("This is neither a folder nor a zip that can be read.") from problem
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        yield _limited([(entry.filename, _Entry(archive, entry)) for entry in entries])


def _limited(files):
    if len(files) > MOST_FILES:
        raise Unreadable(f"It has more than {MOST_FILES} files. Divide it.")
    wanted = [(name, open_file) for name, open_file in files if not _is_of_a_system(name)]
    return sorted(wanted, key=lambda pair: _in_order(pair[0]))


def _of_folder(path):
    for found in path.rglob("*"):
        if found.is_symlink() or not found.is_dir():
            yield str(found.relative_to(path)), _OnDisk(found)


def _is_of_a_system(name):
    parts = re.split(r"[/\\]", name.lower())
    return any(part in LEFT_BY_SYSTEMS for part in parts) or parts[-1].startswith(".")


def _in_order(name):
    """As people count: 2.jpg comes before 10.jpg."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part[:18]), "") if part.isdigit() else (-1, part) for part in parts]


class _OnDisk:
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


class _Entry:
    """A file inside an archive; reading it stops where it grows beyond all measure."""

    def __init__(self, archive, entry):
        self.archive, self.entry = archive, entry

    @contextmanager
    def __call__(self):
        self._ensure_harmless()
        try:
            with self.archive.open(self.entry) as file:
                yield _Measured(file, self.entry.compress_size)
        except NotImplementedError as problem:
            raise Refused("It is packed in a way that we do not know.") from problem
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as problem:
            raise Refused(DAMAGED) from problem

    def _ensure_harmless(self):
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


class _Measured:
    def __init__(self, file, packed):
        self.file, self.packed, self.size = file, packed, 0

    def read(self, size):
        data = self.file.read(size)
        self.size += len(data)
        if self.size > CHUNK + self.packed * MOST_GROWTH:
            raise Refused("It grows too much when it is unpacked.")
        return data
