"""SQL that is compiled once: Django's composing of a query can cost more than its answer."""

from django.db import connection
from django.db.models import Expression
from django.db.models.expressions import RawSQL
from django.utils import timezone

from newsroom.clock import Now


class Given(Expression):
    """A value of which only the name is known while a queryset is composed."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def get_prep_value(self, values):
        """What travels in its place."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class NowWhenAsked(Now):
    """The current time of each asking, also where the moment of compiling would be kept."""

    def as_sqlite(self, compiler, connection, **extra):
        return "%s", [self]

    def get_prep_value(self, values):
        return connection.ops.adapt_datetimefield_value(timezone.now())


class AnyOf:
    """The union of some querysets, compiled once; each may be ordered and end somewhere.

    `with_values(…)` is an expression for `pk__in`: it takes a value for each `Given` in them.
    Whatever asks for the time in them has to be `NowWhenAsked`.
    """

    def __init__(self, querysets):
        compiled = [queryset.query.sql_with_params() for queryset in querysets]
        # SQLite unites nothing that ends somewhere, but what is selected from that.
        arms = (f"SELECT * FROM ({sql}) arm{n}" for n, (sql, _) in enumerate(compiled))  # noqa: S608
        self.sql = " UNION ALL ".join(arms)
        self.params = [param for _, params in compiled for param in params]

    def with_values(self, **values):
        params = [
            param.get_prep_value(values) if isinstance(param, (Given, NowWhenAsked)) else param
            for param in self.params
        ]
        return RawSQL(self.sql, params)  # noqa: S611 Django's own SQL, its values beside it
