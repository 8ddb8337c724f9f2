"""A backup put back, into an empty place and nowhere else."""

from pathlib import Path

from django.core.files.base import File
from django.db import connections

from . import Refused, checking, databases, files, sealing


def restore(source, *, own=(), progress=iter):
    """Put the backup at `source` back. Returns its Backup; raises Refused.

    Everything is checked before anything is written. The files come first, each by its content,
    which harms nobody; the database last and as a whole. So a restore that was killed, or for which
    the disk had no room, leaves an empty place, and can be begun again.
    """
    backup = checking.found(source)
    database = databases.ours()
    _check_place(backup, database)
    if backup.manifest.is_encrypted and not own:
        raise Refused(
            f"{backup.folder.name} is encrypted: name the file with its secret key (--identity)."
        )
    checking.check_files(backup, own, progress)
    with checking.database_of(backup, own) as made:
        for file in progress(backup.files):
            _put_back(backup, file, made.with_name("file"), own)
        connections.close_all()
        try:
            database.fill(made)
        except OSError as error:
            raise Refused(f"{error.filename or database.where()}: {error.strerror}.") from error
    checking.compare(backup, database)
    return backup


def _check_place(backup, database):
    if database.vendor != backup.manifest.vendor:
        raise Refused(checking.other_database(backup, database))
    if unknown := databases.unknown(backup.manifest.migrations):
        made_by = f" ({backup.manifest.edition})" if backup.manifest.edition else ""
        raise Refused(
            f"{backup.folder.name} is of a newer edition{made_by} than this code: it has "
            f"{', '.join(unknown[:3])}. Restore it with that edition."
        )
    if not database.is_empty():
        raise Refused(
            f"The database {database.where()} is not empty, and a backup is never put over what is "
            "there: let DATABASE_URL name a new one, without any table."
        )


def _put_back(backup, file, working, own):
    storage = files.storage(file)
    if _is_there(storage, file):
        return
    with working.open("wb") as out:
        sealing.pour(backup.shelf.stored(backup.manifest.store, file), out, own)
    try:
        with Path(working).open("rb") as content:
            storage.save(file.name, File(content, name=file.name))
    except OSError as error:
        raise Refused(f"{file.path} cannot be put back ({error.strerror}).") from error


def _is_there(storage, file):
    try:
        with storage.open(file.name) as present:
            counting = sealing.Counting()
            while chunk := present.read(2**20):
                counting.write(chunk)
    except OSError:
        return False
    return bool(file.sha256) and counting.sha256 == file.sha256
