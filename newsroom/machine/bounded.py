"""Looks at something that may never answer, and waits no longer than it may."""

import time
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as Late
from threading import Lock, Thread

from django.db import connections

KEPT = 1  # seconds that an answer is good for, so that nobody can have us look without end


class NoAnswer(Exception):
    """Nothing came within the time."""


class Look:
    """`look.answer(until)`: what `work()` returns or raises, looked for in a thread of its own.

    One at a time: while it hangs, no second one is sent after it.
    """

    def __init__(self, work):
        self.work = work
        self._lock, self._future, self._began = Lock(), None, 0.0

    def begin(self):
        with self._lock:
            is_old = time.monotonic() - self._began > KEPT
            if self._future is None or (self._future.done() and is_old):
                self._future, self._began = Future(), time.monotonic()
                # A daemon: it must not keep the process from ending.
                Thread(target=self._look, args=[self._future], daemon=True).start()
            return self._future

    def answer(self, until):
        """`until` is a moment of time.monotonic(); raises NoAnswer after it."""
        try:
            return self.begin().result(timeout=max(until - time.monotonic(), 0))
        except Late:
            raise NoAnswer from None

    def _look(self, future):
        try:
            try:
                future.set_result(self.work())
            except InvalidStateError:
                raise
            except Exception as error:  # told to whoever waits
                future.set_exception(error)
        finally:
            connections.close_all()
