"""Telling the caches before the site to forget pages: a PURGE request for each path.

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
from django.tasks import task

from newsroom import retry

logger = logging.getLogger(__name__)

TIMEOUT = 5  # seconds
# After the first try, then hourly: a picture may lie in a cache for a day.
WAITS = [timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5)]
WAITS += retry.HOURLY_FOR_A_DAY
# Forgotten, or not kept at all: both are what we want.
GOOD_ANSWERS = {200, 202, 204, 404, 410}


class Refused(Exception):
    """A cache has answered, but does not forget."""


def forget(paths):
    """Have the worker tell all caches to forget these paths.

    The queue is a table of our database: rolled back means never asked for.
    """
    if paths := sorted(set(paths)):
        for cache in settings.PURGE_URLS:
            purge.enqueue(cache, paths)


@task
def purge(cache, paths, tries=0):
    """Tell one cache to forget paths of the site; once it is no cache of ours any more: nothing."""
    if cache not in settings.PURGE_URLS:
        return
    tell = partial(logger.warning, "%s does not forget what it should: %s", cache)
    away = (OSError, HTTPException, Refused)
    with retry.later(purge, cache, paths, tries=tries, waits=WAITS, after=away, tell=tell):
        _ask(cache, paths)


def _ask(cache, paths):
    address = urlsplit(cache)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    # What readers ask for, and what a cache files a page under, is our own host.
    headers = {"Host": urlsplit(settings.SITE_URL).netloc}
    with contextlib.closing(kind(address.hostname, address.port, timeout=TIMEOUT)) as connection:
        for path in paths:
            connection.request("PURGE", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in GOOD_ANSWERS:
                raise Refused(f"{answer.status} {answer.reason} for {path}")
