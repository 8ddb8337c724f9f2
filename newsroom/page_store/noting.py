"""Notes of which surrogate keys went out at which path, for caches that forget by path alone.

A thread of each web process writes them to the database, many at once, and no reader waits for
it. What is changed between an answer and its note is told to caches twice anyway (telling.py);
paths that were noted later than that are purged as soon as they are.
"""

import time
from collections import deque
from datetime import timedelta

from django.db import Error, InterfaceError, OperationalError
from django.db.models import Max, Q

from newsroom import clock, purging
from newsroom.background import Routine
from newsroom.page_store.keys import ANYTHING, EVERYTHING
from newsroom.page_store.models import MOST_TIMES_TOLD, GivenOut, Invalidation

WRITE_SECONDS = 0.2
MOST_WAITING = 5_000  # paths
MOST_AT_ONCE = 200  # paths
# More keys than that: it is forgotten with whatever changes.
MOST_KEYS = 300
# The same path with the same keys is noted again after so long.
AGAIN_SECONDS = 6 * 60 * 60
MOST_KNOWN = 100_000  # paths
# Longer than a cache keeps what nobody asks it for (deploy/nginx.conf: inactive).
KEPT_FOR = timedelta(hours=48)
# Notes that were written so soon are seen by the second time that caches are told.
IN_TIME_SECONDS = 1.5


class Notes:
    """What one process has noted."""

    def __init__(self):
        self._known, self._waiting = {}, deque()
        self._routine = Routine(self.write, seconds=WRITE_SECONDS)

    def add(self, path, keys, begun=None):
        """Have it noted that these keys go out at a path; whether it will be.

        `begun` is when (time.monotonic) making what goes out began, or it was known to be good.
        """
        if len(path) > GivenOut.LONGEST_PATH:
            return False
        now = time.monotonic()
        what, until = self._known.get(path, (None, 0))
        digest = hash(frozenset(keys))
        if what == digest and now < until:
            return True
        if len(self._waiting) >= MOST_WAITING:
            return False
        if len(self._known) >= MOST_KNOWN:
            self._known = {}
        self._known[path] = (digest, now + AGAIN_SECONDS)
        self._waiting.append((path, frozenset(keys), now if begun is None else begun))
        self._routine.ensure_running()
        return True

    def write(self):
        """Write down all that waits. Raises django.db.Error.

        While the database is away it goes on waiting, and what is new is kept by nobody in front.
        """
        while self._waiting:
            some = [self._waiting[n] for n in range(min(len(self._waiting), MOST_AT_ONCE))]
            try:
                _write(some)
            except (OperationalError, InterfaceError):
                raise
            except Error:
                # What no database takes must not keep the rest waiting.
                self._known = {}
                self._forget_waiting(some)
                raise
            self._forget_waiting(some)

    def _forget_waiting(self, some):
        for _ in some:
            self._waiting.popleft()


notes = Notes()


def _write(some):
    now = clock.now()
    rows = {(key, path) for path, keys, _ in some for key in _noted(keys)}
    GivenOut.objects.bulk_create(
        # In one order, so that two processes do not wait for each other.
        [GivenOut(key=key, path=path, seen_at=now) for key, path in sorted(rows)],
        update_conflicts=True, unique_fields=["key", "path"], update_fields=["seen_at"],
        batch_size=1000,
    )  # fmt: skip
    late = time.monotonic() - IN_TIME_SECONDS
    for path, keys, begun in some:
        if begun < late and _was_forgotten(keys, now, time.monotonic() - begun):
            purging.purge_paths_later([path])


def _noted(keys):
    """Those of a page's keys that stand in the table: of each page all but the one of all."""
    own = keys - {EVERYTHING}
    if len(own) > MOST_KEYS or any(len(key) > GivenOut.LONGEST_KEY for key in own):
        return {ANYTHING}
    return own or {EVERYTHING}


def _was_forgotten(keys, now, seconds):
    """Whether caches were told one of these keys within so many seconds, or are about to be."""
    since = now - timedelta(seconds=seconds + 1)
    told = Q(told_at__gte=since) | Q(times_told__lt=MOST_TIMES_TOLD)
    rows = Invalidation.objects.due().filter(told).values_list("keys", flat=True)
    return any(not keys.isdisjoint(said) for said in rows)


def paths_with(keys):
    """The paths at which one of these surrogate keys went out, sorted."""
    rows = GivenOut.objects.all()
    if EVERYTHING not in keys:
        rows = rows.filter(key__in={*keys, ANYTHING})
    return sorted(set(rows.values_list("path", flat=True)))


def prune():
    """Delete what went out long ago; while nothing goes out, caches may keep it longer."""
    newest = GivenOut.objects.aggregate(newest=Max("seen_at"))["newest"]
    if newest:
        GivenOut.objects.filter(seen_at__lt=newest - KEPT_FOR).delete()
