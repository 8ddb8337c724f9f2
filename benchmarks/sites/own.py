"""A site of a benchmark's own, with a new database and folder, which are thrown away at the end."""

import argparse
import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.sites.demo import manage, set_up_django

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def parse_arguments(rounds, **others):
    """The options --database, --rounds and others of the command line, with these defaults."""
    options = argparse.ArgumentParser()
    options.add_argument("--database", default=POSTGRES)
    for name, default in {"rounds": rounds, **others}.items():
        options.add_argument(f"--{name}", type=type(default), default=default)
    return options.parse_args()


@contextlib.contextmanager
def own_site(url, *commands, **environment):
    """Make a database and a folder for files, let manage.py do `commands` there; give the folder.

    Inside, Django is set up in this process for that site. On PostgreSQL the database is a new one
    beside the one named; any other is taken as it is, and stays. No page is kept unless the
    `environment` says so.
    """
    var = Path(tempfile.mkdtemp(prefix="harbour-bench-"))
    database = new_database(url)
    os.environ.update(
        VAR_DIR=str(var),
        DATABASE_URL=database,
        SECRET_KEY="benchmark",  # noqa: S106
        DJANGO_SETTINGS_MODULE="benchmarks.sites.settings",
        LOG_LEVEL="ERROR",
        **{"PAGE_STORE_MB": "0"} | environment,
    )
    try:
        for command in (["migrate"], *commands):
            manage(*command)
        set_up_django()
        yield var
    finally:
        close_connections()
        shutil.rmtree(var, ignore_errors=True)
        drop_database(url, database)


def paper_that_is_there(url):
    """Set up Django in this process for a paper that somebody has loaded; no page is kept."""
    os.environ.update(
        DATABASE_URL=url,
        SECRET_KEY="benchmark",  # noqa: S106
        DJANGO_SETTINGS_MODULE="benchmarks.sites.settings",
        LOG_LEVEL="ERROR",
        PAGE_STORE_MB="0",
        HASH_STATIC_FILES="off",
    )
    set_up_django()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]


def new_database(url, name=""):
    if not url.startswith("postgres"):
        return url
    name = f"bench_{os.getpid()}{name}"
    sql(url, f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def drop_database(url, database):
    if url.startswith("postgres"):
        sql(url, f"DROP DATABASE IF EXISTS {urlsplit(database).path[1:]} WITH (FORCE)")


def sql(url, statement):
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def close_connections():
    from django.db import connections

    connections.close_all()


def exit_code(found, limits, units=None):
    """Print each figure above its limit; 1 if there is one, else 0."""
    exceeded = [name for name in limits if found[name] > limits[name]]
    for name in exceeded:
        unit = f" {units[name]}" if units else ""
        print(f"EXCEEDED: {name} {found[name]:.0f}{unit}, at most {limits[name]}")
    return 1 if exceeded else 0
