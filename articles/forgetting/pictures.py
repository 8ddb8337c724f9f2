"""What pictures and galleries touch."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from articles import page_keys
from articles.models import Gallery, Picture, Placement, Story
from newsroom import clock
from newsroom.page_store.forgetting import forget, plan

from .stories import plan_hours_again

# Of a picture what only the desk sees.
OF_THE_DESK = {"original", "original_name", "digest", "likeness", "findings", "keywords"}


def listen():
    """Connect to what is saved of pictures and galleries; idempotent."""
    for signal, receiver, sender in (
        (post_save, _picture_saved, Picture),
        (post_save, _gallery_saved, Gallery),
        (pre_delete, _gallery_deleted, Gallery),
        (m2m_changed, _stories_changed, Gallery.stories.through),
        (post_save, _placement_changed, Placement),
        (post_delete, _placement_changed, Placement),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"{__name__}.{receiver.__name__}")


def _picture_saved(sender, instance, created, raw, update_fields, **kwargs):
    if not raw and not created and not (update_fields and OF_THE_DESK.issuperset(update_fields)):
        forget(*instance.keys_of_pages)


def _gallery_saved(sender, instance, created, raw, **kwargs):
    if raw or (created and not instance.published_at):
        return
    now = clock.now()
    if instance.has_been_seen_at(now) or not instance.published_at:
        forget(*_keys_of_gallery(instance))
    waits = instance.published_at and instance.published_at > now
    hours = [(instance.published_at, _keys_of_gallery(instance))] if waits else []
    plan(page_keys.of(instance), hours)


def _gallery_deleted(sender, instance, **kwargs):
    if instance.published_at:
        forget(*_keys_of_gallery(instance))
        plan(page_keys.of(instance), [])


def _keys_of_gallery(gallery):
    pictures = gallery.placements.values_list("picture", flat=True)
    own = {page_keys.of(gallery), page_keys.inside_gallery(gallery.pk)}
    return own | {page_keys.GALLERIES} | {page_keys.row("picture", pk) for pk in pictures}


def _stories_changed(sender, instance, action, reverse, pk_set, **kwargs):
    if action in ("post_add", "post_remove", "pre_clear"):
        galleries = pk_set or () if reverse else [instance.pk]
        if reverse and action == "pre_clear":
            galleries = instance.galleries.values_list("pk", flat=True)
        forget(*map(page_keys.inside_gallery, galleries))
        plan_hours_again(Story.objects.filter(galleries__in=galleries))


def _placement_changed(sender, instance, raw=False, **kwargs):
    # At hand where several are put in at once.
    if not raw and instance.gallery.published_at:
        of_picture = page_keys.row("picture", instance.picture_id)
        own = (page_keys.of(instance.gallery), page_keys.inside_gallery(instance.gallery_id))
        forget(*own, page_keys.GALLERIES, of_picture)
