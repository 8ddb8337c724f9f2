"""How long this process waits for its database, and what it does with one that says nothing.

A request holds a thread, and readers need it back: the web server waits seconds. The worker waits
minutes. A command that somebody has typed (migrate, reindex) waits as long as it takes.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connections


@dataclass(frozen=True)
class Limits:
    """In seconds; 0 is no limit."""

    statement: int = 0
    lock: int = 0
    idle_in_transaction: int = 0


_limits = Limits()


def of_this_process():
    """The Limits of every connection that this process opens from now on."""
    return _limits


def wait_as(what):
    """Have this process wait as a "web" server or as a "worker": settings.DATABASE_LIMITS."""
    global _limits  # noqa: PLW0603 one for the process
    _limits = Limits(**settings.DATABASE_LIMITS[what])
    database = connections.settings["default"]
    if database["ENGINE"] == "newsroom.sqlite" and _limits.lock:
        # Threads share this dictionary, and read it when they connect.
        database["OPTIONS"]["timeout"] = _limits.lock
