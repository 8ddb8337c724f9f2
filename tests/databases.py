"""A migrated database, and as many copies of it as there are tests."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2

from tooling.places import ROOT


class SQLite:
    def __init__(self, file):
        self.file, self.url = file, f"sqlite:///{file}"

    def copy(self, folder):
        return SQLite(shutil.copy(self.file, folder / "db.sqlite3"))

    def drop(self):
        """It goes with its folder."""

    def rows(self, query):
        """What the database answers, past all code of the site."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as own:
            return own.execute(query).fetchall()


class Postgres:
    def __init__(self, server, name, template="template1"):
        self.server, self.name = server, name
        self.url = _named(server, name)
        self.drop()
        _on_the(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def copy(self, folder):
        return Postgres(self.server, f"{self.name}_copy", self.name)

    def drop(self):
        _on_the(self.server, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def rows(self, query):
        """What the database answers, past all code of the site."""
        with contextlib.closing(self.connect()) as own, own.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def connect(self):
        own = psycopg2.connect(self.url)
        own.autocommit = True
        return own


def migrated(folder):
    """A database with nothing in it but what migrations put there, of the kind that is tested."""
    asked_for = os.environ.get("DATABASE_URL", "sqlite:")
    if asked_for.startswith("sqlite"):
        database = SQLite(folder / "db.sqlite3")
    else:
        database = Postgres(_named(asked_for, "postgres"), f"harbour_faults_{os.getpid()}")
    environment = os.environ | {"DATABASE_URL": database.url, "VAR_DIR": str(folder)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return database


def _named(url, name):
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _on_the(server, command):
    with contextlib.closing(psycopg2.connect(server)) as own:
        own.autocommit = True
        with own.cursor() as cursor:
            cursor.execute(command)
