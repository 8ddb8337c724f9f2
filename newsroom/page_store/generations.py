"""Which generation of each surrogate key is the current one, for all processes of this machine.

A file that they map into their memory. Each key has one of SLOTS places by its hash (two that
share one are forgotten together), and in it a number that no other change has given it. A kept
page carries the numbers of its keys as they were before it was made; while they stand, nothing
that it shows has changed. No lock: a change writes a number drawn by lot, and reads none.
"""

import fcntl
import mmap
import os
import secrets
import struct
from hashlib import blake2b

from django.conf import settings

SLOTS = 2**17
WIDTH = 8  # bytes of a number
# Which rows of the outbox somebody on this machine has carried out, by their id.
CARRIED_OUT = 2**13
# For newsroom.page_store.following, between two lives of a process.
NOTES = 4096  # bytes
ANYTHING = 0  # a slot of no key: written with every change
STAMP = struct.Struct("=IQ")


def _opened(path, size):
    """The open file of that size, locked; one for all who open it at the same moment."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        found = os.fstat(file)
        if found.st_nlink and found.st_size in (0, size):
            os.ftruncate(file, size)
            return file
        if found.st_nlink:
            # Of another release, whose processes have it in their memory: cut short, it would end
            # them (SIGBUS). They go on with theirs.
            path.unlink()
        os.close(file)


class Generations:
    """The file at this path, made and filled with nought if it is not there."""

    def __init__(self, path):
        size = NOTES + (CARRIED_OUT + SLOTS) * WIDTH
        file = _opened(path, size)
        try:
            self.memory = mmap.mmap(file, size)
        finally:
            # The mapping keeps the file open, and a lock would be kept with it.
            fcntl.flock(file, fcntl.LOCK_UN)
            os.close(file)
        numbers = memoryview(self.memory)[NOTES:].cast("Q")
        self.carried_out, self.numbers = numbers[:CARRIED_OUT], numbers[CARRIED_OUT:]

    def forget(self, keys, row=None):
        """Every page that was made until now, and shows one of these, is void.

        `row` is the id of the Invalidation that says so.
        """
        for slot in set(map(slot_of, keys)):
            self.numbers[slot] = secrets.randbits(64)
        self.numbers[ANYTHING] = secrets.randbits(64)
        if row:  # last: a process that is killed before has not carried it out
            self.carried_out[row % CARRIED_OUT] = row

    def has_carried_out(self, row):
        return self.carried_out[row % CARRIED_OUT] == row

    def now(self):
        """All numbers of this moment: to be asked for before a page is made."""
        return memoryview(self.numbers.tobytes()).cast("Q")

    @property
    def of_anything(self):
        """A number that is another one after each change, whichever key it had."""
        return self.numbers[ANYTHING]

    def are_current(self, stamps):
        """Whether nothing has changed since these stamps were given."""
        numbers = self.numbers
        return all(numbers[slot] == number for slot, number in stamps)


def stamps(keys, numbers):
    """A tuple of pairs (slot, number) of these keys, from what `Generations.now` gave."""
    return tuple((slot, numbers[slot]) for slot in sorted(set(map(slot_of, keys))))


def packed(pairs):
    """Stamps as bytes."""
    return b"".join(STAMP.pack(*pair) for pair in pairs)


def unpacked(data):
    return tuple(STAMP.iter_unpack(data))


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
