"""Many rows at once, with numbers that are known before."""

import csv
import io
import json
from datetime import datetime
from operator import itemgetter

from django.db import connection, transaction
from django.db.models import JSONField


def numbers(model, count):
    """The next so many numbers of a table, which nobody else gets, whatever becomes of them."""
    table = model._meta.db_table
    with connection.cursor() as cursor, transaction.atomic():
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        if (row := cursor.fetchone()) is None:  # nothing has ever stood there
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        last = row[0] if row else 0
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        return list(range(last + 1, last + 1 + count))


def store(model, rows):
    """Insert rows, dictionaries of columns like `story_id`; what they leave out is the default.

    As `bulk_create` does it, but no objects are made of the rows: those would take most of the
    time. PostgreSQL gets them by COPY.
    """
    if not rows:
        return
    # Numbers that nobody has asked for, and hours that the database fills in, are its own.
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and "id" not in rows[0]) and not field.has_db_default()
    ]
    default = {field.attname: field.get_default() for field in fields}
    values = itemgetter(*default)
    as_json = [field.attname for field in fields if isinstance(field, JSONField)]
    for row in rows:
        row.update((name, json.dumps(row.get(name, default[name]))) for name in as_json)
    whole = (values(default | row) for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN CSV", _csv(whole))
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 our own names
                [[_moment(value) for value in row] for row in whole],
            )


def _csv(rows):
    file = io.StringIO()
    # So that nothing (NULL) differs from an empty text.
    csv.writer(file, quoting=csv.QUOTE_NOTNULL).writerows(rows)
    file.seek(0)
    return file


def _moment(value):
    is_moment = isinstance(value, datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_moment else value


def look_again():
    """Let PostgreSQL count what its tables hold now, before it plans by what they held."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
