"""From a change to a line of the log, by Django's signals."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from . import values
from .keeping import add_line, quietly

ORDER = "order"
CREATED, DELETED = "created", "deleted"


@dataclass(frozen=True)
class Watched:
    """What the log says of one table.

    `fields` are compared before and after; `many` are its many-to-many fields. `unwatched` names
    the fields that are not watched: the verbs' own, and what the site keeps for itself. A row
    that is `part_of` something (the name of its foreign key) stands in the lines of that row.
    """

    model: type[models.Model]
    fields: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    unwatched: tuple[str, ...] = ()
    part_of: str = ""
    creations: bool = True
    deletions: bool = True
    title: Callable = values.name_of
    # The word for a change, where there is a better one for its details.
    action: Callable = lambda details: "changed"
    # From (row, details) to the details that may stand in the log, or None for no line.
    sift: Callable = lambda row, details: details
    # Whether a verb keeps a line about a new row, or one that goes, itself.
    is_recorded: Callable = lambda row: False

    def values_of(self, row):
        """The watched values as they are in memory, by field."""
        found = {}
        for name in self.fields:
            field = self.model._meta.get_field(name)
            python = field.target_field if field.is_relation else field
            found[name] = python.to_python(getattr(row, field.attname))
        return found


# By model. Filled by `watch`.
WATCHED = {}


def watch(watched):
    """Write down from now on what people do with this table."""
    model = watched.model
    WATCHED[model] = watched
    uid = f"articles.log.{model._meta.label}"
    pre_save.connect(_before_saving, sender=model, dispatch_uid=uid)
    post_save.connect(_after_saving, sender=model, dispatch_uid=uid)
    post_delete.connect(_after_deleting, sender=model, dispatch_uid=uid)
    for name in watched.many:
        through = getattr(model, name).through
        m2m_changed.connect(_many_changed, sender=through, dispatch_uid=f"{uid}.{name}")


def _before_saving(sender, instance, raw, update_fields, **kwargs):
    instance.__dict__.pop("_before_saving", None)
    if raw or quietly.is_active() or instance.pk is None:
        return
    watched = WATCHED[sender]
    saved = set(watched.fields) if update_fields is None else _names(sender, update_fields)
    if names := [name for name in watched.fields if name in saved]:
        row = sender._base_manager.filter(pk=instance.pk).values(*names).first()
        instance.__dict__["_before_saving"] = row


def _names(model, update_fields):
    # A foreign key may be named by its column.
    return {model._meta.get_field(name).name for name in update_fields}


def _after_saving(sender, instance, created, raw, **kwargs):
    before = instance.__dict__.pop("_before_saving", None)
    if raw or quietly.is_active():
        return
    watched = WATCHED[sender]
    if created:
        if watched.creations and not watched.is_recorded(instance):
            _record_creation(watched, instance)
    elif before:
        after = watched.values_of(instance)
        _record_change(watched, instance, _differences(watched, before, after))


def _differences(watched, before, after):
    fields = {name: watched.model._meta.get_field(name) for name in before}
    pairs = {name: values.pair(fields[name], before[name], after[name]) for name in before}
    return {name: pair for name, pair in pairs.items() if pair}


def _record_creation(watched, row):
    if watched.part_of:
        _record_part(watched, row, [[], [values.name_of(row)]])
        return
    # What every new one has says nothing about this one.
    after = watched.values_of(row)
    empty = {n: None for n in after if after[n] != watched.model._meta.get_field(n).get_default()}
    _record(watched, row, CREATED, _differences(watched, empty, after))


def _record_change(watched, row, details):
    if not details:
        return
    if watched.part_of:
        meta, name = watched.model._meta, values.name_of(row)
        moved = details.pop("position", None)
        details = {f"{_verbose(meta, n)} of “{name}”": pair for n, pair in details.items()}
        if moved:
            details[ORDER] = "changed"
        whole = getattr(row, watched.part_of)
        add_line(whole, "changed", details, title=values.name_of(whole))
    else:
        _record(watched, row, watched.action(details), details)


def _record(watched, row, action, details):
    details = watched.sift(row, details)
    if details or (details is not None and action in (CREATED, DELETED)):
        add_line(row, action, details, title=watched.title(row))


def _verbose(meta, field):
    return str(meta.get_field(field).verbose_name)


def _record_part(watched, row, names):
    whole = getattr(row, watched.part_of)
    key = str(watched.model._meta.verbose_name_plural)
    add_line(whole, "changed", {key: names}, title=values.name_of(whole))


def _after_deleting(sender, instance, origin=None, **kwargs):
    watched = WATCHED[sender]
    # What goes with something else needs no line of its own.
    began_with = getattr(origin, "model", type(origin))
    is_told = watched.deletions and not watched.is_recorded(instance)
    if quietly.is_active() or not is_told or not issubclass(began_with, sender):
        return
    if watched.part_of:
        _record_part(watched, instance, [[values.name_of(instance)], []])
    else:
        _record(watched, instance, DELETED, {})


def _many_changed(sender, *, instance, action, reverse, model, pk_set, **kwargs):
    if quietly.is_active() or action not in ("post_add", "post_remove", "pre_clear"):
        return
    watched, field = _many_field(sender, model if reverse else type(instance))
    if action == "pre_clear":
        pk_set = _linked(sender, field, instance, reverse)
    others = list(model._base_manager.filter(pk__in=pk_set).order_by("pk")) if pk_set else []
    rows = {row: [instance] for row in others} if reverse else {instance: others}
    for row, added_or_gone in rows.items():
        names = [values.name_of(other) for other in added_or_gone]
        if names:
            details = {field.name: [[], names] if action == "post_add" else [names, []]}
            _record(watched, row, watched.action(details), details)


def _many_field(through, model):
    watched = next(WATCHED[base] for base in model.__mro__ if base in WATCHED)
    fields = (watched.model._meta.get_field(name) for name in watched.many)
    return watched, next(f for f in fields if f.remote_field.through is through)


def _linked(through, field, instance, reverse):
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    if reverse:
        here, there = there, here
    rows = through._base_manager.filter(**{here: instance.pk})
    return set(rows.values_list(there, flat=True))
