"""The desk's page about the machine: what it has to do, what went wrong, how much room it has."""

import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.defaultfilters import filesizeformat

from articles import announcing
from newsroom import metrics
from newsroom.machine import figures, readiness, troubles
from newsroom.machine.models import Backup
from newsroom.moments import in_words

# What the desk calls the queues of newsroom.task_queue.
QUEUES = {"default": "Letters", "purges": "Caches forget pages", "slow": "Pictures and slow work"}
LAST_BACKUPS = 5
STATES = ("waiting", "running", "tried again", "failed")
PACKAGES = ("Django", "granian", "psycopg2-binary", "Pillow", "redis")


def machine(desk, request):
    """For superusers: its parts are the site's own, and no reader's words are among them."""
    if not request.user.is_superuser:
        raise PermissionDenied
    return desk.answer(
        request,
        "machine",
        title="The machine",
        parts=readiness.look(),
        states=STATES,
        queues=_queues(),
        outbox=_outbox(),
        backups=_backups(),
        troubles=[_trouble(each) for each in troubles.last()],
        room=_room(),
        stores=_stores(),
        versions=_versions(),
    )


def _queues():
    """A row for each queue: its name, a count for each of STATES."""
    counts = _values(figures.tasks)["tasks"]
    rows = {queue: dict.fromkeys(STATES, 0) for queue in QUEUES}
    for ((_, queue), (_, state)), count in counts.items():
        rows.setdefault(queue, dict.fromkeys(STATES, 0))[state] = count
    return [(QUEUES.get(queue, queue), list(row.items())) for queue, row in rows.items()]


def _outbox():
    told = _values(announcing.figures)
    return {
        "counts": [(state, count) for ((_, state),), count in told["outbox"].items()],
        "oldest_minutes": int(told["outbox_oldest_seconds"][()] // 60),
    }


def _backups():
    """The last ones that were begun, and how often the worker makes one by itself."""
    return {
        "last": Backup.objects.exclude(ended_at=None).order_by("-began_at")[:LAST_BACKUPS],
        "to": settings.BACKUP_TO,
        "at": settings.BACKUP_AT,
        "keep": settings.BACKUP_KEEP,
    }


def _room():
    free = [
        (f"Free for {folder}", filesizeformat(size))
        for ((_, folder),), size in figures.room().values.items()
    ]
    size = _values(figures.database_size)["database_bytes"][()]
    return [*free, ("Size of the database", filesizeformat(size))]


def _stores():
    """What is kept by the process that answers; others keep pages of their own."""
    return [
        (source.replace("_", " ").capitalize(), _counts(told))
        for source, told in metrics.watched().items()
    ]


def _counts(told):
    return [
        (name, filesizeformat(count) if name == "bytes" else count) for name, count in told.items()
    ]


def _trouble(trouble):
    trouble.setdefault("logger", "")
    try:
        trouble["when"] = in_words(datetime.fromisoformat(trouble["at"]))
    except (KeyError, ValueError):
        trouble["when"] = ""
    return trouble


def _versions():
    name = connection.display_name
    number = ".".join(map(str, connection.get_database_version()))
    known = [("Python", platform.python_version()), (name, number)]
    return [*known, *((package, _version(package)) for package in PACKAGES)]


def _version(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _values(source):
    return {figure.name: figure.values for figure in source()}
