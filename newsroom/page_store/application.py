"""The page store before Django: a WSGI application around the site's.

A reader without a session gets what is kept, if nothing that it shows has changed; else one reader
has it made, and whoever asks meanwhile waits for that one. Everybody else is Django's.
"""

import math
import threading
from contextlib import suppress

from django.conf import settings
from django.db import Error

from newsroom.page_store import frames, generations, given_out, noting, release
from newsroom.page_store.addresses import Addresses
from newsroom.page_store.disk import Disk
from newsroom.page_store.following import Following, seconds
from newsroom.page_store.generations import slot_of
from newsroom.page_store.kept import Finished, Page
from newsroom.page_store.keys import DAY, YEAR, collecting
from newsroom.page_store.memory import Memory

MEGABYTE = 1024 * 1024
# A page that somebody else is making is waited for so long. Then everybody makes it.
WAIT_SECONDS = 10
MOST_UNKEPT = 10_000
# What asks for another form of an answer, and for the store to give.
OF_FORMS = (
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
# What is another thing tomorrow, and no secret: while nothing can be made, it stays.
HARMLESS = {slot_of(key) for key in (DAY, YEAR, "most-read")}
MAINTENANCE_SECONDS = 1  # between two looks at whether the site is closed


class PageStore:
    """`django` is the WSGI application of the site."""

    def __init__(self, django):
        self.django, self.generations = django, generations.current()
        self.addresses, self.memory = Addresses(), Memory(settings.PAGE_STORE_MB * MEGABYTE)
        self.following = Following(self.generations)
        self.disk = None
        if settings.PAGE_STORE_DISK_MB:
            most = settings.PAGE_STORE_DISK_MB * MEGABYTE
            self.disk = Disk(settings.VAR_DIR / "pages.sqlite3", release.digest(), most)
        self.most_seconds = settings.PAGE_CACHE_SECONDS
        self.counts = {"hit": 0, "kept": 0, "made": 0}
        self._making, self._lock, self._unkept = {}, threading.Lock(), set()
        self._is_closed, self._look_again = False, 0

    def __call__(self, environ, start_response):
        found = self.addresses.of(environ)
        if found is None:
            return self.django(environ, start_response)
        now = seconds()
        if now >= self._look_again:
            self._look_around(now)
        # Before anything is given out: what the clock has changed is forgotten.
        if now >= self.following.deadline and not self.following.look_at_the_clock():
            return self.django(environ, start_response)
        if self._is_closed:
            return self.django(environ, start_response)
        address, query = found
        page = self.memory.get(address)
        if page is not None and page.is_current(self.generations):
            return self._give(page, "hit", query, environ, start_response, now)
        if address in self._unkept:
            return self.django(environ, start_response)
        return self._have_made(address, query, environ, start_response)

    def _give(self, page, how, query, environ, start_response, now=None):  # noqa: PLR0917
        if query != environ.get("QUERY_STRING", "") and not page.status.startswith("200"):
            # A redirect leads on with what was hung on the link.
            return self.django(environ, start_response)
        self.counts[how] += 1
        now = now or seconds()
        left = self.following.deadline - now
        bound = max(0, math.ceil(left)) if left < self.most_seconds else None
        if not self._can_be_forgotten(page, query, environ, now):
            bound = 0
        return page.answer(environ, start_response, how, bound)

    def _can_be_forgotten(self, page, query, environ, now):
        """Whether caches in front will hear when a page changes that they are given now."""
        if not page.is_current(self.generations):
            return False  # it has changed while it was made: they have heard of it already
        if now >= page.noted_until:
            if not given_out.note(given_out.path_of(environ, query), page.keys):
                return False
            page.noted_until = now + noting.AGAIN_SECONDS
        return True

    def _have_made(self, address, query, environ, start_response):
        with self._lock:
            making = self._making.get(address)
            is_ours = making is None
            if is_ours:
                making = self._making[address] = _Making()
        if not is_ours:
            making.done.wait(WAIT_SECONDS)
            if making.page is not None:
                return self._give(making.page, "hit", query, environ, start_response)
            if making.failure is not None:
                return making.failure.answer(environ, start_response)
            return self.django(environ, start_response)
        try:
            return self._make(making, address, query, environ, start_response)
        finally:
            with self._lock:
                del self._making[address]
            making.done.set()

    def _make(self, making, address, query, environ, start_response):
        how, page = "kept", self._from_disk(address)
        if page is None:
            how = "made"
            try:
                answer = self._asked(environ, query)
            except Error:  # of a frame
                return self.django(environ, start_response)
            page = answer.finished
            if answer.is_failure:
                if (old := self._harmless(address)) is not None:
                    making.page = old
                    return self._give(old, "kept", query, environ, start_response)
                making.failure = answer
            elif page is None:
                self._remember_unkept(address)
            elif self.disk and page.status.startswith("200"):
                self.disk.keep(address, answer.page)
            if page is None and query != environ.get("QUERY_STRING", ""):
                return self.django(environ, start_response)  # a redirect has to lead on with it
            if page is None:
                return answer.answer(environ, start_response)
        self.memory.keep(address, page)
        making.page = page
        return self._give(page, how, query, environ, start_response)

    def _from_disk(self, address):
        if self.disk is None or not self.following.knows_enough:
            return None
        anything = self.generations.of_anything
        page = self.disk.get(address)
        if page is None or not self.generations.are_current(page.stamps):
            return None
        with suppress(Error):  # no database for a frame: Django says so, in its own words
            return Finished(page, self._frames_in(page.parts), anything)
        return None

    def _frames_in(self, parts):
        return {name: frames.current(name, self.generations) for name in parts[1::2]}

    def _asked(self, environ, query):
        """What Django answers to a reader who takes any form; with the page, if it may be kept."""
        environ = environ | {"QUERY_STRING": query, "REQUEST_METHOD": "GET"}
        for name in OF_FORMS:
            environ.pop(name, None)
        before = self.generations.now()
        answer = _Answer()
        with collecting() as keys:
            result = self.django(environ, answer.start)
            try:
                parts = frames.cut(b"".join(result))
            finally:
                if hasattr(result, "close"):
                    result.close()
        stamps = generations.stamps(keys, before)
        answer.page = Page(answer.status, answer.headers, parts, tuple(sorted(keys)), stamps)
        found = self._frames_in(parts)
        answer.body = frames.put_in(parts, found)
        if answer.may_be_kept:
            # A change while it was made is newer than its stamps, so that it is void already.
            answer.finished = Finished(answer.page, found, checked=None)
        return answer

    def _harmless(self, address):
        """What was kept at an address, if only the day has passed over it."""
        page = self.memory.get(address)
        if page is None:
            return None
        stamps = [stamp for stamp in page.stamps if stamp[0] not in HARMLESS]
        return page if self.generations.are_current(stamps) else None

    def _remember_unkept(self, address):
        if len(self._unkept) >= MOST_UNKEPT:
            self._unkept = set()
        self._unkept.add(address)

    def _look_around(self, now):
        self._look_again = now + MAINTENANCE_SECONDS
        self._is_closed = (settings.VAR_DIR / "maintenance").exists()
        self.following.start()

    def figures(self):
        """What it has done since the process began, by name; numbers."""
        return self.counts | {
            "pages": len(self.memory), "bytes": self.memory.bytes, "evicted": self.memory.evicted,
        }  # fmt: skip


class _Making:
    """A page that is being made; who waits for it is told by `done`."""

    def __init__(self):
        self.done, self.page, self.failure = threading.Event(), None, None


class _Answer:
    """An answer of Django's as a whole. `finished` is None if it may not be kept."""

    def __init__(self):
        self.status, self.headers, self.body = "", [], b""
        self.page = self.finished = None

    def start(self, status, headers, exc_info=None):
        self.status, self.headers = status, list(headers)

    @property
    def is_failure(self):
        return self.status.startswith("5")

    @property
    def may_be_kept(self):
        is_whole = self.status[:3] in ("200", "301")
        return is_whole and given_out.may_be_kept(self.status, self.headers)

    def answer(self, environ, start_response):
        headers = [header for header in self.headers if header[0].lower() != "content-length"]
        if self.status[:3] not in ("204", "304"):
            headers.append(("Content-Length", str(len(self.body))))
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]
