"""A moment of an SQLite database, by its online backup API (sqlite.org/backup.html)."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from . import Refused, sealing

VENDOR = "sqlite"
FILE = "database.sqlite3.gz"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


class Database:
    vendor, file = VENDOR, FILE

    def __init__(self, settings):
        self.path = Path(settings["NAME"])

    @contextmanager
    def moment(self, folder):
        """The database as it is now, in a Moment; writers go on meanwhile."""
        copy = folder / "database.sqlite3"
        try:
            if not self.path.is_file():
                raise Refused(f"There is no database at {self.path}.")
            with closing(_opened(self.path)) as source, closing(sqlite3.connect(copy)) as target:
                # All in one step: a copy in several begins anew with each row that is written.
                source.backup(target, pages=-1)
                target.execute("PRAGMA journal_mode=DELETE")
            yield Moment(copy)
        except sqlite3.Error as error:
            raise Refused(f"The database cannot be read: {error}.") from error
        finally:
            copy.unlink(missing_ok=True)

    def is_empty(self):
        if not self.path.exists():
            return True
        return not Moment(self.path).rows(_TABLES)

    def where(self):
        return str(self.path)

    def fill(self, made):
        """Make the database of a file that `written` made. It is there as a whole or not at all."""
        with made.open("rb") as file, sealing.unfinished(self.path) as own:
            while chunk := file.read(2**20):
                own.write(chunk)
            for left in ("-wal", "-shm"):  # of the empty one, which must not be played into it
                self.path.with_name(self.path.name + left).unlink(missing_ok=True)

    @contextmanager
    def another(self, folder):
        """An empty database that goes when the block ends, to try a backup in."""
        yield Database({"NAME": folder / "tried.sqlite3"})

    @contextmanager
    def looked_at(self):
        """The Moment of this database itself, for comparing."""
        yield Moment(self.path)


class Moment:
    def __init__(self, path):
        self.path = path

    @contextmanager
    def stream(self):
        with self.path.open("rb") as file:
            yield sealing.Compressed(file)

    def rows(self, query):
        try:
            with closing(_opened(self.path)) as copy:
                return copy.execute(query).fetchall()
        except sqlite3.Error as error:
            raise Refused(f"The database {self.path} cannot be read: {error}.") from error

    def tables(self):
        """How many rows each table has, by name."""
        names = sorted(name for (name,) in self.rows(_TABLES))
        return {name: self.rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608

    def fingerprint(self):
        """What SQLite finds wrong in it, which is nothing in a whole one."""
        said = [line for (line,) in self.rows("PRAGMA integrity_check(5)")]
        return {"integrity": said, "dangling": len(self.rows("PRAGMA foreign_key_check"))}


def written(path, made, own):
    """Write the database of a backup's file `path` to the file `made`. Raises Refused."""
    with made.open("wb") as file:
        whole = sealing.Decompressing(file)
        sealing.pour(path, whole, own)
        whole.end()


def _opened(path):
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
