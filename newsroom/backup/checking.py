"""Whether a backup is whole, and whether a paper comes out of it."""

import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import CannotTry, Refused, databases, manifest, sealing
from .making import working_folder
from .shelf import MOMENT, Shelf

__all__ = ["CannotTry", "check_files", "compare", "database_of", "found", "prove"]


@dataclass(frozen=True)
class Backup:
    """One that is what it says of itself; to be had from `found` alone."""

    shelf: Shelf
    folder: Path
    manifest: manifest.Manifest
    files: list

    @property
    def kind(self):
        return databases.KINDS[self.manifest.vendor]


def found(source):
    """The Backup at `source`: a backup's folder, or the folder of all, of which the newest.

    All but the files' contents is checked. Raises Refused.
    """
    source = Path(source)
    if not source.is_dir():
        raise Refused(f"There is no folder {source}.")
    if MOMENT.fullmatch(source.resolve().name):
        shelf, folder = Shelf(source.resolve().parent), source.resolve()
    else:
        shelf = Shelf(source)
        names = shelf.names()
        if not names:
            raise Refused(f"{source} holds no backup of a paper.")
        folder = source / names[0]
    told = manifest.read(folder)
    manifest.check(folder, told.database)
    return Backup(shelf, folder, told, manifest.files_of(folder, told))


def check_files(backup, own=(), progress=iter):
    """That every file is there, and is what its name says. Raises Refused at the first that is not.

    Of encrypted ones without a key, that it is there.
    """
    for file in progress(backup.files):
        path = backup.shelf.stored(backup.manifest.store, file)
        if not path.is_file():
            raise Refused(f"{backup.folder.name} has lost a file: {file.path}.")
        if backup.manifest.is_encrypted and not own:
            continue
        counting = sealing.Counting()
        sealing.pour(path, counting, own)
        if file.sha256 and counting.sha256 != file.sha256:
            raise Refused(f"A file of {backup.folder.name} is damaged: {file.path}.")


@contextmanager
def database_of(backup, own=()):
    """A file of this machine with the backup's database, decrypted. Raises Refused."""
    path = backup.folder / backup.manifest.database["name"]
    with working_folder() as folder:
        made = folder / "database"
        try:
            backup.kind.written(path, made, own)
        except zlib.error as error:
            raise Refused(f"The database of {backup.folder.name} is damaged.") from error
        yield made


def compare(backup, database):
    """That a database has as many rows in each table as the backup says. Raises Refused."""
    with database.looked_at() as moment:
        tables = moment.tables()
    for name, count in backup.manifest.tables.items():
        if tables.get(name) != count:
            raise Refused(
                f"{name} has {tables.get(name, 'no')} rows and had {count} when "
                f"{backup.folder.name} was made."
            )


def prove(backup, own=(), progress=iter, *, every_file=True):
    """That a paper comes out of a backup: every file is read, and the database is restored into an
    empty one of its own, compared, and taken away again.

    Raises Refused; CannotTry where there is no place for another database.
    """
    if backup.manifest.is_encrypted and not own:
        raise Refused("An encrypted backup is proved with its secret key: --identity FILE.")
    if every_file:
        check_files(backup, own, progress)
    database = databases.ours()
    if database.vendor != backup.manifest.vendor:
        raise Refused(other_database(backup, database))
    with database_of(backup, own) as made, made_apart(database, made) as another:
        compare(backup, another)
        if backup.manifest.vendor == databases.sqlite.VENDOR:
            with another.looked_at() as moment:
                if (wrong := moment.fingerprint()) != {"integrity": ["ok"], "dangling": 0}:
                    raise Refused(f"SQLite finds the database of this backup wrong: {wrong}.")


@contextmanager
def made_apart(database, made):
    with working_folder() as folder, database.another(folder) as another:
        another.fill(made)
        yield another


def other_database(backup, database):
    return (
        f"{backup.folder.name} is of {backup.manifest.vendor}, and DATABASE_URL names "
        f"{database.vendor}: restore it there, or move with export_paper and import_paper."
    )
