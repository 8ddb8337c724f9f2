"""The sweep: reconciles the rows of pictures with their files after an accident.

Files that are lost are made again from the original. Orphans, which no row names, are deleted once
they are an hour old: a process writes files before their row, so until then somebody may be at it.
"""

import logging
import shutil
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models.picture import Picture
from articles.models.sound import Sound

from . import completing, storing
from .sandbox.errors import Refused
from .sandbox.widths import folder_of

logger = logging.getLogger(__name__)

GRACE_PERIOD = timedelta(hours=1)
# A sound that was brought may stand in words that nobody has saved yet, which are kept for a while.
UNUSED_SOUNDS = timedelta(days=60)
BATCH = 500  # rows, or files, at a time
RENDITIONS = folder_of("").rstrip("/")
# Where originals lay before they had a storage of their own.
FORMER_ORIGINALS = "originals"


def mend(stop_requested):
    """Make the files that pictures have lost, until `stop_requested` (an Event) is set.

    Of a paper that was restored or imported, these are all. Nothing is deleted, and a storage is
    asked for originals only where files are lost. What fails is logged; the next time tries again.
    """
    try:
        Sweep(report=logger.warning).mend(stop_requested)
    except OSError as trouble:
        logger.warning("Files that pictures have lost are not made anew: %s", trouble)


class Sweep:
    """One sweep over the rows and both storages.

    `report` is called with a sentence for each fault; with `dry_run` nothing is changed. Only files
    older than `grace_period` are deleted. Afterwards `lost` counts the pictures that cannot be
    repaired, `repaired` those that were, `deleted` the files and folders (what would have been,
    after a dry run).
    """

    def __init__(self, *, report, dry_run=False, grace_period=GRACE_PERIOD):
        self.report, self.dry_run = report, dry_run
        self.deadline = timezone.now() - grace_period
        self.lost = self.repaired = self.deleted = 0

    def sweep(self):
        """Do it. Raises OSError if a storage does not answer; doing it again is safe."""
        self._check_rows()
        self._delete_orphaned_renditions()
        self._delete_orphaned_originals()
        self._delete_orphaned_sounds()
        self._delete_abandoned_jobs()

    def mend(self, stop_requested):
        """Of it only what is made anew; as `mend` of this module."""
        for picture in self._rows():
            if stop_requested.is_set():
                return
            if _missing(picture):
                self._check(picture)

    # Rows

    def _check_rows(self):
        for picture in self._rows():
            self._check(picture)

    def _rows(self):
        # By number and in batches: memory stays flat, and rows may come and go meanwhile.
        last = 0
        while batch := list(Picture.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            yield from batch
            last = batch[-1].pk

    def _check(self, picture):
        missing = _missing(picture)
        name = picture.original.name
        if not name or not storing.originals.exists(name):
            self.lost += 1
            self.report(
                f"Picture {picture.pk} has lost its original, {name or 'which had no name'}."
            )
        elif missing and self._is_still_missing(picture, missing):
            self._repair(picture, missing)

    def _is_still_missing(self, picture, missing):
        # Not a row of a moment ago, whose picture was deleted or made anew since.
        now = Picture.objects.filter(pk=picture.pk).first()
        return now is not None and set(missing) & set(completing.expected_files(now))

    def _repair(self, picture, missing):
        self.repaired += 1
        self.report(f"Picture {picture.pk} has lost {', '.join(missing)}.")
        if not self.dry_run:
            try:
                completing.complete(picture, anew=True)
            except (OSError, Refused) as problem:
                self.lost += 1
                self.report(f"Picture {picture.pk} stays as it is: {problem}")

    # Files

    def _delete_orphaned_renditions(self):
        for keys in batched(self._folders(default_storage, RENDITIONS), BATCH):
            pictures = {p.key: p for p in Picture.objects.filter(key__in=keys)}
            for key in keys:
                picture = pictures.get(key)
                self._delete_orphans_of(
                    key, set(completing.expected_files(picture)) if picture else set()
                )

    def _delete_orphans_of(self, key, known):
        folder = folder_of(key)
        names = storing.file_names(default_storage, folder)
        deleted = [
            self._delete(default_storage, f"{folder}/{name}") for name in names if name not in known
        ]
        if not self.dry_run and all(deleted) and len(deleted) == len(names):
            default_storage.delete(folder)

    def _delete_orphaned_originals(self):
        for outer in self._folders(storing.originals, ""):
            for inner in self._folders(storing.originals, outer):
                self._delete_orphans_in(storing.originals, f"{outer}/{inner}")
        self._delete_orphans_in(default_storage, FORMER_ORIGINALS)

    def _delete_orphans_in(self, storage, folder):
        for batch in batched(storing.file_names(storage, folder), BATCH):
            names = {f"{folder}/{name}" for name in batch}
            known = set(
                Picture.objects.filter(original__in=names).values_list("original", flat=True)
            )
            for name in sorted(names - known):
                self._delete(storage, name)

    def _delete_orphaned_sounds(self):
        unused = Sound.objects.filter(embeds=None, created_at__lt=self.deadline - UNUSED_SOUNDS)
        for sound in unused:
            self.deleted += 1
            self.report(f"{sound.file.name} stands in no story.")
        if not self.dry_run:
            unused.delete()
        for batch in batched(storing.file_names(storing.originals, storing.SOUNDS), BATCH):
            names = {f"{storing.SOUNDS}/{name}" for name in batch}
            known = set(Sound.objects.filter(file__in=names).values_list("file", flat=True))
            for name in sorted(names - known):
                self._delete(storing.originals, name, of="sound")

    def _folders(self, storage, folder):
        try:
            return [name for name in storage.listdir(folder)[0] if name != storing.WORKING]
        except FileNotFoundError:
            return []

    def _delete(self, storage, name, of="picture"):
        """Delete an orphan that is old enough; return whether it has gone."""
        try:
            is_old = storage.get_modified_time(name) <= self.deadline
        except FileNotFoundError:
            return True
        if not is_old:
            return False
        self.deleted += 1
        self.report(f"{name} belongs to no {of}.")
        if not self.dry_run:
            storage.delete(name)
        return True

    def _delete_abandoned_jobs(self):
        for folder in storing.working_folder().glob("job-*"):
            if _last_touched(folder) <= self.deadline:
                self.deleted += 1
                self.report(f"{folder.name} was left by somebody who was stopped.")
                if not self.dry_run:
                    shutil.rmtree(folder, ignore_errors=True)


def _missing(picture):
    """The names of files that its row has, and the storage has not."""
    present = set(storing.file_names(default_storage, folder_of(picture.key)))
    return sorted(set(completing.expected_files(picture)) - present)


def _last_touched(folder):
    paths = [folder, *Path(folder).iterdir()]
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC)
