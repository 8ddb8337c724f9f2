"""What readers read to the end, counted without knowing who they are.

At the end of a story's text stands a picture of one point (`articles/_read_mark.html`). A browser
loads it when somebody comes near, so the reader needs no script and no cookie.

Kept for a week: for each story and hour, how often that happened (`Reads`). Kept for an hour, in
the cache only: that somebody has been counted, as a hash of the visitor's address, keyed with
the site's secret, for one story and one hour, so that no two of them can be told to belong to
the same person. Not kept anywhere: the address, the browser, what else they read.

A request only notes it, in the memory of the web process; a thread of its own counts it within
WRITTEN_EACH seconds. What is noted is these hashes, too.
"""

import ipaddress
from collections import Counter, deque
from datetime import UTC, timedelta
from itertools import batched

from django.core.cache import cache
from django.db import connections, router, transaction
from django.db.models import DateTimeField, F, IntegerField, OuterRef, Subquery, Sum, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles import page_keys
from articles.models import Reads, Story
from newsroom import background, throttling
from newsroom.composed_once import Given, composed_once
from newsroom.page_store.forgetting import forget

WINDOW = timedelta(hours=24)
KEPT_FOR = timedelta(days=7)
HOUR_SECONDS = 60 * 60
# Many readers may share one address (NAT); a machine must not fill the cache.
MOST_FROM_ONE_ADDRESS = 200
# What a process that is killed has not written down yet.
WRITTEN_EACH = 5  # seconds
# A megabyte or two, while nothing can be written down.
MOST_NOTED = 10_000
# Rows in a transaction, while which SQLite lets nobody else write.
AT_ONCE = 200
LONGEST_LIST = 8  # stories of which a page may say that they were read most


def most_read(at=None):
    """Published stories that were read in the 24 hours before `at`, as cards, most read first.

    A queryset. Without stories that were retracted: their numbers are no praise.
    """
    at = at or timezone.now()
    return _most_read(at - WINDOW, at)


def list_of_most_read(at):
    """The first LONGEST_LIST of them."""
    return _list_of_most_read(since=at - WINDOW, until=at)


@composed_once
def _list_of_most_read():
    hour = Reads._meta.get_field("hour")
    return _most_read(Given("since", hour), Given("until", hour))[:LONGEST_LIST]


def _most_read(since, until):
    lately = Reads.objects.filter(hour__gt=since, hour__lte=until)
    of_one = lately.filter(story=OuterRef("pk")).order_by().values("story")
    return (
        Story.objects.published()
        .filter(pk__in=lately.values("story"), retracted_at=None)
        .alias(times=Subquery(of_one.annotate(times=Sum("count")).values("times")))
        .for_cards()
        .order_by(F("times").desc(), "-published_at", "-pk")
    )


class MostRead:
    """Which stories were read most when somebody last looked; the worker looks each minute."""

    def __init__(self):
        self.stories = None

    def look(self):
        """Have the front page made anew if they are others, or in another order, than before."""
        now = list(most_read().values_list("pk", flat=True)[:LONGEST_LIST])
        if now != self.stories:
            self.stories = now
            forget(page_keys.MOST_READ)


def count(story_id, address, at=None):
    """Note that somebody at this IP address (a text) reads the story; `write_down` counts it.

    In memory alone: a page that readers wait for asks neither database nor cache for this, which
    may be locked, frozen or full. Beyond MOST_NOTED it is forgotten.
    """
    at = (at or timezone.now()).astimezone(UTC)
    hour = at.replace(minute=0, second=0, microsecond=0)
    if len(_noted) < MOST_NOTED:
        visitor = _visitor_hash(address, hour)
        _noted.append((story_id, hour, visitor, _visitor_hash(address, hour, story_id)))
    _writing.ensure_running()


def write_down():
    """Count what has been noted: once for each reader, story and hour.

    Nothing is counted for a story that readers cannot see, nor beyond MOST_FROM_ONE_ADDRESS stories
    an hour from one address. What could not be written is kept, and the error raised.
    """
    while _noted and len(_counted) < MOST_NOTED:
        story_id, hour, visitor, reading = _noted[0]
        # Before it is taken out: while the cache is away it stays.
        if _is_to_be_counted(visitor, reading):
            _counted[story_id, hour] += 1
        _noted.popleft()
    for keys in batched(sorted(_counted), AT_ONCE):
        add({key: _counted[key] for key in keys})
        for key in keys:
            del _counted[key]


def _is_to_be_counted(visitor, reading):
    if throttling.seconds_to_wait(
        "read", visitor, times=MOST_FROM_ONE_ADDRESS, seconds=HOUR_SECONDS
    ):
        return False
    return cache.add(f"read:{reading}", 1, timeout=HOUR_SECONDS)


def add(counts):
    """Add {(story_id, hour): times} to what is counted, of stories that are published.

    All or nothing; an atomic upsert of each, in the same order for every process.
    """
    stories = {story_id for story_id, _ in counts}
    seen = set(Story.objects.published().filter(pk__in=stories).values_list("pk", flat=True))
    connection = connections[router.db_for_write(Reads)]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for (story_id, hour), times in sorted(counts.items()):
            if story_id in seen:
                _add_to_row(connection, cursor, story_id, hour, times)


def _add_to_row(connection, cursor, story_id, hour, times):
    quoted = connection.ops.quote_name
    table, story, time, count = map(quoted, ("articles_reads", "story_id", "hour", "count"))
    published = Story.objects.using(connection.alias).published().filter(pk=story_id).order_by()
    row = published.values_list(
        "pk", Value(hour, output_field=DateTimeField()), Value(times, output_field=IntegerField())
    )
    selected, params = row.query.get_compiler(connection=connection).as_sql()
    # The ORM inserts values only, and its upsert cannot add to what is there.
    cursor.execute(
        f"INSERT INTO {table} ({story}, {time}, {count}) {selected} "
        f"ON CONFLICT ({story}, {time}) DO UPDATE SET {count} = {table}.{count} + excluded.{count}",
        params,
    )


def delete_old(at=None):
    """Delete counts older than a week; the worker's housekeeping."""
    Reads.objects.filter(hour__lt=(at or timezone.now()) - KEPT_FOR).delete()


def _visitor_hash(address, *scope):
    """A keyed hash (HMAC) that is the same only for the same address within the same scope."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        pass
    else:
        if ip.version == 6:
            # One household has 64 bits of addresses to itself.
            address = ipaddress.ip_network((ip, 64), strict=False)
    value = "|".join(map(str, (address, *scope)))
    return salted_hmac("articles.reads", value, algorithm="sha256").hexdigest()


_noted = deque()
_counted = Counter()
_writing = background.Routine(write_down, seconds=WRITTEN_EACH)
