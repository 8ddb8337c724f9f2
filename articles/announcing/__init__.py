"""Telling the world what has changed: the worker's part of publishing.

Every change leaves an Announcement, in the same transaction, for the moment it concerns. Here
the due ones are delivered, each in a transaction of its own that also ticks it off: whatever
receivers of `publishing.announced` write to the database, tasks included, happens exactly once,
however many workers there are and wherever one is killed. Visibility never waits for this.
"""

import logging
from datetime import timedelta

from django.db import transaction

from articles import publishing
from articles.models import Announcement, Story
from newsroom import clock

logger = logging.getLogger(__name__)

# Two seconds after the first failure, then twice as long each time; nine hours in all. What
# still has not worked stays in the outbox with its trouble.
MOST_TRIES = 20
LONGEST_WAIT = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)


def deliver_due():
    """Deliver all announcements whose hour has come; return how many."""
    # Looked for without a lock: SQLite has only one, and this is asked each second.
    due = list(_due().values_list("pk", "story"))
    return sum(_deliver(pk, story) for pk, story in due)


def forget_old():
    """Delete announcements that were delivered a month ago."""
    Announcement.objects.filter(delivered_at__lt=clock.now() - KEPT_FOR).delete()


def _due():
    return Announcement.objects.due().filter(tries__lt=MOST_TRIES)


def _deliver(pk, story):
    """Whether this announcement was delivered, and by us."""
    with transaction.atomic():
        # The story first, as its verbs do, or the two would wait for each other at its hour.
        Story.objects.select_for_update(of=("self",)).filter(pk=story).first()
        waiting = _due().select_for_update(of=("self",))
        announcement = waiting.filter(pk=pk).first()
        if announcement is None:
            return False  # another worker was here, or the hour has been moved
        announcement.tries += 1
        try:
            with transaction.atomic():
                if announcement.story:
                    announcement.story.settle()
                publishing.announced.send(Announcement, announcement=announcement)
        except Exception as trouble:  # whatever a receiver does, the others' turn comes
            logger.exception("Announcement %s could not be delivered", pk)
            announcement.due_at = clock.now() + _wait_after(announcement.tries)
            announcement.trouble = f"{type(trouble).__name__}: {trouble}"[:500]
            announcement.save(update_fields=["tries", "trouble", "due_at"])
            return False
        announcement.delivered_at, announcement.trouble = clock.now(), ""
        announcement.save(update_fields=["tries", "trouble", "delivered_at"])
        return True


def _wait_after(tries):
    return min(timedelta(seconds=2**tries), LONGEST_WAIT)
