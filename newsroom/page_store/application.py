"""The page store before Django: a WSGI application around the site's.

A reader without a session gets what is kept, if nothing that it shows has changed; else one reader
has it made, and whoever asks meanwhile waits for that one. Everybody else is Django's.
"""

import math

from django.conf import settings
from django.db import Error

from newsroom.page_store import generations, given_out, noting, release
from newsroom.page_store.addresses import Addresses
from newsroom.page_store.away import IS_AWAY
from newsroom.page_store.disk import Disk
from newsroom.page_store.following import Following, seconds
from newsroom.page_store.making import Maker
from newsroom.page_store.memory import Memory

MEGABYTE = 1024 * 1024
LOOK_AROUND_SECONDS = 1  # between two looks at whether the site is closed


class PageStore:
    """`django` is the WSGI application of the site."""

    def __init__(self, django):
        self._django, self.generations = django, generations.current()
        self.addresses, self.memory = Addresses(), Memory(settings.PAGE_STORE_MB * MEGABYTE)
        self.following, self.disk = Following(self.generations), None
        if settings.PAGE_STORE_DISK_MB:
            most = settings.PAGE_STORE_DISK_MB * MEGABYTE
            self.disk = Disk(settings.VAR_DIR / "pages.sqlite3", release.digest(), most)
        self.maker = Maker(self.django, self.memory, self.disk, self.following)
        self.counts = {"hit": 0, "kept": 0, "made": 0, "old": 0}
        self.most_seconds = settings.PAGE_CACHE_SECONDS
        self._is_closed, self._look_again = False, 0

    def __call__(self, environ, start_response):
        found = self.addresses.of(environ)
        if found is None or not self._is_open():
            return self.django(environ, start_response)
        address, query = found
        page = self.memory.get(address)
        if page is None or not page.is_current(self.generations):
            return self._have_made(address, query, environ, start_response)
        return self._give(page, "hit", query, environ, start_response)

    def _is_open(self):
        """Whether pages may be given out now."""
        now = seconds()
        if now >= self._look_again:
            self._look_again = now + LOOK_AROUND_SECONDS
            self._is_closed = (settings.VAR_DIR / "maintenance").exists()
            self.following.start()
        # Before anything is given out: what the clock has changed is forgotten.
        if now >= self.following.deadline and not self.following.look_at_the_clock():
            return False
        return not self._is_closed

    def _have_made(self, address, query, environ, start_response):
        try:
            outcome = self.maker.make(address, environ, query)
        except Error:  # of what stands around it
            return self.django(environ, start_response)
        if outcome.page is not None:
            return self._give(outcome.page, outcome.how, query, environ, start_response)
        if query != environ.get("QUERY_STRING", ""):
            return self.django(environ, start_response)  # a redirect leads on with it
        return outcome.answer.give(environ, start_response)

    def django(self, environ, start_response):
        """The site's own answer; in no time while its database is known to be away."""
        if self.following.is_away:
            environ = environ | {IS_AWAY: True}
        return self._django(environ, start_response)

    def figures(self):
        """What it has done since the process began, and what it holds, by name; numbers."""
        return self.counts | {
            "pages": len(self.memory), "bytes": self.memory.bytes, "evicted": self.memory.evicted,
        }  # fmt: skip

    def _give(self, page, how, query, environ, start_response):
        if query != environ.get("QUERY_STRING", "") and not page.status.startswith("200"):
            # A redirect leads on with what was hung on the link.
            return self.django(environ, start_response)
        self.counts[how] += 1
        now = seconds()
        left = self.following.deadline - now
        bound = max(0, math.ceil(left)) if left < self.most_seconds else None
        if not self._can_be_forgotten(page, query, environ, now):
            bound = 0
        return page.answer(environ, start_response, how, bound)

    def _can_be_forgotten(self, page, query, environ, now):
        """Whether caches in front will hear when a page changes that they are given now."""
        if not page.is_current(self.generations):
            return False  # it changed while it was made: they have heard of it already
        if now >= page.noted_until:
            if not given_out.note(given_out.path_of(environ, query), page.keys):
                return False
            page.noted_until = now + noting.AGAIN_SECONDS
        return True
