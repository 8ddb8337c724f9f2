"""Housekeeping of the task queue: tasks whose worker died, and those long finished."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# No task of ours takes nearly as long.
ABANDONED_AFTER = timedelta(minutes=10)
# A task that kills its worker must not do so for ever.
MOST_WORKERS = 3


def requeue_abandoned():
    """Put tasks back into the queue that a worker has begun and, being killed, not ended.

    One over which MOST_WORKERS have died has failed.
    """
    begun = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - ABANDONED_AFTER)
    if not begun.exists():
        return
    with transaction.atomic():
        for task in begun.select_for_update(skip_locked=True):
            again = len(task.worker_ids) < MOST_WORKERS
            logger.warning("Task %s (%s) was left unfinished", task.pk, task.task_path)
            if again:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
            else:
                task.set_failed(RuntimeError(f"{MOST_WORKERS} workers ended over this task."))


def delete_finished():
    """Delete tasks that ended two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
