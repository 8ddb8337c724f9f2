"""What this thread is doing: for log lines, slow queries and metrics."""

from contextvars import ContextVar


class Doing:
    """One request: its id, the name of its route once that is known, and its queries."""

    __slots__ = ("id", "queries", "query_seconds", "route")

    def __init__(self, id):  # noqa: A002 what everybody calls it
        self.id = id
        self.route = ""
        self.queries = 0
        self.query_seconds = 0.0


_now = ContextVar("machine.doing", default=None)


def now():
    """The Doing of this thread, or None outside of a request."""
    return _now.get()


def begin(doing):
    _now.set(doing)


def end():
    _now.set(None)
