"""Whether the site is ready to answer: each part that it stands on, in words, within WAIT."""

import os
import shutil
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .bounded import Look, NoAnswer
from .models import Backup, Worker

WAIT = 2.5  # seconds for all together
# Four heartbeats; one that works at a long task has its heart in a thread beside.
WORKER_GONE_AFTER = 60  # seconds
# A day, and the time that one takes.
BACKUP_OLD_AFTER = 26 * 3600  # seconds


class Trouble(Exception):
    """What is wrong with a part, in words."""


@dataclass(frozen=True)
class Part:
    name: str
    is_needed: bool
    is_well: bool
    words: str

    @property
    def mark(self):
        return "[+]" if self.is_well else "[-]" if self.is_needed else "[!]"


def look():
    """All parts, as Part."""
    until = time.monotonic() + WAIT
    for looked in LOOKS.values():
        looked.begin()
    return [_part(name, looked, until) for name, looked in LOOKS.items()]


def _part(name, looked, until):
    try:
        return Part(name, name in NEEDED, True, looked.answer(until))
    except NoAnswer:
        words = f"does not answer within {WAIT} seconds"
    except Trouble as trouble:
        words = str(trouble)
    except Exception as error:
        # Of the driver's own words some repeat an address: its kind must do.
        words = f"does not answer ({type(error).__name__})"
    return Part(name, name in NEEDED, False, words)


def _database():
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return f"answers in {1000 * (time.monotonic() - began):.0f} ms"


_applied = []


def _migrations():
    # Once applied they stay so, for as long as this process has this code.
    if not _applied:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            names = ", ".join(f"{step.app_label}.{step.name}" for step, _ in missing[:5])
            raise Trouble(f"{len(missing)} not applied ({names}): run manage.py migrate")
        _applied.append(True)
    return "all applied"


def _disk():
    said = []
    for name, folder in folders().items():
        free = shutil.disk_usage(folder).free // 2**20
        if free < settings.DISK_LEAST_MB:
            raise Trouble(f"{free} MB left for {name}: make room")
        if not os.access(folder, os.W_OK):
            raise Trouble(f"{name} cannot be written to")
        said.append(f"{name} {free} MB free")
    return ", ".join(said)


def folders():
    """Folders that the site writes to and that are there, by the setting that names them."""
    names = ("VAR_DIR", "MEDIA_ROOT", "ORIGINALS_ROOT", "IMPORTS_ROOT")
    return {name: path for name in names if (path := getattr(settings, name)).is_dir()}


def _cache():
    cache.set("machine:ready", 1, timeout=60)
    if cache.get("machine:ready") is None:
        raise Trouble("forgets what it is given: nothing that has a limit is taken")
    return "answers"


def _worker():
    seconds = Worker.objects.seconds_since_seen()
    if seconds is None:
        raise Trouble("none was ever seen: letters wait, no story does")
    if seconds > WORKER_GONE_AFTER:
        raise Trouble(f"last seen {seconds:.0f} seconds ago: letters wait, no story does")
    return f"seen {seconds:.0f} seconds ago"


def _backup():
    seconds = Backup.objects.seconds_since_good()
    if seconds is None or (not settings.BACKUP_TO and seconds > BACKUP_OLD_AFTER):
        if settings.BACKUP_TO or settings.IS_PRODUCTION:
            asked = "" if settings.BACKUP_TO else ": set BACKUP_TO, or run manage.py backup"
            raise Trouble(f"none was kept{asked}" if seconds is None else f"the last is old{asked}")
        return "nobody has asked for one"
    hours = seconds / 3600
    if seconds > BACKUP_OLD_AFTER:
        raise Trouble(f"the last good one is {hours:.0f} hours old")
    return f"the last good one is {hours:.0f} hours old"


LOOKS = {
    "database": Look(_database),
    "migrations": Look(_migrations),
    "disk": Look(_disk),
    "cache": Look(_cache),
    "worker": Look(_worker),
    "backup": Look(_backup),
}
# Without these no page can be made. Without the others readers read.
NEEDED = {"database", "migrations", "disk"}
