"""What a backup says of itself: `manifest.json` in its folder, and the list `files.jsonl`."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from . import Refused
from .databases import KINDS
from .files import File

FORMAT = "harbour-backup"
VERSION = 1  # of this format
NAME = "manifest.json"
FILES = "files.jsonl"
LARGEST = 4 * 2**20  # bytes; one says some hundred names


@dataclass(frozen=True)
class Manifest:
    made_at: str  # the moment of the database, in UTC
    edition: str
    vendor: str  # "sqlite" or "postgresql"
    database_version: str
    migrations: list
    tables: dict  # how many rows each has
    database: dict  # its file: "name", "bytes", "sha256"
    files: dict  # the list of files: "name", "bytes", "sha256", and their "count"
    store: str  # the folder of the shelf in which the files are
    lost: list  # files that the database names, and that were not there or not as they should be
    settings: list  # the names of variables that were set, and no value
    is_encrypted: bool

    @property
    def moment(self):
        return datetime.fromisoformat(self.made_at)

    def written(self):
        """The text of the file, with a checksum of the rest."""
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(told | {"checksum": _checksum(told)}, indent=1, sort_keys=True) + "\n"


def read(folder):
    """The Manifest in a backup's folder. Raises Refused in words."""
    try:
        with (folder / NAME).open("rb") as file:
            text = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Refused(f"{folder.name} is no backup: it has no {NAME}.") from None
    except OSError as error:
        raise Refused(f"{folder / NAME} cannot be read ({error.strerror}).") from error
    try:
        told = json.loads(text)
        checksum = told.pop("checksum")
        form, version = told.pop("format"), told.pop("version")
    except (ValueError, KeyError, AttributeError, RecursionError):
        raise Refused(f"{folder.name} is no backup, or its {NAME} is cut off.") from None
    if form != FORMAT:
        raise Refused(f"{folder.name} is a backup of something else.")
    if version != VERSION:
        raise Refused(f"{folder.name} was made by another edition, whose backups are not known.")
    if checksum != _checksum({"format": form, "version": version, **told}):
        raise Refused(f"The {NAME} of {folder.name} was changed after it was made.")
    if set(told) != {field.name for field in fields(Manifest)} or told["vendor"] not in KINDS:
        raise Refused(f"The {NAME} of {folder.name} says what no backup says.")
    return Manifest(**told)


def files_of(folder, manifest):
    """Every File of a backup. Raises Refused if the list is not the one it was made with."""
    check(folder, manifest.files)
    with (folder / manifest.files["name"]).open(encoding="utf-8") as lines:
        return [File(*json.loads(line)) for line in lines]


def check(folder, told):
    """That a file is what the manifest says of it: its size, and its SHA-256. Raises Refused."""
    path = folder / told["name"]
    try:
        size = path.stat().st_size
        if size == told["bytes"] and sha256_of(path) == told["sha256"]:
            return
    except FileNotFoundError:
        raise Refused(f"{folder.name} has lost its {path.name}.") from None
    if size < told["bytes"]:
        raise Refused(f"The {path.name} of {folder.name} is cut off: it was longer once.")
    raise Refused(
        f"The {path.name} of {folder.name} is damaged, or belongs to another backup: "
        "it is not what its manifest speaks of."
    )


def sha256_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksum(told):
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
