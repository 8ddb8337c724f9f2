"""The files of a folder or a zip that a stranger has made.

Nothing is unpacked under a name that the archive chose, and what it says of sizes is not believed
(zip slip, zip bombs): whoever opens a file reads as much as it takes, and no further. No link is
followed.
"""

import lzma
import re
import stat
import zipfile
import zlib
from contextlib import contextmanager
from itertools import islice

from articles.pictures.receiving import Refused

from .incoming.source import Unreadable

# What comes in hardly shrinks in an archive; what grows so much was made to do harm (a zip bomb).
MAX_COMPRESSION_RATIO = 100
# So many bytes a file may grow in any case.
MIN_GROWTH = 256 * 1024
SYSTEM_FILES = {"__macosx", "thumbs.db", "desktop.ini"}
NEITHER = "This is neither a folder nor a zip that can be read."
LEADS_OUT = "Its name leads out of the archive."
A_LINK = "It is a link, not a file."
DAMAGED = "It is damaged inside the archive."
NO_ARCHIVES = "Archives inside an archive are not opened."


@contextmanager
def opened(path, most):
    """The files of a folder or zip as a list of (name, how to open it), in the order of the names.

    A name is a path with "/" between its parts, as the folder or archive has it. What opens it is a
    context manager of something with `read(size)`; it raises Refused. System files are not listed.
    Raises Unreadable for what is neither, or has more than `most` files.
    """
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError) as problem:
        raise Unreadable(NEITHER) from problem
    if is_folder:
        yield _limited(list(islice(_of_folder(path), most + 1)), most)
        return
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Unreadable("There is no such folder or file.") from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Unreadable(NEITHER) from problem
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        files = [(entry.filename, _ArchiveEntry(archive, entry)) for entry in entries]
        yield _limited(files, most)


def _limited(files, most):
    if len(files) > most:
        raise Unreadable(f"It has more than {most} files. Divide it.")
    wanted = [(name, open_file) for name, open_file in files if not _is_system_file(name)]
    return sorted(wanted, key=lambda pair: _natural_order(pair[0]))


def _of_folder(path):
    for found in path.rglob("*"):
        if found.is_symlink() or not found.is_dir():
            yield found.relative_to(path).as_posix(), _FileOnDisk(found)


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
