"""What the site has to do and room for, as numbers: for Prometheus and for the desk.

Each source is a function without arguments that returns Figures; apps above this one add theirs
with `add`.
"""

import logging
import shutil
import time
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, Min, Q, Value, When
from django.tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsroom.clock import Now
from newsroom.model_fields import CharField
from newsroom.task_queue import QUEUES

from .bounded import Look, NoAnswer
from .models import Backup, Worker
from .readiness import folders

logger = logging.getLogger(__name__)

WAIT = 4  # seconds; a database that does not answer leaves its figures out


class Figure(NamedTuple):
    """`values` by labels, a tuple of pairs: {(("queue", "slow"),): 3}; by () without labels."""

    name: str
    words: str
    values: dict


_sources = []


def add(source):
    """Have a source asked; its database is that of whoever asks, in a thread of its own."""
    _sources.append(source)


def gauges():
    """All figures, as a list of Figure; `database_up` is 0 where the database does not answer."""
    until = time.monotonic() + WAIT
    try:
        asked = _of_the_database.answer(until)
    except NoAnswer:
        asked = []
    except Exception as error:  # whatever keeps it: the others are told
        logger.warning("Figures of the database are left out: %s", type(error).__name__)
        asked = []
    is_up = Figure("database_up", "Whether the database answers.", {(): int(bool(asked))})
    return [is_up, room(), *asked]


def _ask_database():
    return [figure for source in _sources for figure in source()]


_of_the_database = Look(_ask_database)


def room():
    """Free bytes on the disks that the site writes to."""
    free = {(("folder", name),): shutil.disk_usage(path).free for name, path in folders().items()}
    return Figure("disk_free_bytes", "Room on the disk of a folder.", free)


def tasks():
    """What the worker has to do. Of the queue of letters, those that are tried again or failed are
    letters that the mail server did not take."""
    is_again = Q(status=TaskResultStatus.READY, args_kwargs__kwargs__tries__gt=0)
    states = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).annotate(
        state=Case(
            When(is_again, then=Value("tried again")),
            When(status=TaskResultStatus.READY, then=Value("waiting")),
            When(status=TaskResultStatus.RUNNING, then=Value("running")),
            default=Value("failed"),
            output_field=CharField(),
        )
    )
    counts = dict.fromkeys(
        ((("queue", queue), ("state", state)) for queue in QUEUES
         for state in ("waiting", "running", "tried again", "failed")), 0
    )  # fmt: skip
    counted = states.order_by().values_list("queue_name", "state").annotate(count=Count("pk"))
    for queue, state, count in counted:
        counts[("queue", queue), ("state", state)] = count
    yield Figure("tasks", "Tasks of the worker, by queue and state.", counts)
    oldest = (
        DBTaskResult.objects.ready().order_by().aggregate(since=Min("enqueued_at"), now=Min(Now()))
    )
    yield Figure("tasks_oldest_seconds", "Age of the oldest that waits.", {(): age(**oldest)})


def age(since, now):
    """Seconds between two moments, 0 where there is none."""
    return max((now - since).total_seconds(), 0) if since else 0


def worker():
    seconds = Worker.objects.seconds_since_seen()
    if seconds is not None:
        yield Figure("worker_seen_seconds", "Since any worker was at work.", {(): seconds})


def backup():
    seconds = Backup.objects.seconds_since_good()
    if seconds is not None:
        words = "Since the moment of the last backup that was kept."
        yield Figure("backup_age_seconds", words, {(): seconds})


def database_size():
    """Of the whole database, in bytes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        yield Figure("database_bytes", "Size of the database.", {(): cursor.fetchone()[0]})


for _source in (tasks, worker, backup, database_size):
    add(_source)
