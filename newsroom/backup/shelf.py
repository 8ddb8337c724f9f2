"""The folder in which backups stand: one folder each, and beside them the files that they share.

shelf.json                   whose backups these are
2026-11-30T033000Z/          manifest.json, files.jsonl, the database
files/originals/ab/cd/…      each file once, however many backups name it
"""

import fcntl
import hashlib
import json
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from newsroom.safe_files import UNFINISHED

from . import Refused, manifest, sealing

MARK = "shelf.json"
LOCK = ".lock"
FORMAT = "harbour-backups"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?")


class Shelf:
    def __init__(self, folder):
        self.folder = Path(folder)

    @contextmanager
    def to_write(self, site):
        """This shelf for one who makes a backup of `site` and nobody else; made if it is not there.

        What somebody before has not ended is taken away. Raises Refused.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._check_or_mark(site)
            lock = (self.folder / LOCK).open("w")
        except OSError as error:
            raise Refused(f"{self.folder} cannot be written to ({error.strerror}).") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"Another backup is being made in {self.folder}.") from None
            self._tidy_up()
            yield

    def _check_or_mark(self, site):
        mark = self.folder / MARK
        if not mark.exists():
            # Whoever was killed right here has left no more than the beginning of a mark.
            if not all(_is_begun_mark(path.name) for path in self.folder.iterdir()):
                raise Refused(f"{self.folder} holds other things: name an empty folder, or a new.")
            with sealing.unfinished(mark) as file:
                file.write(json.dumps({"format": FORMAT, "site": site}).encode())
        told = self._mark()
        if told["site"] != site:
            raise Refused(
                f"{self.folder} holds backups of {told['site']}, and this is {site}: "
                "name another folder."
            )

    def _mark(self):
        try:
            told = json.loads((self.folder / MARK).read_text(encoding="utf-8"))
            if told["format"] == FORMAT and isinstance(told["site"], str):
                return told
        except (OSError, ValueError, KeyError, TypeError):
            pass
        raise Refused(f"{self.folder} holds no backups of a paper.")

    def _tidy_up(self):
        for left in self.folder.glob(f"*{UNFINISHED}"):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        for store in self.folder.glob("files*"):
            for left in store.rglob(f"*{UNFINISHED}"):
                left.unlink()

    def names(self):
        """The backups' folders, the newest first."""
        if not self.folder.is_dir():
            raise Refused(f"There is no folder {self.folder}.")
        found = (path.name for path in self.folder.iterdir() if path.is_dir())
        return sorted(filter(MOMENT.fullmatch, found), reverse=True)

    def new_name(self, moment):
        name = moment.strftime("%Y-%m-%dT%H%M%SZ")
        others = 0
        while (self.folder / name).exists():  # of the same second
            others += 1
            name = f"{name.partition('Z')[0]}Z-{others}"
        return name

    def stored(self, store, file):
        """Where a File lies here; raises Refused for a name that leads elsewhere."""
        parts = PurePosixPath(file.path).parts
        if ".." in parts or PurePosixPath(file.name).is_absolute() or not parts[1:]:
            raise Refused("The list of files names one that is outside of every folder.")
        path = self.folder.joinpath(store, *parts)
        return path.with_name(path.name + sealing.SUFFIX) if store != "files" else path

    def keep_newest(self, count):
        """Take away all but the newest `count` backups, and the files that none names any more.

        A backup that cannot be read is left alone, and as long as there is one every file stays.
        Returns the names of those that were taken away.
        """
        whole, is_sure = [], True
        for name in self.names():
            try:
                whole.append((name, manifest.read(self.folder / name)))
            except Refused:
                is_sure = False
        for name, _ in whole[count:]:
            ended = self.folder / f"{name}{UNFINISHED}"
            (self.folder / name).rename(ended)
            shutil.rmtree(ended)
        if is_sure:
            self._sweep(whole[:count])
        return [name for name, _ in whole[count:]]

    def _sweep(self, kept):
        named = set()
        for name, told in kept:
            named |= {self.stored(told.store, file)
                      for file in manifest.files_of(self.folder / name, told)}  # fmt: skip
        for store in self.folder.glob("files*"):
            for path in sorted(store.rglob("*"), reverse=True):
                if path.is_dir():
                    with suppress(OSError):  # not empty
                        path.rmdir()
                elif path not in named:
                    path.unlink()


def _is_begun_mark(name):
    return name.startswith(f"{MARK}.") and name.endswith(UNFINISHED)


def store_for(keys):
    """The folder for files that are encrypted for these public keys.

    Another key begins another one: what was encrypted for the old one alone would be lost to it.
    """
    if not keys:
        return "files"
    return f"files-{hashlib.sha256(' '.join(sorted(keys)).encode()).hexdigest()[:8]}"
