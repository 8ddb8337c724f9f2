"""Which files belong to a backup: those of a storage that rows of a table name."""

from typing import NamedTuple

from django.core.files.storage import storages


class Kept(NamedTuple):
    """Files of a storage of settings.STORAGES, by the columns with their names and SHA-256."""

    storage: str
    table: str
    name: str
    digest: str


class File(NamedTuple):
    storage: str
    name: str
    sha256: str  # as hex, or "" where nobody knows it

    @property
    def path(self):
        return f"{self.storage}/{self.name}"


_kept = []


def add(kept):
    """For apps that keep such files; their tables must name each by a relative path."""
    if kept not in _kept:
        _kept.append(kept)


def named_by(rows):
    """Every File that a database names; `rows(query)` asks it."""
    return [
        File(kept.storage, name, digest or "")
        for kept in _kept
        for name, digest in rows(
            f'SELECT DISTINCT "{kept.name}", "{kept.digest}" FROM "{kept.table}" '  # noqa: S608
            f"WHERE \"{kept.name}\" <> '' ORDER BY 1"
        )
    ]


def storage(file):
    return storages[file.storage]
