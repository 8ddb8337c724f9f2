"""What the database itself refuses, whoever asks it: rewriting versions and the log.

A version changes in nothing but that its writer's account may be deleted, and goes only with a
story that has a tombstone. A line of the log never goes. The triggers are put up after each
migrate, because SQLite drops those of a table whenever a migration changes that table.
"""

from django.apps import apps
from django.db import connections

NO_TOMBSTONE = "NOT EXISTS (SELECT 1 FROM articles_tombstone t WHERE t.story_id = OLD.story_id)"
# Table, the column that may become NULL, and when deleting is refused.
GUARDED = [
    ("StoryVersion", "created_by_id", NO_TOMBSTONE, "A version is never changed or deleted."),
    ("Record", "by_id", "1 = 1", "A line of the log is never changed or deleted."),
]


def put_up(using="default", **kwargs):
    """Create or renew the triggers, on either database."""
    with connections[using].cursor() as cursor:
        for statement in _statements(connections[using]):
            cursor.execute(statement)


def take_away(using="default"):
    """Drop the triggers, for whoever empties a whole database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model, *_ in GUARDED:
            table = apps.get_model("articles", model)._meta.db_table
            if table in connection.introspection.table_names(cursor):
                for name in _names(table):
                    cursor.execute(_drop(connection, table, name))


def _names(table):
    return [f"{table}_is_{what}" for what in ("unchanged", "not_forged", "kept")]


def _drop(connection, table, name):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on_table}"


def _statements(connection):
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    for model, person, may_not_go, words in GUARDED:
        meta = apps.get_model("articles", model)._meta
        if not {meta.db_table, "articles_tombstone"} <= present:
            continue  # migrated back to before there was such a table
        columns = [f'"{field.column}"' for field in meta.concrete_fields]
        columns.remove(f'"{person}"')
        unchanged, not_forged, kept = _names(meta.db_table)
        events = [
            (unchanged, f"UPDATE OF {', '.join(columns)}", "1 = 1"),
            (not_forged, f"UPDATE OF {person}", f"NEW.{person} IS NOT NULL"),
            (kept, "DELETE", may_not_go),
        ]
        for name, event, condition in events:
            yield _drop(connection, meta.db_table, name)
            head = f"CREATE TRIGGER {name} BEFORE {event} ON {meta.db_table} FOR EACH ROW"
            if is_postgres:
                yield _postgres_function(name, condition, words)
                yield f"{head} EXECUTE FUNCTION {name}()"
            else:
                yield f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _postgres_function(name, condition, words):
    # The condition stands in the function: a trigger's WHEN knows no subqueries there.
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{words}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
