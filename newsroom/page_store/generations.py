"""Which generation of each surrogate key is the current one, for all processes of this machine.

A file that they map into their memory. Each key has one of SLOTS places by its hash (two that
share one are forgotten together), and in it a number that no other change has given it. A kept
page carries the numbers of its keys as they were before it was made; while they stand, nothing
that it shows has changed. No lock: a change writes a number drawn by lot, and reads none.
"""

import mmap
import os
import secrets
from hashlib import blake2b

from django.conf import settings

SLOTS = 2**17
WIDTH = 8  # bytes of a number
# Before the slots: what newsroom.page_store.following keeps between two lives of a process.
HEADER = 4096  # bytes
ANYTHING = 0  # a slot of no key: written with every change


class Generations:
    """The file at this path, made and filled with nought if it is not there."""

    def __init__(self, path):
        size = HEADER + SLOTS * WIDTH
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size != size:
                os.ftruncate(file, 0)
                os.ftruncate(file, size)
            self.memory = mmap.mmap(file, size)
        finally:
            os.close(file)
        self.numbers = memoryview(self.memory)[HEADER:].cast("Q")

    def forget(self, keys):
        """Every page that was made until now, and shows one of these, is void."""
        for slot in set(map(slot_of, keys)):
            self.numbers[slot] = secrets.randbits(64)
        self.numbers[ANYTHING] = secrets.randbits(64)

    def now(self):
        """All numbers of this moment, as bytes: to be asked for before a page is made."""
        return self.numbers.tobytes()

    @property
    def of_anything(self):
        """A number that is another one after each change, whichever key it had."""
        return self.numbers[ANYTHING]


def slot_of(key):
    """The place of a key (a text) among the SLOTS, the same in every process."""
    return 1 + int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) % (SLOTS - 1)


_current = {}


def current():
    """The Generations of this site, or None where it keeps no pages (PAGE_STORE_MB is 0)."""
    if not settings.PAGE_STORE_MB:
        return None
    path = settings.VAR_DIR / "page-generations"
    if path not in _current:
        _current[path] = Generations(path)
    return _current[path]
