"""Receiving pictures: every upload, import and demo picture comes in here."""

import errno
import hashlib
import logging
import os
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import NamedTuple

from django.conf import settings
from django.http import UnreadablePostError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models.picture import Picture

from . import completing, sandboxed, storing
from .sandbox.errors import ReaderUnavailable, Refused, StorageFull, StorageUnavailable
from .sandbox.formats import HEAD_BYTES, SUFFIXES, detect
from .sandbox.texts import FORBIDDEN_CHARACTERS

__all__ = [
    "ReaderUnavailable",
    "Refused",
    "StorageFull",
    "StorageUnavailable",
    "copy_and_hash",
    "look_through",
    "receive",
    "receive_unsaved",
]

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
NOT_READ_NOW = "Pictures cannot be read here just now. Try again in some minutes."
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
# The fields that the file's metadata may fill.
EMBEDDED_TEXTS = (
    *("alt", "caption", "credit", "creator", "copyright", "usage_terms", "keywords", "people"),
    *("place", "source"),
)


class Upload(NamedTuple):
    """An upload as a file of this machine. `format` is a key of formats.SUFFIXES."""

    path: Path
    format: str
    digest: str  # SHA-256 as hex


def largest_in_words():
    """How large a picture's file may be (PICTURE_MAX_BYTES), as "25 MB"."""
    return f"{settings.PICTURE_MAX_BYTES // 1024 // 1024} MB"


def too_large():
    """The sentence that refuses a larger one."""
    return f"The file is larger than {largest_in_words()}."


def receive(file, *, by=None, **fields):
    """Store an uploaded picture and the one size that is shown at once; return the saved Picture.

    `file` is an open binary file, `by` the user who brought it, `fields` the picture's texts
    (caption, alt, credit, …); those left empty are filled from the file's metadata. A task makes
    the other sizes. Raises Refused, with nothing stored, for anything that is not a
    JPEG, PNG, WebP, GIF, AVIF or, where pillow-heif is installed, HEIC by its content or that
    exceeds a limit (settings PICTURE_…); its subclasses StorageFull and StorageUnavailable if it
    cannot be kept just now, ReaderUnavailable if it cannot be read just now.
    """
    with _storage_errors_refused(), sandboxed.job_folder() as folder:
        upload = _copied(file, folder)
        picture, names = _processed(upload, folder, file, by, fields)
        with _all_or_nothing(picture), storing.locked(picture.digest):
            _store(picture, upload, names)
            picture.save()
    return picture


def receive_unsaved(file, *, by=None, **fields):
    """As `receive`, but without saving the row: asks no database, so threads may do many."""
    with _storage_errors_refused(), sandboxed.job_folder() as folder:
        upload = _copied(file, folder)
        picture, names = _processed(upload, folder, file, by, fields)
        _store(picture, upload, names)
    return picture


def look_through(file):
    """Read an uploaded picture as `receive` does, and keep nothing. Raises what `receive` does."""
    with _storage_errors_refused(), sandboxed.job_folder() as folder:
        _processed(_copied(file, folder), folder, file, None, {})


def copy_and_hash(source, destination, head=b""):
    """Copy an open file, whose `head` was read before; return its SHA-256 as hex.

    Raises Refused for more than settings.PICTURE_MAX_BYTES.
    """
    max_bytes, size, digest = settings.PICTURE_MAX_BYTES, 0, hashlib.sha256()
    chunk = head or source.read(CHUNK_BYTES)
    while chunk:
        size += len(chunk)
        if size > max_bytes:
            raise Refused(too_large())
        digest.update(chunk)
        destination.write(chunk)
        chunk = source.read(CHUNK_BYTES)
    return digest.hexdigest()


@contextmanager
def _storage_errors_refused():
    try:
        yield
    except UnreadablePostError:  # whoever sent it has gone
        raise
    except sandboxed.CannotStart as error:
        logger.error("The process that reads pictures does not start: %s", error)
        raise ReaderUnavailable(NOT_READ_NOW) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise StorageFull("The disk is full: the picture was not kept.") from error
        logger.error("A picture was not kept: %s", error)
        raise StorageUnavailable("The picture could not be kept just now. Try again.") from error


@contextmanager
def _all_or_nothing(picture):
    """What was stored of a picture goes again if its row cannot be written."""
    try:
        yield
    except OSError:  # nothing is stored, see there
        raise
    except BaseException:
        try:
            completing.delete_files(picture)
        except Exception as trouble:  # the first error is the one to report; the rest is swept
            logger.warning("Files of a picture stay until they are swept: %s", trouble)
        raise


def _copied(file, folder):
    """The upload, copied piece by piece into the folder. Raises Refused."""
    head = file.read(HEAD_BYTES)
    if not head:
        raise Refused("The file is empty.")
    file_format = detect(head)
    if file_format is None:
        raise Refused("This is not a JPEG, PNG, WebP, GIF or AVIF picture.")
    # Named by its content: Pillow chooses a decoder by the suffix too.
    path = folder / f"original.{SUFFIXES[file_format]}"
    with path.open("xb") as copy:
        digest = copy_and_hash(file, copy, head)
    return Upload(path, file_format, digest)


def _processed(upload, folder, file, by, fields):
    """A picture whose row and files are still to be stored, and the names of its renditions."""
    picture = Picture(created_by=by, **fields)
    answer = sandboxed.run(
        folder,
        upload.path,
        upload.format,
        # The disk takes the file while the process reads it.
        while_running=lambda: _sync(upload.path),
        first=True,
        max_lengths=_empty_fields(picture),
        credit=picture.credit,
        copyright=picture.copyright,
        anchors=settings.PICTURE_TRUSTED_SIGNERS,
        no_captions=settings.PICTURE_NO_CAPTIONS,
    )
    _fill_fields(picture, answer["texts"])
    for name in ("width", "height", "colour", "likeness", "inscribed"):
        setattr(picture, name, answer[name])
    picture.content_credentials = answer["credentials"]
    picture.findings = answer["findings"]
    picture.digest = upload.digest
    picture.original = storing.original_name(upload.digest, SUFFIXES[upload.format])
    picture.original_name = _safe_file_name(getattr(file, "name", ""))
    picture.widths = sorted({int(name.partition(".")[0]) for name in answer["files"]})
    return picture, answer["files"]


def _store(picture, upload, names):
    """Store the files of a picture; none of its own if that raises OSError."""
    try:
        storing.put_renditions(picture.key, upload.path.parent, names)
        storing.put(storing.originals, picture.original.name, upload.path)
    except OSError:
        # Of the original, which comes last and which another picture may share, a storage that
        # does not answer is not asked once more: that is left to the sweep.
        with suppress(OSError):
            storing.delete_renditions(picture.key)
        raise


def _sync(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _empty_fields(picture):
    """The empty fields that the file may fill, with their most characters."""
    fields = {name: Picture._meta.get_field(name).max_length for name in EMBEDDED_TEXTS}
    return {name: length for name, length in fields.items() if not getattr(picture, name)} | (
        {} if picture.taken_at else {"taken_at": 40}
    )


def _fill_fields(picture, texts):
    moment = _moment(texts.pop("taken_at", ""))
    for name, text in texts.items():
        if name != "source" or text in Picture.Source.values:
            setattr(picture, name, text)
    picture.taken_at = picture.taken_at or moment


def _moment(text):
    """An aware datetime, in the paper's zone if the ISO 8601 text names none; None if malformed."""
    try:
        moment = parse_datetime(text)
        return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
    except (ValueError, OverflowError):
        return None


def _safe_file_name(name):
    """What somebody's file was called, without its folders and what no text can hold."""
    last = PurePath(FORBIDDEN_CHARACTERS.sub("", str(name or "")).replace("\\", "/")).name
    return last[-Picture._meta.get_field("original_name").max_length :]
