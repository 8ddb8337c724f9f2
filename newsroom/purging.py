"""Cache purging: a PURGE request for each path to every HTTP cache before the site.

Only the caches named in PURGE_URLS are asked, and no redirect of theirs is followed. A cache
that does not answer is asked again later, for a day; until then its pages grow as old as
PAGE_CACHE_SECONDS allows, and no older.
"""

import contextlib
import logging
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from newsroom import retry
from newsroom.task_queue import PURGES, task

logger = logging.getLogger(__name__)

TIMEOUT = 5  # seconds
# Between tries: a picture may lie in a cache for a day.
DELAYS = [timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5)]
DELAYS += retry.HOURLY_FOR_A_DAY
# Purged, or not kept at all: both are what we want.
PURGED_STATUSES = {200, 202, 204, 404, 410}


class Refused(Exception):
    """A cache has answered, but not purged."""


def purge_later(paths):
    """Enqueue a purge of these paths ("/city/12/x/") for each of PURGE_URLS.

    The queue is a table of our database: rolled back means never asked for.
    """
    if paths := sorted(set(paths)):
        for cache in settings.PURGE_URLS:
            purge.enqueue(cache, paths)


@task("Caches forget pages", queue=PURGES)
def purge(cache, paths, tries=0):
    """Purge paths of the site from one cache, retrying for a day; idempotent.

    Does nothing once `cache` (its URL) is none of PURGE_URLS any more.
    """
    if cache not in settings.PURGE_URLS:
        return
    on_retry = partial(logger.warning, "%s does not purge what it should: %s", cache)
    with retry.later(
        purge, cache, paths, tries=tries, delays=DELAYS,
        errors=(OSError, HTTPException, Refused), on_retry=on_retry,
    ):  # fmt: skip
        _send_purges(cache, paths)


def _send_purges(cache, paths):
    address = urlsplit(cache)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    # What readers ask for, and what a cache files a page under, is our own host.
    headers = {"Host": urlsplit(settings.SITE_URL).netloc}
    with contextlib.closing(connect(address.hostname, address.port, timeout=TIMEOUT)) as connection:
        for path in paths:
            connection.request("PURGE", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in PURGED_STATUSES:
                raise Refused(f"{answer.status} {answer.reason} for {path}")
