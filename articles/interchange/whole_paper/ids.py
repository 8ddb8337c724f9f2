"""Where a table's numbers go on. One that was given once is never given again, or old links and
lines of the log would be about something else."""

from django.db import connection, models


def last_given(model):
    """The last number that a table has given, 0 if none, or None if it gives none."""
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value, is_called FROM {_sequence(cursor, model)}")  # noqa: S608
            last, is_called = cursor.fetchone()
            last = last if is_called else 0
        else:
            table = model._meta.db_table
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            (last,) = cursor.fetchone() or [0]
    # A row with a number of its own choice leaves PostgreSQL's sequence where it was.
    return max(last, _top(model))


def go_on_after(model, last):
    """Have the next row numbered after `last`, and after every row that is there."""
    last, table = max(last, _top(model)), model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = _sequence(cursor, model)
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, max(last, 1), last > 0])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _top(model):
    return model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0


def _sequence(cursor, model):
    meta = model._meta
    quoted = connection.ops.quote_name(meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, meta.pk.column])
    return cursor.fetchone()[0]
