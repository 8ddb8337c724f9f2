"""Surrogate keys: the names of what a page shows, collected while it is made.

A key is a word without white space ("story-12", "stories-in-3"): Varnish and Fastly separate keys
by spaces. Which there are is not known here; the models say theirs (articles/page_keys.py).
"""

from contextlib import contextmanager
from contextvars import ContextVar

# A key of every page: whatever cannot say what it changes forgets all.
EVERYTHING = "everything"
# For caches in front: the one key of a page that shows too much to name it. Every change has it.
ANYTHING = "anything"
# What the calendar changes, at midnight in the paper’s time zone.
DAY, YEAR = "day", "year"
# What is another thing tomorrow, and no secret: while nothing can be made anew, it stays as it was.
# Rooms above add theirs.
HARMLESS = {DAY, YEAR}

_collected = ContextVar("page_store.keys", default=None)
_leaves_frames = ContextVar("page_store.frames", default=False)


def shows(*keys):
    """Say that what is being made shows these; outside of `collecting()` nobody hears it."""
    collected = _collected.get()
    if collected is not None:
        collected.update(keys)


def is_collecting():
    return _collected.get() is not None


def leaves_frames():
    """Whether what is being made has places for frames (newsroom.page_store.frames)."""
    return _leaves_frames.get()


@contextmanager
def collecting(*, with_frames=False):
    """The set of keys that are shown in here, in this thread; what is within another is not its.

    `with_frames`: the page is made as a whole; else places for its frames are left in it.
    """
    before = _collected.set(keys := {EVERYTHING}), _leaves_frames.set(not with_frames)
    try:
        yield keys
    finally:
        _leaves_frames.reset(before[1])
        _collected.reset(before[0])
