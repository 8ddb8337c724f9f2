"""The task queue: what its tasks are called, which of them wait for none of the others, and its
housekeeping.

There are three queues, which the worker empties side by side, so that none waits for another:
letters, though the mail server is silent; purges, though a cache is; and SLOW, what takes seconds
and can be much (the sizes of five hundred pictures).
"""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.tasks import task as any_task  # noqa: TID251
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

LETTERS, PURGES, SLOW = QUEUES = "default", "purges", "slow"
# Within a queue: before what was asked for earlier and can wait (-100 to 100).
BEFORE_OTHERS = 50

# No task of ours takes nearly as long.
ABANDONED_AFTER = timedelta(minutes=10)
# A task that kills its worker must not do so for ever.
MOST_WORKERS = 3

_names = {}


def task(name, *, queue=LETTERS, priority=0):
    """A decorator that makes a function a task, as Django's does; the desk calls it `name`."""

    def decorate(function):
        made = any_task(queue_name=queue, priority=priority)(function)
        _names[made.module_path] = name
        return made

    return decorate


def name_of(path):
    """What the desk calls the task at this path ("newsroom.mail.deliver"), or else the path."""
    return _names.get(path, path)


def unfinished(tasks):
    """Of a queryset of tasks those that wait, run or have failed."""
    return tasks.exclude(status=TaskResultStatus.SUCCESSFUL)


def retry_failed(failed):
    """Put the failed ones of a queryset of tasks back into the queue; returns how many."""
    return failed.filter(status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), finished_at=None, worker_ids=[]
    )


def requeue_abandoned():
    """Put tasks back into the queue that a worker has begun and, being killed, not ended.

    One over which MOST_WORKERS have died has failed.
    """
    begun = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - ABANDONED_AFTER)
    if not begun.exists():
        return
    with transaction.atomic():
        for left in begun.select_for_update(skip_locked=True):
            again = len(left.worker_ids) < MOST_WORKERS
            logger.warning("Task %s (%s) was left unfinished", left.pk, left.task_path)
            if again:
                left.status = TaskResultStatus.READY
                left.save(update_fields=["status"])
            else:
                left.set_failed(RuntimeError(f"{MOST_WORKERS} workers ended over this task."))


def delete_finished():
    """Delete tasks that ended two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
