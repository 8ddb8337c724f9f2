"""Telling the world what has changed: the worker's part of publishing.

Every change leaves an Announcement, in the same transaction, for the moment it concerns. Here
the due ones are delivered, each in a transaction of its own that also ticks it off: whatever
receivers of `publishing.announced` write to the database, tasks included, happens exactly once,
however many workers there are and wherever one is killed. Visibility never waits for this.
"""

import logging

from django.db import transaction

from articles import publishing
from articles.models import Announcement
from newsroom import clock

logger = logging.getLogger(__name__)

MOST_TRIES = 20


def deliver_due():
    """Deliver all announcements whose hour has come; return how many."""
    delivered, failed = 0, set()
    while True:
        outcome = _deliver_next(failed)
        if outcome is None:
            return delivered
        delivered += outcome


def _deliver_next(failed):
    """1 for a delivered announcement, 0 for one that did not work, None if none is left."""
    with transaction.atomic():
        # Another worker's announcement is passed by, not waited for.
        due = Announcement.objects.due().filter(tries__lt=MOST_TRIES).exclude(pk__in=failed)
        announcement = due.select_for_update(skip_locked=True, of=("self",)).first()
        if announcement is None:
            return None
        announcement.tries += 1
        try:
            with transaction.atomic():
                _deliver(announcement)
        except Exception as trouble:  # whatever a receiver does, the others' turn comes
            logger.exception("Announcement %s could not be delivered", announcement.pk)
            failed.add(announcement.pk)
            announcement.trouble = f"{type(trouble).__name__}: {trouble}"[:500]
            announcement.save(update_fields=["tries", "trouble"])
            return 0
        announcement.delivered_at, announcement.trouble = clock.now(), ""
        announcement.save(update_fields=["tries", "trouble", "delivered_at"])
        return 1


def _deliver(announcement):
    if announcement.story:
        announcement.story.settle()
    publishing.announced.send(Announcement, announcement=announcement)
