"""Work that a command does beside its own, each piece in a thread, in turns until it ends."""

import logging
import time
from contextlib import contextmanager
from threading import Event, Thread

from django.db import Error, close_old_connections, connections

logger = logging.getLogger(__name__)

MAX_RETRY_SECONDS = 5  # while the database does not answer; once it does, letters go at once


@contextmanager
def beside(work, *arguments):
    """Do `work(stop_requested, …)` in a thread, with a connection of its own, until the block ends.

    `stop_requested` is an Event.
    """
    stop_requested = Event()
    # A daemon: a database that does not answer must not keep the worker from ending.
    thread = Thread(target=work, args=[stop_requested, *arguments], name=work.__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop_requested.set()
        thread.join(timeout=5)


def again_and_again(look, seconds, stop_requested):
    """`look()` each so many seconds until `stop_requested`; later while the database is away."""
    failures, wait = 0, 0
    while not stop_requested.wait(wait):
        try:
            look()
            failures, wait = 0, seconds
        except Error as error:
            failures += 1
            wait = retry_seconds(failures)
            logger.warning("What is due waits: %s", one_line(error))
        finally:
            close_old_connections()
    connections.close_all()


class Every:
    """Something that is done at once, and again whenever so many seconds have passed."""

    def __init__(self, seconds, do):
        self.seconds, self.do, self.done_at = seconds, do, None

    def do_if_due(self):
        if self.done_at is None or time.monotonic() - self.done_at > self.seconds:
            self.do()
            self.done_at = time.monotonic()


def retry_seconds(failures):
    """Seconds until the next try after so many failures in a row: exponential backoff."""
    return min(2**failures, MAX_RETRY_SECONDS)


def one_line(error):
    return " ".join(str(error).split())
