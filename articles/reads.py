"""What readers read to the end, counted without knowing who they are.

At the end of a story's text stands a picture of one point (`articles/_read_mark.html`). A browser
loads it when somebody comes near, so the reader needs no script and no cookie.

Kept for a week: for each story and hour, how often that happened (`Reads`). Kept for an hour, in
the cache only: that somebody has been counted, as a hash of the visitor's address, keyed with
the site's secret, for one story and one hour, so that no two of them can be told to belong to
the same person. Not kept anywhere: the address, the browser, what else they read.
"""

import ipaddress
from datetime import UTC, timedelta

from django.core.cache import cache
from django.db import connections, router
from django.db.models import DateTimeField, F, IntegerField, OuterRef, Subquery, Sum, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles import page_keys
from articles.models import Reads, Story
from newsroom import throttling
from newsroom.page_store.forgetting import forget

WINDOW = timedelta(hours=24)
KEPT_FOR = timedelta(days=7)
HOUR_SECONDS = 60 * 60
# Many readers may share one address (NAT); a machine must not fill the cache.
MOST_FROM_ONE_ADDRESS = 200
LONGEST_LIST = 8  # stories of which a page may say that they were read most


def most_read(at=None):
    """Published stories that were read in the 24 hours before `at`, as cards, most read first.

    A queryset. Without stories that were retracted: their numbers are no praise.
    """
    at = at or timezone.now()
    lately = Reads.objects.filter(hour__gt=at - WINDOW, hour__lte=at)
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
    """Count that somebody at this IP address (a text) read the story, once in an hour.

    Nothing is counted for a story that readers cannot see, nor beyond MOST_FROM_ONE_ADDRESS stories
    an hour from one address.
    """
    at = (at or timezone.now()).astimezone(UTC)
    hour = at.replace(minute=0, second=0, microsecond=0)
    visitor = _visitor_hash(address, hour)
    if throttling.seconds_to_wait(
        "read", visitor, times=MOST_FROM_ONE_ADDRESS, seconds=HOUR_SECONDS
    ):
        return
    if cache.add(f"read:{_visitor_hash(address, hour, story_id)}", 1, timeout=HOUR_SECONDS):
        add_one(story_id, hour)
    if cache.add(f"read:expired:{hour:%Y%m%d%H}", 1, timeout=HOUR_SECONDS):
        delete_old(at)


def add_one(story_id, hour):
    """Add one to the story's count of this hour, if it is published; an atomic upsert."""
    connection = connections[router.db_for_write(Reads)]
    quoted = connection.ops.quote_name
    table, story, time, times = map(quoted, ("articles_reads", "story_id", "hour", "count"))
    published = Story.objects.using(connection.alias).published().filter(pk=story_id).order_by()
    row = published.values_list(
        "pk", Value(hour, output_field=DateTimeField()), Value(1, output_field=IntegerField())
    )
    selected, params = row.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        # The ORM inserts values only, and its upsert cannot add to what is there.
        cursor.execute(
            f"INSERT INTO {table} ({story}, {time}, {times}) {selected} "
            f"ON CONFLICT ({story}, {time}) DO UPDATE SET {times} = {table}.{times} + 1",
            params,
        )


def delete_old(at=None):
    """Delete counts older than a week. The first read of each hour does it."""
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
