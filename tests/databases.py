"""Databases of the tests: migrated once for a run, and a copy for whoever needs one.

The first process of a run that asks for its test database migrates it and leaves a copy behind,
the template; all others, and every site that tests/faults starts, get a copy of that. Rows of
migrations and the database's own guards (articles/models/triggers.py) are in it. SQLite's is a
file, which the next run finds again, until something of what migrates is another.
"""

import contextlib
import fcntl
import hashlib
import io
import itertools
import os
import shutil
import sqlite3
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import setup_databases, teardown_databases

from articles.models import triggers
from tooling.packages import TEST_LOCK
from tooling.places import ROOT

_numbers = itertools.count()
PUT_ASIDE = "_migrated"  # after the name of the database that PostgreSQL copies from
LONGEST_ANSWER = 60  # seconds that one of the test's own server may take


class SQLite:
    def __init__(self, file):
        self.file, self.url = file, f"sqlite:///{file}"

    def copy(self, folder):
        return SQLite(shutil.copy(self.file, Path(folder) / "db.sqlite3"))

    def drop(self):
        """It goes with its folder."""

    def rows(self, query):
        """What the database answers, past all code of the site."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as own:
            return own.execute(query).fetchall()


class Postgres:
    def __init__(self, server, name):
        self.server, self.name = server, name
        self.url = _named(server, name)

    def copy(self, folder):
        return self.copy_as(f"{self.name}_{os.getpid()}_{next(_numbers)}")

    def copy_as(self, name):
        made = Postgres(self.server, name)
        _drop(self.server, name)
        _on_the(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        return made

    def drop(self):
        """Left to the end of the run: each time PostgreSQL writes all that it holds to disk."""

    def drop_all(self):
        """This database and the copies that were made of it."""
        named = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{self.name}')"  # noqa: S608
        for (name,) in Postgres(self.server, "postgres").rows(named):
            _drop(self.server, name)

    def rows(self, query):
        """What the database answers, past all code of the site."""
        with contextlib.closing(self.connect()) as own, own.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def connect(self):
        own = psycopg2.connect(self.url)
        own.autocommit = True
        return own


def template(folder):
    """What copies are made of; `folder` is one that all processes of the run share."""
    if connection.vendor == "sqlite":
        return SQLite(folder / f"{PUT_ASIDE}.sqlite3")
    url = urlsplit(os.environ["DATABASE_URL"])
    return Postgres(_named(url.geturl(), "postgres"), url.path.lstrip("/") + PUT_ASIDE)


def set_up(folder, kept=None):
    """Give this process its test database, and Django what it needs to take it down again.

    In the folder `kept` a run finds what an earlier one has migrated.
    """
    name = connection.creation._get_test_db_name()
    options = {"verbosity": 0, "interactive": False, "serialized_aliases": ()}
    earlier = (
        kept / f"{digest_of_code()}.sqlite3" if kept and connection.vendor == "sqlite" else None
    )
    with _alone(folder):
        if not (folder / PUT_ASIDE).exists():
            made = None
            if not (earlier and found(earlier, template(folder))):
                made = setup_databases(**options)
                _put_aside(name, template(folder))
                if earlier:
                    keep(template(folder), earlier)
            (folder / PUT_ASIDE).touch()
            if made:
                return made
    if connection.vendor == "sqlite":
        shutil.copy(template(folder).file, name)
    else:
        template(folder).copy_as(name)
    return setup_databases(**options, keepdb=True)


def digest_of_code():
    """Of all that migrating reads: our own code, with rights and roles, and the packages'."""
    digest = hashlib.sha256(f"{sqlite3.sqlite_version} {TEST_LOCK.read_text()}".encode())
    for room in ("newsroom", "accounts", "articles"):
        for path in sorted((ROOT / room).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def found(earlier, there):
    """Whether there was one; then it is the template."""
    try:
        shutil.copy(earlier, there.file)
    except FileNotFoundError:
        return False
    return True


def keep(there, earlier):
    """For the next run, in place of all others."""
    for other in earlier.parent.iterdir():
        other.unlink(missing_ok=True)
    # Whole at once, whoever looks.
    whole = earlier.with_suffix(f".{os.getpid()}")
    shutil.copy(there.file, whole)
    whole.replace(earlier)


def tear_down(made):
    """The end of this process's test database, also where a thread still holds on to it."""
    if connection.vendor == "sqlite":
        teardown_databases(made, verbosity=0)
        return
    name = connection.settings_dict["NAME"]
    connections.close_all()
    _drop(template(None).server, name)


def forget_the_template():
    """For the end of the run."""
    if connection.vendor == "postgresql":
        template(None).drop_all()


class Origin:
    """What stands in the test database of this process before its first test."""

    def __init__(self, folder):
        self.file = template(folder).file if connection.vendor == "sqlite" else None
        self.tables = connection.introspection.django_table_names(only_existing=True)
        self.rows = {} if self.file else {table: _written(table) for table in self._filled()}

    def restore(self):
        """Undo all that was written for good, and leave the database as its first test found it.

        Django would empty each table, which takes PostgreSQL a new file and a wait for the disk,
        and announce a migration, which writes lines of rights into the log.
        """
        if self.file:
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(self.file)) as migrated:
                migrated.backup(connection.connection)
            return
        end = time.monotonic() + LONGEST_ANSWER
        while not self._restored_while_nobody_writes():
            if time.monotonic() > end:
                raise TimeoutError(f"Something still writes after {LONGEST_ANSWER} seconds.")
            time.sleep(0.02)

    def _restored_while_nobody_writes(self):
        """Whether nobody did. A page that was closed may still have its last answer coming.

        That is waited for without holding a table, since it may want next what would be held.
        """
        all_tables = ", ".join(map(_quoted, self.tables))
        with transaction.atomic(), connection.cursor() as cursor:
            try:
                cursor.execute(f"LOCK TABLE {all_tables} IN ACCESS EXCLUSIVE MODE NOWAIT")
            except OperationalError as error:
                if not isinstance(error.__cause__, psycopg2.errors.LockNotAvailable):
                    raise
                transaction.set_rollback(True)
                return False
            triggers.take_away()
            for table in self._filled():
                cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 a table of ours
            for table, rows in self.rows.items():
                cursor.cursor.copy_expert(f"COPY {_quoted(table)} FROM STDIN", io.StringIO(rows))
            triggers.put_up()
        return True

    def _filled(self):
        """The tables with rows in them: of sixty, a test fills ten."""
        asked = " UNION ALL ".join(
            f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {_quoted(table)})"  # noqa: S608
            for number, table in enumerate(self.tables)
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return [self.tables[number] for (number,) in cursor.fetchall()]


def _quoted(table):
    return connection.ops.quote_name(table)


def _written(table):
    """All rows of a table, as PostgreSQL writes them down."""
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {_quoted(table)} TO STDOUT", rows)
    return rows.getvalue()


@contextlib.contextmanager
def _alone(folder):
    """One process of the run at a time; the others wait."""
    with (folder / f"{PUT_ASIDE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _put_aside(name, there):
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(there.file)) as copy:
            connection.connection.backup(copy)
        return
    connection.close()  # PostgreSQL copies only what nobody uses
    Postgres(there.server, name).copy_as(there.name)


def _named(url, name):
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _drop(server, name):
    _on_the(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_the(server, command):
    with contextlib.closing(psycopg2.connect(server)) as own:
        own.autocommit = True
        with own.cursor() as cursor:
            cursor.execute(command)
