"""Something that can be suspended for a while: signals that write, news that goes out."""

from contextlib import contextmanager
from contextvars import ContextVar


class Suspension:
    """`with suspension():` holds for a block of code, in this thread or task alone; it nests."""

    def __init__(self, name):
        self._active = ContextVar(name, default=False)

    @contextmanager
    def __call__(self):
        before = self._active.set(True)
        try:
            yield
        finally:
            self._active.reset(before)

    def is_active(self):
        return self._active.get()
