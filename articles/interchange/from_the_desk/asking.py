"""Keeping a file and what is to become of it; stopping, trying again, taking it away."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import MoveIn

from . import Refused, files, kinds

# A file that was only tried, or did not come in: so that it need not be sent again.
FILE_KEPT_FOR = timedelta(days=1)
REPORT_KEPT_FOR = timedelta(days=365)
# A folder without a row: the process ended between the two.
LEFT_BEHIND_AFTER = 3600  # seconds
GONE = "The file is not here any more: give it again."
LONGEST_NAME = MoveIn._meta.get_field("file_name").max_length


def ask(upload, *, by, choices, is_dry_run):
    """Keep an uploaded file for the worker; returns its MoveIn. Raises Refused.

    A file that waits or comes in already is not kept twice.
    """
    kind = kinds.kind_of(upload)
    kinds.check_site(kind, choices.get("site", ""))
    name, size = kinds.printable(upload.name or "")[-LONGEST_NAME:], upload.size
    digest = files.digest_of(upload)
    if already := _open_one(digest):
        return already
    folder = files.keep(upload)
    try:
        with transaction.atomic():
            return MoveIn.objects.create(
                kind=kind, file_name=name, size=size, digest=digest, folder=folder,
                choices=choices, is_dry_run=is_dry_run, by=by,
            )  # fmt: skip
    except IntegrityError:
        files.remove(folder)
        if already := _open_one(digest):
            return already
        raise
    except BaseException:
        files.remove(folder)
        raise


def again(row, *, by, is_dry_run):
    """The same file once more; returns the new MoveIn, or the one that is at it. Raises Refused."""
    with transaction.atomic():
        row = MoveIn.objects.select_for_update().get(pk=row.pk)
        if already := _open_one(row.digest):
            return already
        if not files.is_there(row.folder):
            raise Refused(GONE)
        folder, row.folder = row.folder, ""
        row.save(update_fields=["folder"])
        files.forget_progress(folder)
        return MoveIn.objects.create(
            kind=row.kind, file_name=row.file_name, size=row.size, digest=row.digest,
            folder=folder, choices=row.choices, is_dry_run=is_dry_run, by=by,
        )  # fmt: skip


def stop(row):
    """Have one that waits not begun, and one that runs stopped by whoever does it."""
    if row.state == MoveIn.State.WAITING:
        ended = MoveIn.objects.filter(pk=row.pk, state=MoveIn.State.WAITING)
        words = "Stopped before it began."
        if ended.update(state=MoveIn.State.STOPPED, ended_at=timezone.now(), trouble=words):
            return
        row.refresh_from_db()
    if row.state == MoveIn.State.RUNNING:
        files.ask_to_stop(row.folder)


def take_away(row):
    """Take the file away of one that is over."""
    if not row.is_open and row.folder:
        folder, row.folder = row.folder, ""
        row.save(update_fields=["folder"])
        files.remove(folder)


def delete_old():
    """Take away files that nobody has asked for since, and reports after a year."""
    over, now = MoveIn.objects.exclude(state__in=MoveIn.OPEN), timezone.now()
    for row in over.exclude(folder="").filter(ended_at__lt=now - FILE_KEPT_FOR):
        take_away(row)
    over.filter(asked_at__lt=now - REPORT_KEPT_FOR).delete()
    kept = set(MoveIn.objects.exclude(folder="").values_list("folder", flat=True))
    for folder, seconds in files.folders():
        if folder not in kept and seconds > LEFT_BEHIND_AFTER:
            files.remove(folder)
    files.remove_uploads(LEFT_BEHIND_AFTER)


def _open_one(digest):
    return MoveIn.objects.filter(digest=digest, state__in=MoveIn.OPEN).first()
