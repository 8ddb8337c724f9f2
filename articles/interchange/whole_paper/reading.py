"""An archive looked through, to its last line, before it is believed."""

import hashlib
import json
import stat
import zipfile
from collections import Counter
from contextlib import contextmanager

from newsroom.safe_files import CHUNK

from . import FILES, FORMAT, MANIFEST, ORIGINALS, VERSION, Refused, entry_of, tables
from .values import ORIGINAL, SOUND, Row, parsed

LARGEST_MANIFEST = 8 * 2**20  # bytes
LONGEST_LINE = 64 * 2**20  # bytes; the longest story has a hundredth of it
# An entry that is more than this many times as large as it lies in the archive is a trap.
MOST_RATIO = 250
RATIO_FROM = 2**20  # bytes


class Archive:
    """One whose entries are those of its manifest, and whose originals are what they say."""

    def __init__(self, file, manifest):
        self._file, self.manifest = file, manifest
        self.originals = []

    def rows(self, label, progress=lambda items, total, unit: items):
        """Every row of a table, not saved; None for each that this edition has no use for.

        Raises Refused at the first line that is none.
        """
        row, told = Row(label), self.manifest["tables"].get(label)
        if told is None:
            return
        checksum, number, last = hashlib.sha256(), 0, 0
        lines = progress(self._lines(entry_of(label)), told["rows"], label)
        for number, line in enumerate(lines, 1):
            checksum.update(line)
            try:
                made = row.read(line)
                if made is not None:
                    last = _after(last, made.pk)
            except Refused as why:
                raise Refused(f"{entry_of(label)}, line {number}: {why}.") from None
            yield made
        if (number, checksum.hexdigest()) != (told["rows"], told["sha256"]):
            raise Refused(f"{entry_of(label)} is not what the manifest speaks of: it was changed.")

    @contextmanager
    def original(self, name):
        """An original of the archive, to be read. Raises Refused if it is damaged."""
        with _in_words(), self._file.open(ORIGINALS + name) as stream:
            yield stream

    def _lines(self, entry):
        with _in_words(), self._file.open(entry) as stream:
            while line := stream.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise Refused(f"A line of {entry} is cut off, or too long.")
                yield line

    def check_originals(self, progress):
        for name, sha256, size in progress(self.originals, len(self.originals), "originals"):
            checksum, read = hashlib.sha256(), 0
            with self.original(name) as stream:
                while chunk := stream.read(CHUNK):
                    checksum.update(chunk)
                    read += len(chunk)
            if (checksum.hexdigest(), read) != (sha256, size) or sha256 not in name:
                raise Refused(f"{ORIGINALS}{name} is not what its name says: it was changed.")

    def _read_list(self):
        checksum = hashlib.sha256()
        for line in self._lines(FILES):
            checksum.update(line)
            told = parsed(line)
            is_right = isinstance(told, list) and [type(each) for each in told] == [str, str, int]
            if not is_right or not (ORIGINAL.fullmatch(told[0]) or SOUND.fullmatch(told[0])):
                raise Refused(f"{FILES} names a file that is neither a picture nor a sound.")
            self.originals.append(tuple(told))
        files = self.manifest["files"]
        if (len(self.originals), checksum.hexdigest()) != (files["count"], files["sha256"]):
            raise Refused(f"{FILES} is not what the manifest speaks of: it was changed.")


@contextmanager
def opened(path):
    """The Archive in the file `path`; what it holds is not read yet. Raises Refused."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused(f"{path} is no zip file, or it is cut off.") from None
    with file:
        _check_entries(file)
        archive = Archive(file, _manifest(file))
        archive._read_list()
        _check_names(file, archive)
        yield archive


def _check_entries(file):
    """That none is a trap, whatever it is called: nothing of them has been read yet."""
    for name, times in Counter(file.namelist()).items():
        if times > 1:
            raise Refused(f"“{name[:80]}” stands in the archive {times} times.")
    for entry in file.infolist():
        name = entry.filename[:80]
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.is_dir() or entry.flag_bits & 1:
            raise Refused(f"“{name}” is a link, a folder or encrypted, which no export has.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"“{name}” is compressed as no export is.")
        if entry.file_size > max(RATIO_FROM, MOST_RATIO * entry.compress_size):
            raise Refused(f"“{name}” is a trap: it would become {entry.file_size} bytes.")


def _manifest(file):
    try:
        with _in_words(), file.open(MANIFEST) as stream:
            told = json.loads(stream.read(LARGEST_MANIFEST))
    except KeyError:
        raise Refused("This is no export of a paper: it has no manifest.") from None
    except (ValueError, RecursionError):
        raise Refused("The manifest cannot be read: it was changed.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refused("This is an export of something else.")
    if told.get("version") != VERSION:
        raise Refused("It was written by an edition whose exports are not known here.")
    if not _is_well_formed(told):
        raise Refused("The manifest says what none says: it was changed.")
    if unknown := sorted(told["tables"].keys() - set(tables.EXPORTED)):
        raise Refused(f"It has {unknown[0][:60]}, which this edition does not know: use a newer.")
    return told


def _is_well_formed(told):
    files, lost = told.get("files"), told.get("lost")
    return (
        isinstance(told.get("tables"), dict)
        and all(map(_is_well_formed_table, told["tables"].values()))
        and isinstance(files, dict)
        and type(files.get("count")) is int
        and type(files.get("sha256")) is str
        and isinstance(lost, list)
        and all(isinstance(name, str) for name in lost)
    )


def _is_well_formed_table(told):
    return (
        isinstance(told, dict)
        and type(told.get("rows")) is int
        and type(told.get("sha256")) is str
        and type(told.get("last_id")) in (int, type(None))
    )


def _check_names(file, archive):
    expected = {MANIFEST, FILES, *map(entry_of, archive.manifest["tables"])}
    expected |= {ORIGINALS + name for name, *_ in archive.originals}
    found = set(file.namelist())
    if missing := sorted(expected - found):
        raise Refused(f"{missing[0]} is missing from the archive.")
    if others := sorted(found - expected):
        raise Refused(f"“{others[0][:80]}” is no part of an export.")


def _after(last, pk):
    if pk is None or pk <= last:
        raise Refused("its number is not after that of the line before")
    return pk


@contextmanager
def _in_words():
    try:
        yield
    except (zipfile.BadZipFile, EOFError, zipfile.zlib.error, NotImplementedError):
        raise Refused("The archive is damaged: an entry cannot be unpacked.") from None
