"""Rows that are made into models once: Django's making of one can cost more than its answer.

Readers' lists bring the same rows again and again. A row that comes as it came before, letter for
letter, is not made into a model again; whoever asks gets a copy of the one that was made. Nothing
is ever out of date by that: what was kept is looked up by all that the row says.

    queryset._iterable_class = KeptRows
"""

from itertools import chain
from typing import NamedTuple

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

from newsroom.page_store.keys import collecting, shows

MOST = 2000  # rows, of a few KB each; then all are forgotten

_kept = {}


def forget():
    _kept.clear()


def origin(instance):
    """The row that an instance came from, as an object of its own; None if there is more to it.

    Two instances have one origin only if all is the same that their query brought for them, and
    nothing has been fetched for them since: of that the row says nothing.
    """
    row = getattr(instance, "__dict__", {}).get("_kept_row")
    return row if row and row.is_all_of(instance) else None


class KeptRows(ModelIterable):
    """As Django's, for what is read and not changed: lists and dicts in a row are shared."""

    def __iter__(self):
        if self.chunked_fetch or self._has_more_to_add():
            yield from super().__iter__()
            return
        queryset = self.queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        rows = list(chain.from_iterable(compiler.execute_sql(chunk_size=self.chunk_size)))
        if not rows:
            return
        shape = queryset.db, queryset.model, tuple(sql for _, (sql, _), _ in compiler.select)
        known = [(shape, row) for row in rows]
        kept = {key: _kept.get(key) for key in known}
        missing = [key for key, of_before in kept.items() if of_before is None]
        kept |= _made(missing, queryset, compiler)
        for key in known:
            shows(*kept[key].keys)
            yield _copy(kept[key].instance)

    def _has_more_to_add(self):
        """Whether Django would put something on an instance that is not in its row."""
        followed = self.queryset.query.select_related
        followed = followed if isinstance(followed, dict) else {}
        known = self.queryset._known_related_objects
        return (
            any(field.name not in followed for field in known)
            or self.queryset._fetch_mode.track_peers
        )


class _Row:
    """What a row holds of an instance, and of those that came with it."""

    def __init__(self, instance):
        self.deferred = instance.get_deferred_fields()
        related = instance._state.fields_cache.items()
        self.related = {name: other and _Row(other) for name, other in related}

    def is_all_of(self, instance):
        related = instance._state.fields_cache
        return (
            related.keys() == self.related.keys()
            and self.deferred.isdisjoint(instance.__dict__)
            and all(row is None or row.is_all_of(related[name])
                    for name, row in self.related.items())
        )  # fmt: skip


class _Kept(NamedTuple):
    instance: Model
    keys: frozenset  # surrogate keys of all that the row holds


class _Answered:
    """What ModelIterable asks of a queryset, where its query has been sent: these rows came."""

    _known_related_objects = {}

    def __init__(self, queryset, compiler, rows):
        self.db, self.model, self._fetch_mode = queryset.db, queryset.model, queryset._fetch_mode
        self.query, self._compiler = self, compiler
        compiler.execute_sql = lambda **options: [rows]

    def get_compiler(self, using):
        return self._compiler


def _made(missing, queryset, compiler):
    """{key: _Kept} of rows that nobody has kept yet; they are from now on."""
    if not missing:
        return {}
    made = {}
    instances = iter(ModelIterable(_Answered(queryset, compiler, [row for _, row in missing])))
    for key in missing:
        with collecting() as keys:
            instance = next(instances)
        instance._kept_row = _Row(instance)
        made[key] = _Kept(instance, frozenset(keys))
    if len(_kept) + len(made) > MOST:
        _kept.clear()
    _kept.update(made)
    return made


def _copy(instance):
    """An instance of its own, and of all that came in its row; values are the same objects."""
    copied, state = object.__new__(type(instance)), object.__new__(ModelState)
    state.__dict__.update(instance._state.__dict__)
    state.fields_cache = {
        name: _copy(related) if isinstance(related, Model) else related
        for name, related in instance._state.fields_cache.items()
    }
    copied.__dict__.update(instance.__dict__, _state=state)
    return copied
