"""Cache purging: the HTTP caches before the site are asked to forget paths, or surrogate keys.

Only the caches named in PURGE_URLS and PURGE_KEYS_URLS are asked, and no redirect of theirs is
followed. A cache that does not answer is asked again later, for a day; until then its pages grow
as old as PAGE_CACHE_SECONDS allows, and no older.
"""

import contextlib
import json
import logging
import time
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
PATHS_PER_TASK = 500
# What is asked for after so many paths can wait for what others ask for.
MOST_AT_ONCE = 5_000
LATER = -50  # the priority of a task
KEYS_PER_TASK = 500
# One that has just not answered keeps none of the others waiting.
AWAY_SECONDS = 5
KEYS_BYTES = 4_000  # in a header of Varnish, which takes 8 KB


_away_until = {}  # by cache; seconds


class Refused(Exception):
    """A cache has answered, but not purged."""


def is_on():
    """Whether there is a cache that forgets what it is told."""
    return bool(settings.PURGE_URLS or settings.PURGE_KEYS_URLS)


def forgets_paths():
    return bool(settings.PURGE_URLS)


def purge_paths_later(paths):
    """Enqueue a purge of these paths ("/city/12/x/") for each of PURGE_URLS.

    The queue is a table of our database: rolled back means never asked for.
    """
    paths = sorted(set(paths))
    for start in range(0, len(paths), PATHS_PER_TASK):
        this = purge if start < MOST_AT_ONCE else purge.using(priority=LATER)
        for cache in settings.PURGE_URLS:
            this.enqueue(cache, paths[start : start + PATHS_PER_TASK])


def purge_keys_later(keys):
    """Enqueue a purge of these surrogate keys (words of ASCII) for each of PURGE_KEYS_URLS."""
    for start in range(0, len(keys), KEYS_PER_TASK):
        for cache in settings.PURGE_KEYS_URLS:
            purge_keys.enqueue(cache, keys[start : start + KEYS_PER_TASK])


@task("Caches forget pages", queue=PURGES)
def purge(cache, paths, tries=0):
    """Purge paths of the site from one cache, retrying for a day; idempotent.

    Does nothing once `cache` (its URL) is none of PURGE_URLS any more.
    """
    if cache in settings.PURGE_URLS:
        with _trying(purge, cache, paths, tries):
            _send_purges(cache, paths)


@task("Caches forget what shows something", queue=PURGES)
def purge_keys(cache, keys, tries=0):
    """Purge what has one of these surrogate keys from one cache, as `purge` does with paths."""
    if cache in settings.PURGE_KEYS_URLS:
        with _trying(purge_keys, cache, keys, tries):
            _send_keys(cache, keys)


def _trying(this_task, cache, what, tries):
    name = urlsplit(cache.partition("=")[2] or cache).netloc
    return retry.later(
        this_task, cache, what, tries=tries, delays=DELAYS,
        errors=(OSError, HTTPException, Refused),
        on_retry=partial(logger.warning, "%s does not purge what it should: %s", name),
    )  # fmt: skip


def _send_purges(cache, paths):
    with _connected(cache) as ask:
        for path in paths:
            ask("PURGE", path, headers=_own_host(), done=PURGED_STATUSES)


def _send_keys(cache, keys):
    kind, is_named, address = cache.partition("=")
    send = {"fastly": _to_fastly, "cloudflare": _to_cloudflare}[kind] if is_named else _to_varnish
    with _connected(address or cache) as ask:
        send(partial(ask, done={200, 202, 204}), urlsplit(address).path, keys)


def _to_varnish(ask, path, keys):
    some = []
    for number, key in enumerate(keys, 1):
        some.append(key)
        if number == len(keys) or sum(map(len, some)) + len(some) > KEYS_BYTES:
            ask("PURGE", "/", headers=_own_host() | {"xkey": " ".join(some)})
            some = []


def _to_fastly(ask, path, keys):
    for some in _by(256, keys):
        said = {"Fastly-Key": settings.PURGE_KEYS_TOKEN, "Content-Type": "application/json"}
        ask("POST", f"{path}/purge", json.dumps({"surrogate_keys": some}), said)


def _to_cloudflare(ask, path, keys):
    for some in _by(30, keys):
        said = {"Authorization": f"Bearer {settings.PURGE_KEYS_TOKEN}"}
        said["Content-Type"] = "application/json"
        ask("POST", f"{path}/purge_cache", json.dumps({"tags": some}), said)


def _by(most, keys):
    return (keys[start : start + most] for start in range(0, len(keys), most))


def _own_host():
    # What readers ask for, and what a cache files a page under, is our own host.
    return {"Host": urlsplit(settings.SITE_URL).netloc}


@contextlib.contextmanager
def _connected(url):
    """A function that asks the server at a URL something, and raises Refused unless it is done."""
    if _away_until.get(url, 0) > time.monotonic():
        raise ConnectionError("It did not answer a moment ago.")
    address = urlsplit(url)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection

    def ask(method, path, body=None, headers=None, *, done):
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in done:
            raise Refused(f"{answer.status} {answer.reason} for {path}")

    with contextlib.closing(connect(address.hostname, address.port, timeout=TIMEOUT)) as connection:
        try:
            yield ask
        except TimeoutError:
            _away_until[url] = time.monotonic() + AWAY_SECONDS
            raise
