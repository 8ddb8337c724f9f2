"""Which migrations a live PostgreSQL does not take in passing, in words. Part of `run.py check`.

A new edition is migrated while the old one answers readers: what takes something away breaks the
old code, what reads or rewrites a whole table under a lock keeps readers and editors waiting. A
migration that does so all the same says why it may, in a class attribute `on_a_live_site`.
"""

import os
import sys

# The last that was released before this was asked; of those nobody is told anything.
RELEASED = {
    "accounts": "0003",
    "articles": "0019",
    "comments": "0002",
    "machine": "0002",
    "page_store": "0002",
}


def trouble_of(operation, is_new):
    """Why an operation is no work for a live site, or ""; `is_new(model)` if it is made here."""
    name = type(operation).__name__
    model = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
    if name in GOES and not is_new(model):
        return GOES[name]
    if is_new(model):
        return ""
    return _of_a_field(name, operation) or LOCKS.get(name, "")


GOES = {
    "DeleteModel": "the old code still asks for the table: let one edition pass first",
    "RemoveField": "the old code still asks for the column: let one edition pass first",
    "RenameModel": "the old code asks for the old name: add, copy, and delete an edition later",
    "RenameField": "the old code asks for the old name: add, copy, and delete an edition later",
    "AlterModelTable": "the old code asks for the old name: add, copy, and delete an edition later",
}
LOCKS = {
    "AddIndex": "nobody writes to the table while it is read through: use AddIndexConcurrently",
    "AddConstraint": "nobody uses the table while all rows are checked: use NOT VALID, then "
    "ValidateConstraint",
    "AlterUniqueTogether": "nobody uses the table while an index is made: use a concurrent one",
    "RunPython": "rows that it changes stay locked to its end: take few at a time (atomic=False)",
    **dict.fromkeys(("RunSQL", "SQLOn"), "what it locks, nobody can know from here"),
}


def _of_a_field(name, operation):
    field = getattr(operation, "field", None)
    if name == "AlterField":
        return "the table may be rewritten while nobody uses it, if the type or NOT NULL changes"
    if name != "AddField" or field is None or field.many_to_many:
        return ""
    from django.db.models import NOT_PROVIDED

    if field.unique or (field.db_index and not field.is_relation):
        return LOCKS["AddIndex"]
    if not field.null and field.db_default is NOT_PROVIDED:
        # Django drops the default again: an insert by the old code has no value for the column.
        return "the old code writes rows without this column: give it a db_default, or null=True"
    return ""


def troubles(migrations, released=RELEASED):
    """A line for each operation of what was not released and that does not say why it may."""
    for (app, name), migration in sorted(migrations.items()):
        if app not in released or name[:4] <= released[app]:
            continue
        if getattr(migration, "on_a_live_site", ""):
            continue
        made = {
            operation.name.lower()
            for operation in migration.operations
            if type(operation).__name__ == "CreateModel"
        }
        for operation in migration.operations:
            if why := trouble_of(operation, made.__contains__):
                yield f"{app} {name}: {operation.describe()}: {why}."


def main():
    import django
    from django.db.migrations.loader import MigrationLoader

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    found = list(troubles(MigrationLoader(None).disk_migrations))
    for line in found:
        print(line)
    if found:
        print("Mend them, or say in the migration's `on_a_live_site` why it may be so.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
