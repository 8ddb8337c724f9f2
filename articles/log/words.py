"""A line of the log as people read it: "Credit: ‘Jo’ → ‘Jo Lindqvist’"."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.text import capfirst

from newsroom.moments import day_in_words, in_words

from .watching import WATCHED

NOTHING = "nothing"


@dataclass(frozen=True)
class FieldChange:
    """What a line says of one field: a change from `before` to `after`, names that are `gone` and
    `come`, or just a fact (`after`)."""

    label: str
    before: str = ""
    after: str = ""
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __str__(self):
        if self.gone or self.come:
            parts = [f"without {_quoted(self.gone)}"] if self.gone else []
            parts += [f"with {_quoted(self.come)}"] if self.come else []
            return f"{self.label}: {', '.join(parts)}"
        if self.before:
            return f"{self.label}: {self.before} → {self.after or NOTHING}"
        return f"{self.label}: {self.after or NOTHING}"

    @property
    def is_fact(self):
        return not (self.before or self.gone or self.come)


def kinds():
    """What the log is about: (kind, word) for a choice, in the order of the words."""
    named = {model._meta.model_name: name_of_kind(model._meta.model_name) for model in _roots()}
    return sorted(named.items(), key=lambda pair: pair[1])


def name_of_kind(kind):
    """ "picture", "view", "person"; a kind that is no more keeps its own name."""
    model = model_of(kind)
    words = {"user": "person", "group": "role"}
    return words.get(kind) or (str(model._meta.verbose_name) if model else kind)


def model_of(kind):
    """The table that lines of this kind are about, or None."""
    return next((model for model in _roots() if model._meta.model_name == kind), None)


def page_on_the_desk(kind, number):
    """The address of the desk's page for a row, whether it is there or not; "" for no page."""
    if (model := model_of(kind)) is None:
        return ""
    try:
        return reverse(f"admin:{model._meta.app_label}_{kind}_change", args=[number])
    except NoReverseMatch:
        return ""


def _roots():
    return [model for model, watched in WATCHED.items() if not watched.part_of]


def changes(record):
    """What a line says, field by field."""
    # The desk speaks English, whatever the paper's pages do.
    with translation.override("en-gb"):
        model = model_of(record.kind)
        return [_change(model, name, value) for name, value in _in_order(model, record.details)]


def _in_order(model, details):
    """As the table has its fields: PostgreSQL keeps the keys of JSON in an order of its own."""
    places = {field.name: n for n, field in enumerate(model._meta.get_fields())} if model else {}
    return sorted(details.items(), key=lambda item: places.get(item[0], len(places)))


def _change(model, name, value):
    field = _field(model, name)
    label = capfirst(str(field.verbose_name) if field is not None else name.replace("_", " "))
    if not _is_pair(value):
        return FieldChange(label, after=_word(None, value))
    before, after = value
    if isinstance(before, list) or isinstance(after, list):
        return FieldChange(label, gone=tuple(before or []), come=tuple(after or []))
    return FieldChange(label, before=_in_quotes(field, before), after=_in_quotes(field, after))


def _is_pair(value):
    return isinstance(value, list) and len(value) == 2


def _field(model, name):
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _in_quotes(field, value):
    word = _word(field, value)
    is_words = isinstance(value, str) and value and word == value
    return f"‘{word}’" if is_words else word


def _word(field, value):
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    for chosen, word in getattr(field, "choices", None) or ():
        if chosen == value:
            return str(word)
    may_be_hour = field is None or isinstance(field, models.DateField)
    return _hour(value) if may_be_hour and isinstance(value, str) else str(value)


def _hour(text):
    """A moment or a day in words; any other text as it is."""
    try:
        moment = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
    if isinstance(moment, datetime):
        return in_words(moment) if moment.tzinfo else text
    return day_in_words(moment)


def _quoted(names):
    return ", ".join(f"‘{name}’" for name in names)
