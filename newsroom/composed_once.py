"""Querysets whose SQL is composed once: Django's composing of one can cost more than its answer.

What differs each time it is asked is `Given` while it is composed:

    @composed_once
    def story_for_page():
        return Story.objects.for_page().filter(pk=Given("pk", IntegerField()))[:1]

    [story] = story_for_page(pk=12)

A trap: whatever Python works out while it is composed, an hour or somebody's name, is kept too.
The database's own clock (newsroom.clock.Now) is asked each time, also on SQLite, which has none.
"""

import functools
import threading
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections
from django.db.models import Expression
from django.db.models.sql import Query
from django.utils import timezone

MOST = 64  # forms of one queryset, by the arguments of its function
# What a compiler knows of the rows that come, once it has compiled.
ABOUT_ROWS = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")

_is_kept = ContextVar("is_kept", default=False)


def composed_once(compose):
    """A function that composes a queryset of models, and is called once for the same arguments.

    Called with the same, and by name with a value for each `Given` in it, it answers with a
    queryset that nobody has asked yet. Read as it is, its SQL is the one that was composed first;
    what narrows it down is composed anew, and then it must have no `Given`.
    """

    @functools.lru_cache(maxsize=MOST)
    def composed(*arguments):
        queryset = compose(*arguments)
        query = queryset.query.chain(klass=_Composed)
        query.kept, query.alone = {}, threading.Lock()
        return queryset, query

    @functools.wraps(compose)
    def fresh(*arguments, **values):
        queryset, query = composed(*arguments)
        # As QuerySet._clone does it, but for the query, of which nobody changes anything.
        asked = object.__new__(type(queryset))
        vars(asked).update(vars(queryset), _query=query.with_values(values))
        return asked

    fresh.cache_clear = composed.cache_clear
    return fresh


class AtAsking:
    """A parameter in SQL that is kept, in whose place travels `value_for(values, connection)`."""

    # Whether the database may plan the statement before it knows the value.
    plans_alike = True


class Given(AtAsking, Expression):
    """A value of which only the name is known while a queryset is composed."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def value_for(self, values, connection):
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Statement(str):
    """SQL that is asked again and again, with the same parameters but for those that are given.

    `given` has the type in the database of each that differs, by its place among the parameters;
    `kept_params` the others. `name` is for whoever keeps it under one (newsroom.postgresql), if it
    `plans_alike` whatever is given.
    """

    name, plans_alike = None, True

    @classmethod
    def of(cls, sql, params, connection):
        statement = cls(sql)
        is_given = [isinstance(param, AtAsking) for param in params]
        statement.given = {
            place: param.output_field.cast_db_type(connection)
            for place, param in enumerate(params)
            if is_given[place]
        }
        statement.kept_params = [p for p, given in zip(params, is_given, strict=True) if not given]
        statement.plans_alike = all(params[place].plans_alike for place in statement.given)
        return statement


def is_kept():
    """Whether the SQL that is being compiled will be asked again, at another time."""
    return _is_kept.get()


@contextmanager
def kept():
    """SQL that is compiled in this block is kept: each `AtAsking` stays as it is."""
    token = _is_kept.set(True)
    try:
        yield
    finally:
        _is_kept.reset(token)


def at_asking(params, values, connection):
    """The parameters that travel."""
    return tuple(
        param.value_for(values, connection) if isinstance(param, AtAsking) else param
        for param in params
    )


class _Composed(Query):
    """A query that remembers what compiling it came to: SQL, and what the rows that come are."""

    values = {}

    def with_values(self, values):
        # All that Query.clone copies stays shared, because nobody changes it.
        given = object.__new__(_Composed)
        given.__dict__ = self.__dict__ | {"values": values}
        return given

    def clone(self):
        """Whoever changes it gets a plain one."""
        query = super().clone()
        query.__class__ = Query
        for name in ("kept", "alone", "values"):
            query.__dict__.pop(name, None)
        return query

    def get_compiler(self, using=None, connection=None, elide_empty=True):
        compiler = super().get_compiler(using, connection, elide_empty)
        if elide_empty:
            compiler.as_sql = functools.partial(self._compiled, compiler, compiler.as_sql)
        return compiler

    def _compiled(self, compiler, compile_it):
        connection = connections[compiler.using] if compiler.using else compiler.connection
        # Days begin by the zone, which stands in the SQL.
        key = connection.vendor, timezone.get_current_timezone_name()
        if key not in self.kept:
            with self.alone, kept():
                sql, params = compile_it()
            about_rows = {name: getattr(compiler, name) for name in ABOUT_ROWS}
            self.kept[key] = Statement.of(sql, params, connection), params, about_rows
        sql, params, about_rows = self.kept[key]
        vars(compiler).update(about_rows)
        return sql, at_asking(params, self.values, connection)
