"""The time of day on the database's clock.

Machines that run the site may have clocks that are wrong; an hour that readers wait for must
not depend on which of them answers. PostgreSQL's clock is one for all. SQLite lives inside our
process, so that its clock and ours are the same.
"""

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone

from newsroom.composed_once import AtAsking, is_kept


class Now(AtAsking, Func):
    """The current time as an expression for a query: when the statement began.

    Not for a default of the database (`db_default`): SQLite would keep the moment of the migration.
    There django.db.models.functions.Now is right, in milliseconds.
    """

    template = "STATEMENT_TIMESTAMP()"
    output_field = DateTimeField()

    def as_sqlite(self, compiler, connection, **extra):
        return "%s", (self if is_kept() else self.value_for({}, connection),)

    def value_for(self, values, connection):
        return connection.ops.adapt_datetimefield_value(timezone.now())


def now():
    """The current time as an aware datetime; one query on PostgreSQL, none on SQLite."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT STATEMENT_TIMESTAMP()")
        return cursor.fetchone()[0]
