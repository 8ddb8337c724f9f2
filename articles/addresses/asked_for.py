"""What was asked for at old addresses, and what is nothing: counted, for the desk.

Kept: the path without its query, how often, and the last day. Nothing about who asked, and no path
in which an e-mail address or a secret may stand. A request only notes it, in the memory of the web
process; a thread of its own writes it down within WRITTEN_EACH seconds. Where a cache in front
answers, or a page that is kept, nobody asks here: counts are at least so many.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import AskedFor
from newsroom import background
from newsroom.machine.masks import SECRET

WRITTEN_EACH = 20  # seconds
LONGEST = AskedFor._meta.get_field("path").max_length
# Paths in memory, and in the list of what is nothing: whoever tries a million fills neither.
MOST_NOTED = 1000
MOST_KEPT = 500
KEPT_FOR = timedelta(days=90)


def count(path, *, is_known):
    """Note that a path was asked for. In memory alone, and beyond MOST_NOTED not at all."""
    if len(path) > LONGEST or "@" in path or SECRET.match(path):
        return
    if not is_known and "?" in path:
        return
    key = (path, is_known)
    if key in _noted or len(_noted) < MOST_NOTED:
        _noted[key] += 1
    _writing.ensure_running()


def write_down():
    """Write down what has been noted; what could not be written is kept, and the error raised."""
    today = timezone.localdate()
    noted = dict(sorted(dict(_noted).items()))
    if not noted:
        return
    with transaction.atomic():
        for (path, is_known), times in noted.items():
            row, is_new = AskedFor.objects.get_or_create(
                path=path, defaults={"is_known": is_known, "count": times, "last_on": today}
            )
            if not is_new:
                AskedFor.objects.filter(pk=row.pk).update(
                    is_known=is_known, count=F("count") + times, last_on=today
                )
        _forget_the_least()
    for key, times in noted.items():
        _noted[key] -= times
        if _noted[key] <= 0:
            del _noted[key]


def _forget_the_least():
    """Of what is nothing, MOST_KEPT stay: those asked for most, and of equal ones the newest."""
    nothing = AskedFor.objects.filter(is_known=False).order_by("-count", "-last_on", "-pk")
    least = list(nothing.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + MOST_NOTED])
    AskedFor.objects.filter(pk__in=least).delete()


def delete_old(today=None):
    """Delete what nobody has asked for in 90 days; the worker's housekeeping."""
    AskedFor.objects.filter(last_on__lt=(today or timezone.localdate()) - KEPT_FOR).delete()


_noted = Counter()
_writing = background.Routine(write_down, seconds=WRITTEN_EACH)
