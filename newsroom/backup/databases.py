"""The database of this site, as a backup knows it, and what its migrations are."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from . import Refused, postgresql, sqlite

KINDS = {kind.VENDOR: kind for kind in (sqlite, postgresql)}


def ours():
    """The Database of DATABASE_URL."""
    if connection.vendor == postgresql.VENDOR:
        return postgresql.Database(connection.get_connection_params())
    if "memory" in str(connection.settings_dict["NAME"]):
        raise Refused("The database is in memory alone: nothing of it can be kept.")
    return sqlite.Database(connection.settings_dict)


def migrations(moment):
    """The names of those that a Moment has had, sorted: "articles.0001_initial"."""
    return sorted(
        f"{app}.{name}" for app, name in moment.rows("SELECT app, name FROM django_migrations")
    )


def unknown(names):
    """Of names of migrations those that this code does not have."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{old}" for app, name in loader.disk_migrations
              for _, old in loader.disk_migrations[app, name].replaces}  # fmt: skip
    return [name for name in names if name not in known]
