"""After an accident: rows without their files, and files that no row knows of.

A process that is killed leaves files before their row, never a row before its files. What no
row names is deleted when it is an hour old: until then somebody may be at it.
"""

import shutil
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models.picture import Picture

from . import completing, storing
from .sandbox.refused import Refused
from .sandbox.widths import folder_of

AGE = timedelta(hours=1)
BATCH = 500
RENDITIONS = folder_of("").rstrip("/")
# Where originals lay before they had a storage of their own.
FORMER_ORIGINALS = "originals"


class Sweep:
    """One round. `is_dry` only tells; `tell` is called with a sentence for each thing found."""

    def __init__(self, *, tell, is_dry=False, age=AGE):
        self.tell, self.is_dry = tell, is_dry
        self.before = timezone.now() - age
        self.lost = self.mended = self.deleted = 0

    def sweep(self):
        self._rows_without_files()
        self._renditions_without_rows()
        self._originals_without_rows()
        self._abandoned_jobs()

    # Rows

    def _rows_without_files(self):
        # By number and in batches: memory stays flat, and rows may come and go meanwhile.
        last = 0
        while some := list(Picture.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            for picture in some:
                self._look_after(picture)
            last = some[-1].pk

    def _look_after(self, picture):
        here = set(storing.names_in(default_storage, folder_of(picture.key)))
        missing = sorted(set(completing.promised(picture)) - here)
        name = picture.original.name
        if not name or not storing.originals.exists(name):
            self.lost += 1
            self.tell(f"Picture {picture.pk} has lost its original, {name or 'which had no name'}.")
        elif missing and self._is_still_missing(picture, missing):
            self._mend(picture, missing)

    def _is_still_missing(self, picture, missing):
        # Not a row of a moment ago, whose picture was deleted or made anew since.
        now = Picture.objects.filter(pk=picture.pk).first()
        return now is not None and set(missing) & set(completing.promised(now))

    def _mend(self, picture, missing):
        self.mended += 1
        self.tell(f"Picture {picture.pk} has lost {', '.join(missing)}.")
        if not self.is_dry:
            try:
                completing.complete(picture, anew=True)
            except (OSError, Refused) as problem:
                self.lost += 1
                self.tell(f"Picture {picture.pk} stays as it is: {problem}")

    # Files

    def _renditions_without_rows(self):
        for keys in batched(self._folders(default_storage, RENDITIONS), BATCH):
            pictures = {p.key: p for p in Picture.objects.filter(key__in=keys)}
            for key in keys:
                picture = pictures.get(key)
                self._in_folder(key, set(completing.promised(picture)) if picture else set())

    def _in_folder(self, key, known):
        folder = folder_of(key)
        names = storing.names_in(default_storage, folder)
        deleted = [
            self._delete(default_storage, f"{folder}/{name}") for name in names if name not in known
        ]
        if not self.is_dry and all(deleted) and len(deleted) == len(names):
            default_storage.delete(folder)

    def _originals_without_rows(self):
        for one in self._folders(storing.originals, ""):
            for other in self._folders(storing.originals, one):
                self._unnamed(storing.originals, f"{one}/{other}")
        self._unnamed(default_storage, FORMER_ORIGINALS)

    def _unnamed(self, storage, folder):
        for some in batched(storing.names_in(storage, folder), BATCH):
            names = {f"{folder}/{name}" for name in some}
            known = set(
                Picture.objects.filter(original__in=names).values_list("original", flat=True)
            )
            for name in sorted(names - known):
                self._delete(storage, name)

    def _folders(self, storage, folder):
        try:
            return [name for name in storage.listdir(folder)[0] if name != storing.WORKING]
        except FileNotFoundError:
            return []

    def _delete(self, storage, name):
        """Delete a file that no row knows of; whether it has gone."""
        try:
            is_old = storage.get_modified_time(name) <= self.before
        except FileNotFoundError:
            return True
        if not is_old:
            return False
        self.deleted += 1
        self.tell(f"{name} belongs to no picture.")
        if not self.is_dry:
            storage.delete(name)
        return True

    def _abandoned_jobs(self):
        for folder in storing.working_folder().glob("job-*"):
            if _last_touched(folder) <= self.before:
                self.deleted += 1
                self.tell(f"{folder.name} was left by somebody who was stopped.")
                if not self.is_dry:
                    shutil.rmtree(folder, ignore_errors=True)


def _last_touched(folder):
    places = [folder, *Path(folder).iterdir()]
    return datetime.fromtimestamp(max(place.stat().st_mtime for place in places), UTC)
