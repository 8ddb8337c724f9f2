"""Surrogate keys: the names of what a page shows, collected while it is made.

A key is a word without white space ("story-12", "stories-in-3"): Varnish and Fastly separate keys
by spaces. Which there are is not known here; the models say theirs (articles/page_keys.py).
"""

from contextlib import contextmanager
from contextvars import ContextVar

# A key of every page: whatever cannot say what it changes forgets all.
EVERYTHING = "everything"
# What the calendar changes, at midnight in the paper’s time zone.
DAY, YEAR = "day", "year"

_collected = ContextVar("page_store.keys", default=None)


def shows(*keys):
    """Say that what is being made shows these; outside of `collecting()` nobody hears it."""
    collected = _collected.get()
    if collected is not None:
        collected.update(keys)


def is_collecting():
    return _collected.get() is not None


@contextmanager
def collecting():
    """The set of keys that are shown in here, in this thread; what is within another is not its."""
    before = _collected.set(keys := {EVERYTHING})
    try:
        yield keys
    finally:
        _collected.reset(before)
