"""What sections, topics, authors, quotes, policies, readers' views and the paper itself touch."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from articles import page_keys, publishing
from articles.models import (
    Author,
    FormerName,
    OldAddress,
    Paper,
    Policy,
    Quote,
    Section,
    Story,
    Topic,
)
from newsroom import clock
from newsroom.page_store.forgetting import forget, plan

from .stories import plan_hours_again

# What stands in a list of them, and in which order.
LISTED_BY = {
    Quote: ("runs_on", "story_id", "not_before", "speaker_slug"),
    Section: ("name", "slug", "description", "position", "in_bar", "front_layout"),
    Policy: ("title", "slug", "position"),
}
# Whose files readers have only while it stands there.
PICTURE_OF = {Author: "portrait_id", Paper: "logo_id"}
BREAKING_FIELDS = {"breaking_text", "breaking_story", "breaking_until"}


def listen():
    """Connect to what is saved of them; idempotent."""
    connected = [(pre_save, _about_to_be_saved, model) for model in LISTED_BY]
    connected.append((post_save, _paper_saved, Paper))
    for model in PICTURE_OF:
        connected += [(pre_save, _picture_goes, model), (post_delete, _picture_goes, model)]
    connected.append((m2m_changed, _beginning_changed, Topic.start_here.through))
    for signal in (post_save, post_delete):
        connected.append((signal, _quote_changed, Quote))
        connected += [(signal, _name_changed, model) for model in (Topic, Author)]
        connected += [(signal, _frame_changed, model) for model in (Section, Policy)]
        connected += [(signal, _lead_on, model) for model in (FormerName, OldAddress)]
    for signal, receiver, sender in connected:
        uid = f"{__name__}.{receiver.__name__}.{sender.__name__}"
        signal.connect(receiver, sender=sender, dispatch_uid=uid)
    publishing.joined.connect(_joined, dispatch_uid=f"{__name__}.joined")


def _name_changed(sender, instance, raw=False, **kwargs):
    if not raw:
        forget(page_keys.of(instance), page_keys.NAMES)


def _about_to_be_saved(sender, instance, raw, **kwargs):
    if not raw and not instance._state.adding:
        rows = sender._base_manager.filter(pk=instance.pk).values(*LISTED_BY[sender])
        instance.__dict__["_listed_before"] = rows.first()


def _picture_goes(sender, instance, raw=False, **kwargs):
    if raw or instance.pk is None:
        return
    field = PICTURE_OF[sender]
    before = sender._base_manager.filter(pk=instance.pk).values_list(field, flat=True).first()
    pictures = {before, getattr(instance, field)} - {None}
    if before != getattr(instance, field):
        forget(*map(page_keys.files_of, pictures))


def _is_listed_otherwise(sender, instance):
    """Whether a list of such rows differs; also for one that is new, or deleted."""
    before = instance.__dict__.pop("_listed_before", None)
    now = {name: getattr(instance, name) for name in LISTED_BY[sender]}
    return before != now


def _frame_changed(sender, instance, raw=False, **kwargs):
    if not raw:
        around = (page_keys.NAMES, page_keys.FRAME)
        forget(page_keys.of(instance), *(around if _is_listed_otherwise(sender, instance) else ()))


def _lead_on(sender, instance, raw=False, **kwargs):
    if not raw:
        forget(page_keys.NAMES)


def _joined(sender, row, into, **kwargs):
    noun = row._meta.model_name
    lists = (page_keys.stories_of(noun, each.pk) for each in (row, into))
    forget(page_keys.of(row), page_keys.NAMES, page_keys.ADDRESSES, page_keys.FRONT, *lists)


def _beginning_changed(sender, instance, action, reverse, **kwargs):
    if action in ("post_add", "post_remove", "pre_clear") and not reverse:
        forget(page_keys.beginning_of(instance.pk))
        plan_hours_again(instance.start_here.all())


def _quote_changed(sender, instance, raw=False, **kwargs):
    if raw:
        return
    before = instance.__dict__.get("_listed_before") or {}
    keys, lists = {page_keys.of(instance)}, {page_keys.QUOTES}
    for slug in {instance.speaker_slug, before.get("speaker_slug")} - {None}:
        lists.add(page_keys.quotes_by(slug))
    forget(*keys, *(lists if _is_listed_otherwise(sender, instance) else ()))
    hour = instance.not_before
    plan(page_keys.of(instance), [(hour, keys | lists)] if hour and hour > clock.now() else [])
    plan_hours_again(Story.objects.filter(pk=instance.story_id))


def _paper_saved(sender, instance, created, raw, update_fields, **kwargs):
    if raw:
        return
    if not update_fields or not BREAKING_FIELDS.issuperset(update_fields):
        forget(page_keys.PAPER, page_keys.BREAKING)
    else:
        forget(page_keys.BREAKING)
    until = instance.breaking_until
    waits = instance.breaking_text and until and until > clock.now()
    plan(page_keys.BREAKING, [(until, {page_keys.BREAKING})] if waits else [])
    plan_hours_again(Story.objects.filter(pk=instance.breaking_story_id))
