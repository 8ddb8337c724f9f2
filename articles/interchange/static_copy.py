"""The public paper as files: where a copy begins, and which pages are no part of it."""

import logging
import time
from contextlib import contextmanager
from itertools import chain

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from articles import page_keys
from articles.addresses.of_pictures import FILE
from articles.models import OldAddress, Story
from newsroom.page_store.application import PageStore
from newsroom.page_store.keys import EVERYTHING
from newsroom.static_copy import Refused, copying, mirroring

logger = logging.getLogger(__name__)

# They answer what a reader asks, keep what one chooses, or count.
LEFT_OUT = {f"articles:{name}" for name in ("search", "style", "reading", "shared", "read")}
# A mirror: once all of it each so often, since of what nothing leads to any more no change tells;
# again after it was refused; and again for pages that could not be made.
EVERYTHING_SECONDS = 24 * 60 * 60
AGAIN_SECONDS = 60
A_WHILE_SECONDS = 10
BEGINNINGS = (
    *("front", "sitemap", "latest-feed", "robots", "favicon", "icon", "touch-icon", "manifest"),
    *("galleries", "quotes", "archive", "corrections", "corrections-feed", "updates"),
    *("text-front",),
)


class Mirror:
    """A copy in `folder` that follows the paper; the worker looks after it."""

    def __init__(self, folder):
        self._mirror = mirroring.Mirror(
            folder, WSGIHandler(), site=settings.SITE_URL, is_copied=is_copied,
            language=settings.LANGUAGE_CODE, is_urgent=_is_urgent,
        )  # fmt: skip
        self._changes = self._copied_at = None
        self._again, self._wait_until = set(), 0

    def look(self):
        """Bring it up to date with what has changed since. Raises django.db.Error."""
        if time.monotonic() < self._wait_until:
            return
        try:
            self._look()
        except Refused as refused:
            logger.error("The mirror is not up to date: %s", refused)
            # What was changed meanwhile is not remembered: all is copied then.
            self._changes, self._wait_until = None, time.monotonic() + AGAIN_SECONDS

    def _look(self):
        is_new = self._changes is None
        if is_new:
            self._changes = mirroring.Changes()
        keys = self._changes.new()
        now = time.monotonic()
        is_old = self._copied_at is None or now - self._copied_at > EVERYTHING_SECONDS
        if is_new or is_old or EVERYTHING in keys:
            with _one_connection():
                report = self._mirror.make(beginnings(), pages_of_its_own())
            self._copied_at = now
            self._again = {address for address, _ in report.faults}
        elif keys or self._again:
            with _one_connection():
                addresses = self._mirror.showing(keys) | self._again
                self._again = self._mirror.make_anew(addresses, keys) if addresses else set()
        if self._again:
            self._wait_until = now + A_WHILE_SECONDS


def _is_urgent(keys):
    """Of the keys of a page that were touched: its own story's are among them."""
    return any(key.startswith(page_keys.text_of("")) for key in keys)


def copy(folder, progress=lambda done, known: None):
    """Copy the public paper into a folder. Returns a Report; raises Refused."""
    application = WSGIHandler()
    if settings.PAGE_STORE_MB:
        application = PageStore(application)  # pages that are prepared need not be made
    made = copying.Copy(
        folder, application, site=settings.SITE_URL, is_copied=is_copied,
        language=settings.LANGUAGE_CODE,
    )  # fmt: skip
    with _one_connection():
        return made.make(beginnings(), pages_of_its_own(), progress)


@contextmanager
def _one_connection():
    """The web server's requests may each end one; ten thousand in a row need not."""
    signals = (request_started, request_finished)
    connected = [signal for signal in signals if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in connected:
            signal.connect(close_old_connections)


def is_copied(path):
    """Whether the page at a path is part of a copy. An old address is: it leads on."""
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        name = resolve(path).view_name
    except Resolver404:
        return not path.startswith((f"/{settings.DESK_PATH}", "/accounts/"))
    return name.startswith("articles:") and name not in LEFT_OUT


def beginnings():
    """What nothing leads to, or only a sitemap."""
    named = (reverse(f"articles:{name}") for name in BEGINNINGS)
    old = OldAddress.objects.values_list("path", flat=True)
    # A page that leads on is no picture, whatever its file is called.
    old = (path for path in old if "?" not in path and not FILE.search(path))
    stories = (
        story.get_absolute_url()
        for story in Story.objects.published().select_related("section").iterator()
    )
    return chain(named, old, stories)


def pages_of_its_own():
    request = RequestFactory(SERVER_NAME="localhost").get("/")
    request.user = AnonymousUser()
    text = render_to_string("static_copy.html", {"site": settings.SITE_URL}, request=request)
    return {copying.ELSEWHERE: text, copying.NOT_FOUND: text}
