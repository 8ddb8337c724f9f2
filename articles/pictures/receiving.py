"""The door for pictures: whatever comes in comes in here."""

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

from . import completing, darkroom, storing
from .sandbox.kinds import HEAD, SUFFIXES, kind_of
from .sandbox.prefilling import NOT_TEXT
from .sandbox.refused import Full, NotKept, Refused

__all__ = ["Full", "NotKept", "Refused", "developed", "receive"]

logger = logging.getLogger(__name__)

MAX_BYTES = settings.PICTURE_MAX_BYTES
CHUNK = 256 * 1024  # bytes
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# What the photographer may have written inside the file.
TEXTS_INSIDE = (
    *("alt", "caption", "credit", "creator", "copyright", "usage_terms", "keywords", "people"),
    *("place", "source"),
)


class Arrived(NamedTuple):
    """An upload as a file of this machine. `kind` is a key of kinds.SUFFIXES."""

    path: Path
    kind: str
    digest: str


def receive(file, *, by=None, **fields):
    """Store an uploaded picture and the one size that is shown at once; return the saved Picture.

    `file` is an open binary file, `by` the user who brought it, `fields` the picture's words
    (caption, alt, credit, …); those left empty are filled with what stands inside the file. The
    worker makes the other sizes. Raises Refused, with nothing stored, for anything that is not a
    JPEG, PNG, WebP, GIF, AVIF or, where pillow-heif is installed, HEIC by its content or that
    exceeds a limit (settings PICTURE_…); Full or NotKept, which are Refused too, if there is no
    room or it cannot be kept just now.
    """
    with _room(), darkroom.job_folder() as folder:
        arrived = _arrived(file, folder)
        picture, names = _developed(arrived, folder, file, by, fields)
        with _all_or_nothing(picture), storing.held(picture.digest):
            _store(picture, arrived, names)
            picture.save()
    return picture


def developed(file, *, by=None, **fields):
    """As `receive`, but without the row: needs no database, so many can be made at once."""
    with _room(), darkroom.job_folder() as folder:
        arrived = _arrived(file, folder)
        picture, names = _developed(arrived, folder, file, by, fields)
        _store(picture, arrived, names)
    return picture


@contextmanager
def _room():
    try:
        yield
    except UnreadablePostError:  # whoever sent it has gone
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Full("The disk is full: the picture was not kept.") from error
        logger.error("A picture was not kept: %s", error)
        raise NotKept("The picture could not be kept just now. Try again.") from error


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
        except Exception as trouble:  # the first error is the one to tell; the rest is swept
            logger.warning("Files of a picture stay until they are swept: %s", trouble)
        raise


def _arrived(file, folder):
    """The upload, copied piece by piece into the folder. Raises Refused."""
    head = file.read(HEAD)
    if not head:
        raise Refused("The file is empty.")
    kind = kind_of(head)
    if kind is None:
        raise Refused("This is not a JPEG, PNG, WebP, GIF or AVIF picture.")
    # Named by its content: Pillow loads a decoder by how a file's name ends.
    path = folder / f"original.{SUFFIXES[kind]}"
    most, size, digest = settings.PICTURE_MAX_BYTES, 0, hashlib.sha256()
    with path.open("xb") as copy:
        chunk = head
        while chunk:
            size += len(chunk)
            if size > most:
                raise Refused(f"The file is larger than {most // 1024 // 1024} MB.")
            digest.update(chunk)
            copy.write(chunk)
            chunk = file.read(CHUNK)
    return Arrived(path, kind, digest.hexdigest())


def _developed(arrived, folder, file, by, fields):
    """A picture whose row and files are still to be stored, and the names of its renditions."""
    picture = Picture(created_by=by, **fields)
    answer = darkroom.develop(
        folder,
        arrived.path,
        arrived.kind,
        # The disk takes the file while the process reads it.
        meanwhile=lambda: _sync(arrived.path),
        first=True,
        room=_space_for_words(picture),
        credit=picture.credit,
        copyright=picture.copyright,
        anchors=settings.PICTURE_TRUSTED_SIGNERS,
    )
    _take_words(picture, answer["words"])
    for name in ("width", "height", "colour", "likeness", "inscribed"):
        setattr(picture, name, answer[name])
    picture.content_credentials = answer["credentials"]
    picture.digest = arrived.digest
    picture.original = storing.original_name(arrived.digest, SUFFIXES[arrived.kind])
    picture.original_name = _modest(getattr(file, "name", ""))
    picture.widths = sorted({int(name.partition(".")[0]) for name in answer["files"]})
    return picture, answer["files"]


def _store(picture, arrived, names):
    """Store the files of a picture; none of its own if that raises OSError."""
    try:
        storing.put_renditions(picture.key, arrived.path.parent, names)
        storing.put(storing.originals, picture.original.name, arrived.path)
    except OSError:
        # Of the original, which comes last and which another picture may share, a storage that
        # does not answer is not asked once more: that is left to the sweep.
        with suppress(OSError):
            storing.delete_renditions(picture.key)
        raise


def _sync(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _space_for_words(picture):
    """The empty fields that the file may fill, with their characters at most."""
    fields = {name: Picture._meta.get_field(name).max_length for name in TEXTS_INSIDE}
    return {name: most for name, most in fields.items() if not getattr(picture, name)} | (
        {} if picture.taken_at else {"taken_at": 40}
    )


def _take_words(picture, words):
    moment = _moment(words.pop("taken_at", ""))
    for name, text in words.items():
        if name != "source" or text in Picture.Source.values:
            setattr(picture, name, text)
    picture.taken_at = picture.taken_at or moment


def _moment(text):
    """A moment in ISO 8601, in the paper's zone if it names none; None if it is none."""
    try:
        moment = parse_datetime(text)
        return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
    except (ValueError, OverflowError):
        return None


def _modest(name):
    """How somebody's file was called, without the folders it lay in."""
    last = PurePath(NOT_TEXT.sub("", str(name or "")).replace("\\", "/")).name
    return last[-Picture._meta.get_field("original_name").max_length :]
