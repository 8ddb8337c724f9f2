"""What follows a change once it is committed: the worker delivers the outbox.

Every change leaves an Announcement (a transactional outbox), in the same transaction, for the
moment it concerns. Here the due ones are delivered, each in a transaction of its own that also
marks it as delivered: whatever receivers of `publishing.announced` write to the database, tasks
included, happens exactly once, however many workers there are and wherever one is killed.
Visibility never waits for this.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, Min, Q

from articles import publishing
from articles.models import Announcement, Story
from newsroom import clock, retry
from newsroom.clock import Now
from newsroom.machine.figures import Figure, age

logger = logging.getLogger(__name__)

# Nine hours in all. What still has not worked stays in the outbox with its trouble.
DELAYS = retry.exponential(19, longest=timedelta(hours=1))
MOST_TRIES = len(DELAYS) + 1
KEPT_FOR = timedelta(days=30)


def deliver_due():
    """Deliver all announcements whose hour has come; return how many were.

    One of which a receiver raises is tried again later, and keeps nobody waiting.
    """
    # Looked for without a lock: SQLite has only one, and this is asked each second.
    due = list(_due().values_list("pk", "story"))
    return sum(_deliver(pk, story) for pk, story in due)


def delete_delivered():
    """Delete announcements that were delivered a month ago."""
    Announcement.objects.filter(delivered_at__lt=clock.now() - KEPT_FOR).delete()


def figures():
    """What the world has not been told of yet, for newsroom.machine.figures."""
    is_tried, is_given_up = Q(tries__gt=0), Q(tries=MOST_TRIES)
    is_due = Q(due_at__lte=Now()) & ~is_given_up
    found = (
        Announcement.objects.waiting()
        .order_by()
        .aggregate(
            waiting=Count("pk", filter=is_due & ~is_tried),
            again=Count("pk", filter=is_tried & ~is_given_up),
            failed=Count("pk", filter=is_given_up),
            since=Min("due_at", filter=is_due),
            now=Min(Now()),
        )
    )
    states = {"waiting": "waiting", "again": "tried again", "failed": "failed"}
    counts = {(("state", word),): found[name] for name, word in states.items()}
    yield Figure("outbox", "Announcements whose hour has come.", counts)
    oldest = age(found["since"], found["now"])
    yield Figure("outbox_oldest_seconds", "Since the oldest was due.", {(): oldest})


def _due():
    return Announcement.objects.due().filter(tries__lt=MOST_TRIES)


def _deliver(pk, story):
    """Deliver one; return whether it was delivered, and by us."""
    with transaction.atomic():
        # The story first, as its verbs do, or the two would wait for each other at its hour.
        Story.objects.select_for_update(of=("self",)).filter(pk=story).first()
        waiting = _due().select_for_update(of=("self",))
        announcement = waiting.filter(pk=pk).first()
        if announcement is None:
            return False  # another worker was here, or the hour has been moved
        with retry.trying(
            tries=announcement.tries, delays=DELAYS, put_off=partial(_put_off, announcement),
            errors=Exception,  # whatever a receiver raises, the others' turn comes
        ):  # fmt: skip
            with transaction.atomic():
                if announcement.story:
                    announcement.story.settle()
                publishing.announced.send(Announcement, announcement=announcement)
            announcement.delivered_at, announcement.trouble = clock.now(), ""
        announcement.tries += 1
        announcement.save(update_fields=["tries", "trouble", "due_at", "delivered_at"])
        return announcement.delivered_at is not None


def _put_off(announcement, error, delay):
    logger.exception("Announcement %s could not be delivered", announcement.pk)
    announcement.trouble = f"{type(error).__name__}: {error}"[:500]
    if delay:
        announcement.due_at = clock.now() + delay
