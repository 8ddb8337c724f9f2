"""Slow work that the worker does after the answer."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.tasks import task

from articles.models import Picture
from articles.pictures import completing


@task
def complete_picture(pk):
    """Make the renditions that are missing or out of date. A picture that is gone: nothing."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is not None:
        completing.complete(picture)


def listen():
    """Hear of every picture that comes, changes or goes, whoever does it: desk, import or demo."""
    post_save.connect(_picture_saved, sender=Picture)
    post_delete.connect(_picture_deleted, sender=Picture)


def _picture_saved(sender, instance, raw, update_fields, **kwargs):
    if raw or (update_fields and not set(completing.MADE_FROM) & set(update_fields)):
        return
    # The queue is a table: rolled back, and nothing was asked for.
    if not completing.is_complete(instance):
        complete_picture.enqueue(instance.pk)


def _picture_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(completing.delete_files, instance))
