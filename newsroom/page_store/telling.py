"""Telling the caches in front what has changed: the worker does it, from the outbox.

Each row of `Invalidation` is told twice, at once and REPEAT_AFTER later: an answer that was on its
way to a cache when it forgot is older than the change, and would be kept. Both times exactly once,
however many workers there are: requests are enqueued in the transaction that says so in the row.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from newsroom import clock, purging
from newsroom.clock import Now
from newsroom.page_store import noting
from newsroom.page_store.given_out import word
from newsroom.page_store.keys import ANYTHING, EVERYTHING
from newsroom.page_store.models import MOST_TIMES_TOLD, Invalidation

REPEAT_AFTER = timedelta(seconds=2)
MOST_ROWS = 2_000
# More than that at once: everything is forgotten.
MOST_KEYS = 1_000


def tell_due():
    """Enqueue purges of all that has changed; returns of how many rows."""
    # Looked for without a lock: SQLite has only one, and this is asked many times each second.
    if not purging.is_on() or not _due().exists():
        return 0
    with transaction.atomic():
        rows = list(_due().order_by("pk").select_for_update(skip_locked=True)[:MOST_ROWS])
        keys = {key for row in rows for key in row.keys}
        if keys:
            _enqueue(keys)
        for times in {row.times_told for row in rows}:
            these = [row.pk for row in rows if row.times_told == times]
            told = Invalidation.objects.filter(pk__in=these)
            told.update(times_told=times + 1, told_at=clock.now())
    return len(rows)


def _due():
    untold = Q(times_told=0) | Q(told_at__lte=Now() - REPEAT_AFTER)
    return Invalidation.objects.due().filter(untold, times_told__lt=MOST_TIMES_TOLD)


def _enqueue(keys):
    keys |= {ANYTHING}
    if len(keys) > MOST_KEYS or EVERYTHING in keys:
        keys = {EVERYTHING}
    purging.purge_keys_later(sorted(map(word, keys)))
    if purging.forgets_paths():
        purging.purge_paths_later(noting.paths_with(keys))
