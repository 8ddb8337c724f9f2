"""What a line of the log says of a field: short, without secrets, plain when all else is gone."""

from datetime import date

from django.contrib.auth.models import Permission
from django.db import models

from articles.models.record import masked, signed

SECRETS = {"password"}
CHANGED = "changed"
LONGEST = 200  # characters of one value
LEAD = 40  # characters before the first that differs


def name_of(row):
    """What a row is called in the log, beside or inside another's line."""
    if row._meta.model_name == "user":
        return signed(row)
    if isinstance(row, Permission):
        return row.name
    return str(row)[:LONGEST]


def pair(field, before, after):
    """A field's [before, after], fit for JSON, or None if nothing changed.

    Of a secret, and be it hashed, only that it changed.
    """
    if before == after or (before in ("", None) and not after):
        return None
    if field.name in SECRETS:
        return CHANGED if before else None
    readable = [_readable(field, before), _readable(field, after)]
    if all(isinstance(value, str) for value in readable):
        return _shortened(*readable)
    return [_cut(value) for value in readable]


def _readable(field, value):
    if value is None:
        return None
    if field.is_relation:
        row = field.related_model._base_manager.filter(pk=value).first()
        return name_of(row) if row else f"number {value}"
    if isinstance(field, models.EmailField):  # noqa: TID251 allauth's too
        return masked(value) if value else ""
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return value if isinstance(value, bool | int | float | list) else str(value)


def _shortened(before, after):
    """Two long texts from a little before the place where they part."""
    if max(len(before), len(after)) <= LONGEST:
        return [before, after]
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, same - LEAD)
    lead = "…" if start else ""
    return [lead + _cut(text[start:]) for text in (before, after)]


def _cut(value):
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    return value
