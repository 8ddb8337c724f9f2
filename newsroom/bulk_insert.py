"""Inserting and changing many rows at once, with primary keys that are reserved before.

As for all that writes no instances, no signal tells of it: whoever calls this does what receivers
would have done.
"""

import csv
import io
import json
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter

from django.db import connection, transaction

from newsroom.model_fields import CharField, EmailField, JSONField, TextField

TEXTS = CharField, EmailField, TextField


def reserve_pks(model, count):
    """Reserve the next `count` primary keys of a table, for good; return them as a list."""
    table = model._meta.db_table
    with connection.cursor() as cursor, transaction.atomic():
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        if (row := cursor.fetchone()) is None:  # nothing has ever stood there
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        last = row[0] if row else 0
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        return list(range(last + 1, last + 1 + count))


def insert(model, rows):
    """Insert rows, dictionaries by column (`story_id`); what they leave out is the field's default.

    As `bulk_create` does it, but without instances, which would take most of the time. PostgreSQL
    gets the rows by COPY. Texts lose what no field holds (newsroom.model_fields), in `rows` too.
    """
    if not rows:
        return
    _clean_texts(model, rows)
    # Primary keys that nobody reserved, and database defaults, are the database's.
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
    complete = (values(default | row) for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN CSV", _csv(complete))
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 our own names
                [[_adapted(value) for value in row] for row in complete],
            )


def update(model, rows):
    """Change rows, dictionaries by column that all name the same ones, `id` among them."""
    if not rows:
        return
    _clean_texts(model, rows)
    names = [name for name in rows[0] if name != "id"]
    quoted = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    # The first row names its types, or PostgreSQL takes moments for texts.
    first = ", ".join(
        f"CAST(%s AS {fields[name].cast_db_type(connection)})" for name in ("id", *names)
    )
    values = ", ".join([f"({first})", *[f"({', '.join(['%s'] * len(rows[0]))})"] * (len(rows) - 1)])
    columns = ", ".join(quoted(name) for name in ("id", *names))
    changes = ", ".join(
        f"{quoted(fields[name].column)} = new_rows.{quoted(name)}" for name in names
    )
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH new_rows ({columns}) AS (VALUES {values}) "  # noqa: S608 our own names
            f"UPDATE {table} SET {changes} FROM new_rows WHERE {table}.id = new_rows.id",
            [_adapted(row[name]) for row in rows for name in ("id", *names)],
        )


def _clean_texts(model, rows):
    texts = {f.attname: f.to_python for f in model._meta.concrete_fields if isinstance(f, TEXTS)}
    for row in rows:
        for name in texts.keys() & row.keys():
            row[name] = texts[name](row[name])


def _csv(rows):
    file = io.StringIO()
    # So that NULL differs from an empty text.
    csv.writer(file, quoting=csv.QUOTE_NOTNULL).writerows(rows)
    file.seek(0)
    return file


def _adapted(value):
    is_datetime = isinstance(value, datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_datetime else value


# Of this transaction alone. A crash may lose what was committed last, and breaks nothing.
# Words are gathered before they are entered into an index, and long texts compressed in less time.
FOR_MANY_ROWS = """
    SET LOCAL synchronous_commit = off; SET LOCAL gin_pending_list_limit = '64MB';
    SELECT set_config('default_toast_compression', 'lz4', true) FROM pg_settings
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
"""
GATHERED = """
    SELECT gin_clean_pending_list(indexrelid) FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE amname = 'gin' AND relnamespace = current_schema()::regnamespace
"""


@contextmanager
def many_rows():
    """A transaction in which PostgreSQL takes a quarter less for rows with full text."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(FOR_MANY_ROWS)
        yield


def settle():
    """After many rows: let PostgreSQL enter what it has gathered, and `analyze`."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(GATHERED)
    analyze()


def analyze():
    """Let PostgreSQL collect statistics of its tables (ANALYZE), by which it plans queries."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
