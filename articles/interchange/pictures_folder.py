"""Importing a photographer's pictures: a folder, or a zip archive.

Each file is read up to the limit of a picture and no further.
"""

import re
from dataclasses import dataclass, field
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

from .incoming.source import Unreadable
from .strangers_files import opened

MAX_FILES = 10_000


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
    with opened(Path(path), MAX_FILES) as files, log.quietly():
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
