"""A moment of a PostgreSQL database, by pg_dump in its custom format, and pg_restore."""

import os
import secrets
import shutil
import subprocess
from contextlib import closing, contextmanager

import psycopg2
from psycopg2.extensions import make_dsn

from . import CannotTry, Refused, sealing

VENDOR = "postgresql"
FILE = "database.dump"
# What Django adds for itself, and what no command line shall show.
_NOT_TOLD = {"password", "connection_factory", "cursor_factory", "options", "client_encoding"}
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


class Database:
    vendor, file = VENDOR, FILE

    def __init__(self, params):
        """`params` as django.db.connection.get_connection_params() gives them."""
        self.password = params.get("password") or ""
        self.params = {n: v for n, v in params.items() if n not in _NOT_TOLD and v is not None}
        self.params["dbname"] = params.get("dbname") or params.get("database")
        self.params.pop("database", None)

    @contextmanager
    def moment(self, folder):
        """The database as it is now, in a Moment; writers go on meanwhile."""
        del folder
        _tool("pg_dump")
        with closing(self._connect()) as own:
            own.set_session(isolation_level="REPEATABLE READ", readonly=True)
            ((snapshot,),) = _rows(own, "SELECT pg_export_snapshot()")
            yield Moment(self, own, snapshot)

    def is_empty(self):
        return not self._look(_TABLES)

    def where(self):
        return f"“{self.params['dbname']}”"

    def fill(self, made):
        """Fill the database with the dump `made`, in one transaction: as a whole or not at all."""
        self.run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
                 "--no-privileges", "--no-comments", str(made))  # fmt: skip

    @contextmanager
    def another(self, folder):
        """An empty database that goes when the block ends, to try a backup in."""
        del folder
        name = f"{self.params['dbname'][:40]}_tried_{secrets.token_hex(4)}"
        try:
            self._command(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except psycopg2.Error as error:
            raise CannotTry(
                "A backup is tried in another database, and this role may make none: "
                f"ALTER ROLE … CREATEDB, or try it elsewhere. ({_first_line(error)})"
            ) from error
        try:
            yield Database(self.params | {"dbname": name, "password": self.password})
        finally:
            self._command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def looked_at(self):
        """The Moment of this database itself, for comparing."""
        with closing(self._connect()) as own:
            yield Moment(self, own, None)

    def run(self, tool, *arguments, **options):
        """Run one of PostgreSQL's own programs on this database. Raises Refused in its words."""
        done = subprocess.run(  # noqa: S603
            [_tool(tool), "--dbname", make_dsn(**self.params), *arguments],
            env=self.environment(), stderr=subprocess.PIPE, check=False, **options,
        )  # fmt: skip
        if done.returncode:
            raise Refused(_said(tool, done.stderr))

    def environment(self):
        return os.environ | ({"PGPASSWORD": self.password} if self.password else {})

    def dsn(self):
        return make_dsn(**self.params)

    def _connect(self):
        try:
            return psycopg2.connect(**self.params, password=self.password or None)
        except psycopg2.Error as error:
            raise Refused(f"PostgreSQL does not answer: {_first_line(error)}") from error

    def _look(self, query):
        with closing(self._connect()) as own:
            return _rows(own, query)

    def _command(self, command):
        with closing(self._connect()) as own:
            own.autocommit = True
            with own.cursor() as cursor:
                cursor.execute(command)


class Moment:
    def __init__(self, database, own, snapshot):
        self.database, self._own, self._snapshot = database, own, snapshot

    @contextmanager
    def stream(self):
        database = self.database
        with subprocess.Popen(  # noqa: S603
            [_tool("pg_dump"), "--dbname", database.dsn(), "--format=custom", "--compress=1",
             f"--snapshot={self._snapshot}", "--no-owner", "--no-privileges"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=database.environment(),
        ) as dump:  # fmt: skip
            try:
                yield dump.stdout
            except BaseException:
                dump.kill()
                raise
            # It says a line or two and no more, which fits into a pipe.
            said = dump.stderr.read()
            if dump.wait():
                raise Refused(_said("pg_dump", said))

    def rows(self, query):
        return _rows(self._own, query)

    def tables(self):
        """How many rows each table has, by name."""
        return {name: told[0] for name, told in self._told("count(*)").items()}

    def fingerprint(self):
        """The sum of what the rows of each table hash to, in whichever order they come."""
        self._execute("SET TIME ZONE 'UTC'")
        told = self._told("coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text")
        return {name: value for name, (value,) in told.items()}

    def _told(self, what):
        names = [name for (name,) in self.rows(_TABLES)]
        return {name: self.rows(f'SELECT {what} FROM "{name}" t')[0] for name in names}  # noqa: S608

    def _execute(self, command):
        with self._own.cursor() as cursor:
            cursor.execute(command)


def written(path, made, own):
    """Write the dump of a backup's file `path` to the file `made`. Raises Refused."""
    with made.open("wb") as file:
        sealing.pour(path, file, own)


def _tool(name):
    if found := shutil.which(name):
        return found
    raise Refused(
        f"{name} is not on this machine: install PostgreSQL's client programs "
        "(apt-get install postgresql-client)."
    )


def _rows(own, query):
    with own.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _said(tool, said):
    lines = said.decode("utf-8", "replace").strip().split("\n")
    return f"{tool} gave up: {lines[0].removeprefix(f'{tool}: ')}"


def _first_line(error):
    return str(error).strip().split("\n")[0]
