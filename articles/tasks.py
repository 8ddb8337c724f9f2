"""Slow work that the worker does after the answer."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.tasks import task

from articles.models import Picture
from articles.pictures import completing


@task
def complete_picture(pk):
    """Make the renditions that an upload did not wait for. A picture that is gone: nothing."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is not None:
        completing.complete(picture)


def listen():
    """Hear of every picture that comes or goes, whoever takes it in: desk, import or demo."""
    post_save.connect(_picture_saved, sender=Picture)
    post_delete.connect(_picture_deleted, sender=Picture)


def _picture_saved(sender, instance, created, raw, **kwargs):
    # The queue is a table: rolled back, and nothing was asked for.
    if created and not raw:
        complete_picture.enqueue(instance.pk)


def _picture_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(completing.delete_files, instance))
