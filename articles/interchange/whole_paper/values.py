"""A row as JSON and back. What cannot be a row is refused in words, before anything is written."""

import json
import re
from datetime import UTC, date, datetime

from django.contrib.auth.models import Permission
from django.db import connection, models

from newsroom.model_fields import JSONField

from . import Refused, tables

# Beyond their type; both become parts of paths.
ORIGINAL = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]{1,8}")
SOUND = re.compile(r"sounds/[0-9a-f]{64}\.[a-z0-9]{1,4}")
PATTERNS = {
    "articles.Picture.key": re.compile(r"[A-Za-z0-9_-]{1,24}"),
    "articles.Picture.original": ORIGINAL,
    "articles.Sound.key": re.compile(r"[A-Za-z0-9_-]{1,24}"),
    "articles.Sound.file": SOUND,
}
KINDS = {str: "text", bool: "yes or no", int: "a number", float: "a number with a fraction",
         list: "a list", dict: "an object", type(None): "empty"}  # fmt: skip
SKIPPED = object()


class Row:
    """How the rows of one table are written and read."""

    def __init__(self, label):
        self.label, self.model = label, tables.model_of(label)
        self.fields = tables.fields_of(label)
        self.columns = [field.attname for field in self.fields]
        self._names = [field.name for field in self.fields]
        self._write = [_writer(field) for field in self.fields]
        self._read = {field.name: _Reader(label, field) for field in self.fields}
        self._optional = {
            f.name
            for f in self.fields
            if f.null or f.blank or f.has_default() or f.has_db_default()
        }

    def line(self, values):
        """The line of a row, of its values in the order of `columns`."""
        told = {name: write(value) for name, write, value
                in zip(self._names, self._write, values, strict=True)}  # fmt: skip
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"

    def read(self, line):
        """The row of a line, not saved; None for one of what this edition does not know.

        Raises Refused without a place, which the caller knows.
        """
        told = parsed(line)
        if not isinstance(told, dict):
            raise Refused(f"it is {_kind(told)} and should be an object")
        if unknown := sorted(told.keys() - self._read.keys()):
            raise Refused(f"“{unknown[0][:60]}” is no column of this edition")
        if missing := sorted(self._read.keys() - told.keys() - self._optional):
            raise Refused(f"“{missing[0]}” is missing")
        values = {}
        for name, value in told.items():
            reader = self._read[name]
            values[reader.attname] = reader(value)
            if values[reader.attname] is SKIPPED:
                return None
        return self.model(**values)


def parsed(line):
    """What a line of JSON says; raises Refused."""
    try:
        return json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("it is no JSON") from None


def _no_number(name):
    raise ValueError(name)


def _writer(field):
    if field.is_relation and field.related_model is Permission:
        return _permission_names().__getitem__
    match field:
        case models.DateTimeField():
            return lambda value: value and value.astimezone(UTC).isoformat()
        case models.DateField():
            return lambda value: value and value.isoformat()
        case models.FileField():
            return str
        case JSONField():
            return _in_order
    return lambda value: value


def _in_order(value):
    """JSON with its keys in order: PostgreSQL has one of its own, SQLite that of the writer."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


class _Reader:
    """The value of one column, or Refused."""

    def __init__(self, label, field):
        self.field, self.attname = field, field.attname
        target = field
        while target.is_relation:
            target = target.target_field
        self.pattern = PATTERNS.get(f"{label}.{field.name}")
        self.choices = {value for value, _ in field.flatchoices} if field.choices else None
        self.is_permission = field.is_relation and field.related_model is Permission
        self.kind, self.convert = _kind_of(target, self.is_permission)
        self.range = self.longest = None
        if self.kind is int:
            self.range = connection.ops.integer_field_range(target.get_internal_type())
        elif self.kind is str and not self.is_permission:
            self.longest = target.max_length

    def __call__(self, value):
        if value is None and (self.field.null or self.kind is object):
            return None
        if self.kind is not object:
            self._check_type(value)
        if self.longest and len(value) > self.longest:
            raise Refused(f"“{self.field.name}” is longer than {self.longest} characters")
        if self.range and not self._is_in_range(value):
            raise Refused(f"“{self.field.name}” is a number beyond what can be kept")
        if self.pattern and not self.pattern.fullmatch(value):
            raise Refused(f"“{self.field.name}” is nothing that this paper would have written")
        if self.choices and value and value not in self.choices:
            raise Refused(f"“{self.field.name}” is none of what it can be")
        try:
            return self.convert(value)
        except (ValueError, OverflowError):
            raise Refused(f"“{self.field.name}” is no moment or day") from None

    def _check_type(self, value):
        is_right = type(value) is self.kind or (self.kind is float and type(value) is int)
        if not is_right:
            raise Refused(f"“{self.field.name}” is {_kind(value)} and should be {KINDS[self.kind]}")

    def _is_in_range(self, value):
        least, most = self.range
        return (least is None or least <= value) and (most is None or value <= most)


def _kind_of(target, is_permission):
    """(the type in JSON, from there to the value)."""
    if is_permission:
        numbers = {name: pk for pk, name in _permission_names().items()}
        return str, lambda name: numbers.get(name, SKIPPED)
    for of, kind, convert in CONVERSIONS:
        if isinstance(target, of):
            return kind, convert
    return str, target.to_python


def _moment(text):
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


# A moment is a day for Django, too, and comes first.
CONVERSIONS = (
    (models.DateTimeField, str, _moment),
    (models.DateField, str, date.fromisoformat),
    (models.BooleanField, bool, bool),
    (models.IntegerField, int, int),
    (models.FloatField, float, float),
    (JSONField, object, lambda value: value),
)


def _permission_names():
    found = Permission.objects.values_list("pk", "content_type__app_label", "codename")
    return {pk: f"{app}.{codename}" for pk, app, codename in found}


def _kind(value):
    return KINDS.get(type(value), "something else")
