"""Tasks for the worker: what is too slow for a request."""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from articles.models import Picture
from articles.pictures import completing
from newsroom import retry
from newsroom.task_queue import SLOW, task

logger = logging.getLogger(__name__)

# Delays between retries: a day without its original costs no picture its renditions.
RETRY_DELAYS = [timedelta(minutes=1), timedelta(minutes=10)]
RETRY_DELAYS += retry.HOURLY_FOR_A_DAY


@task("Sizes of a picture", queue=SLOW)
def complete_picture(pk, tries=0):
    """Make the renditions that are missing or out of date, of the picture with this primary key.

    Idempotent; does nothing for a picture that is gone. On an OSError, while the original cannot be
    reached or there is no room, it is retried after RETRY_DELAYS. `tries` counts those before.
    """
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return
    on_retry = partial(logger.warning, "Picture %s has to wait for its sizes: %s", pk)
    with retry.later(
        complete_picture, pk, tries=tries, delays=RETRY_DELAYS,
        errors=OSError, unless=FileNotFoundError,  # lost, and no retry brings it back
        on_retry=on_retry,
    ):  # fmt: skip
        completing.complete(picture)


def listen():
    """Connect the signals of pictures that are saved or deleted, by desk, import or demo."""
    post_save.connect(_picture_saved, sender=Picture)
    post_delete.connect(_picture_deleted, sender=Picture)


def _picture_saved(sender, instance, raw, update_fields, **kwargs):
    if raw or (update_fields and not set(completing.MADE_FROM) & set(update_fields)):
        return
    # The queue is a table: rolled back, and nothing was asked for.
    if not completing.is_complete(instance):
        complete_picture.enqueue(instance.pk)


def _picture_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(_delete_files, instance))


def _delete_files(picture):
    try:
        completing.delete_files(picture)
    except OSError as trouble:  # the row has gone, and whoever deleted it can do no more
        logger.warning("Files of a picture stay until they are swept: %s", trouble)
