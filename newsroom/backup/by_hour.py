"""The backup that the worker makes each day, and what is written down of every one."""

import logging
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, IntegrityError
from django.utils import timezone

from newsroom.machine.models import Backup

from . import Refused, away, checking, making

logger = logging.getLogger(__name__)

# After one that failed, or was begun by a worker that is gone.
AGAIN_AFTER = timedelta(hours=1)


def make_if_due():
    """Make the day's backup in BACKUP_TO if its hour has come and nobody else makes it."""
    if settings.BACKUP_TO and (due_at := _claimed(timezone.now())):
        try:
            with noted(settings.BACKUP_TO, due_at=due_at) as note:
                made = making.make(
                    settings.BACKUP_TO, to=settings.BACKUP_RECIPIENTS, keep=settings.BACKUP_KEEP
                )
                note(made, is_verified=_is_proved(made))
                if away.is_wanted():
                    away.send(settings.BACKUP_TO, made.folder.name, keep=settings.BACKUP_KEEP)
        except Refused as refused:
            logger.error("No backup was made: %s", refused)
        except Exception:  # the next one shall not be kept from its hour
            logger.exception("No backup was made")


def last_due(now):
    """The last moment at which the paper's clocks have shown BACKUP_AT."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    hour = time.fromisoformat(settings.BACKUP_AT)
    due_at = datetime.combine(today, hour, zone)
    if due_at > now:
        due_at = datetime.combine(today - timedelta(days=1), hour, zone)
    return due_at


def _claimed(now):
    """The hour whose backup is ours to make, or None."""
    due_at = last_due(now)
    before = Backup.objects.filter(due_at=due_at).values("began_at", "ended_at", "trouble").first()
    if before is None:
        try:
            Backup.objects.create(due_at=due_at, began_at=now, place=str(settings.BACKUP_TO)[:500])
        except IntegrityError:  # another worker was quicker
            return None
        return due_at
    is_done = before["ended_at"] and not before["trouble"]
    if is_done or before["began_at"] > now - AGAIN_AFTER:
        return None
    again = Backup.objects.filter(due_at=due_at, began_at=before["began_at"])
    return due_at if again.update(began_at=now, ended_at=None, trouble="") else None


def _is_proved(made):
    """Whether the database was restored elsewhere; its files were compared when they were kept."""
    if made.manifest.is_encrypted:
        return False  # the worker has no key to it, and must not
    try:
        checking.prove(checking.found(made.folder), every_file=False)
    except checking.CannotTry as why:
        logger.warning("The backup was not tried: %s", why)
        return False
    return True


@contextmanager
def noted(place, due_at=None):
    """Write down how a backup ends. Gives a function to be told of what was made.

    A database that cannot take that in, not migrated yet or away, keeps nobody from a backup.
    """
    told = {"began_at": timezone.now(), "place": str(place)[:500]}

    def note(made, *, is_verified):
        told.update(
            began_at=made.manifest.moment, bytes=made.bytes, files=made.manifest.files["count"],
            lost=len(made.manifest.lost), is_verified=is_verified,
        )  # fmt: skip

    try:
        yield note
        told["trouble"] = ""
    except Refused as refused:
        told["trouble"] = str(refused)
        raise
    except BaseException as error:
        told["trouble"] = f"It was broken off ({type(error).__name__})."
        raise
    finally:
        _write_down(due_at, told | {"ended_at": timezone.now()})


def _write_down(due_at, told):
    try:
        if not due_at or not Backup.objects.filter(due_at=due_at).update(**told):
            Backup.objects.create(**told)
        Backup.objects.forget_old()
    except Error as error:
        logger.warning("Nothing is written down of this backup: %s", str(error).strip())
