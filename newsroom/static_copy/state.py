"""What a copy has written: a list of its files, and beside it, while it works, those that are new.

A process that is killed leaves the second: what it wrote is known all the same, and goes once it is
no page any more.
"""

import fcntl
import json
from contextlib import contextmanager, suppress

from newsroom.backup import sealing
from newsroom.safe_files import UNFINISHED

from . import Refused

NAME = ".harbour-static.json"
NEW = ".harbour-static.new"
LOCK = ".harbour-static.lock"
OURS = ".harbour-static."
FORMAT = "harbour-static-copy"


class State:
    """What a copy of `site` has in `folder` (a Path): `files` are [SHA-256, is final] by name."""

    def __init__(self, folder, site):
        self.folder, self.site, self.files, self._new = folder, site, {}, None

    @contextmanager
    def at_work(self):
        """This folder for one process alone, and its files read. Raises Refused, OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        is_new = not (self.folder / NAME).exists()
        if is_new and not all(path.name.startswith(OURS) for path in self.folder.iterdir()):
            raise Refused(f"{self.folder} holds other things: name an empty folder, or a new.")
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"Another copy is being made in {self.folder}.") from None
            if is_new:
                self.write({})  # whoever is killed from here on has marked the folder
            self.files = self._read()
            self._take_up_what_was_left()
            yield self

    @contextmanager
    def noting(self):
        """While files are written: `note` each that is new before it is. Ends with `write`."""
        with (self.folder / NEW).open("ab", buffering=0) as self._new:
            yield

    def note(self, file):
        if file not in self.files:
            self._new.write(f"{file}\n".encode())

    def write(self, files):
        self.files = files
        told = {"format": FORMAT, "site": self.site, "files": files}
        with sealing.unfinished(self.folder / NAME) as out:
            out.write(json.dumps(told, ensure_ascii=False).encode())
        (self.folder / NEW).unlink(missing_ok=True)

    def _take_up_what_was_left(self):
        left = self.folder / NEW
        if not left.exists():
            return
        for file in left.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]:
            if _is_within(file):
                self.files.setdefault(file, ["", False])
        for path in self.folder.rglob(f".*{UNFINISHED}"):
            with suppress(OSError):
                path.unlink()

    def _read(self):
        path = self.folder / NAME
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["format"] == FORMAT:
                return {file: [str(digest), bool(is_final)]
                        for file, (digest, is_final) in told["files"].items()
                        if _is_within(file)}  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        raise Refused(f"{path} is not what a copy has written: name an empty folder.")


def _is_within(file):
    return bool(file) and not file.startswith("/") and ".." not in file.split("/")
