"""Having a page made: by one reader at a time, and kept if it may be."""

import threading
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error

from newsroom.page_store import frames, generations, given_out
from newsroom.page_store.generations import slot_of
from newsroom.page_store.kept import Finished, Page
from newsroom.page_store.keys import HARMLESS, collecting

# A page that somebody else is making is waited for so long. Then everybody makes it.
WAIT_SECONDS = 10
# Of which something changes while it is made is made again, at most so often.
MOST_TRIES = 3
MOST_UNKEPT = 10_000
# What asks for another form of an answer, and for the store to give.
OF_FORMS = (
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """A page for all (`page`, and `how` it came about), or an answer for one reader."""

    page: Finished | None = None
    how: str = ""
    answer: "Answer | None" = None

    @property
    def is_for_all(self):
        return self.page is not None or self.answer.is_failure


class Maker:
    """Makes pages with a WSGI application, and puts them into memory and onto the disk."""

    def __init__(self, application, memory, disk, following):
        self.application, self.memory, self.disk = application, memory, disk
        self.following, self.generations = following, generations.current()
        self._making, self._lock, self._unkept = {}, threading.Lock(), set()

    def make(self, address, environ, query):
        """The Outcome of what a request asks for, as things stood then or later.

        Whoever asks for a page that is being made waits for that one.
        """
        for _ in range(MOST_TRIES):
            outcome = self._one_for_all(address, environ, query)
            page = outcome.page
            # What somebody else began to make may show what was taken down since.
            if page is None or outcome.how == "old" or page.is_current(self.generations):
                break
        return outcome

    def _one_for_all(self, address, environ, query):
        if address in self._unkept:
            return self._find(address, environ, query)
        with self._lock:
            making = self._making.get(address)
            is_ours = making is None
            if is_ours:
                making = self._making[address] = _Making()
        if not is_ours:
            making.done.wait(WAIT_SECONDS)
            outcome = making.outcome
            if outcome is not None and outcome.is_for_all:
                return Outcome(outcome.page, "hit", outcome.answer)
            return self._find(address, environ, query)
        try:
            making.outcome = self._find(address, environ, query)
            return making.outcome
        finally:
            with self._lock:
                del self._making[address]
            making.done.set()

    def _find(self, address, environ, query):
        if (page := self._from_disk(address)) is not None:
            self.memory.keep(address, page)
            return Outcome(page, "kept")
        answer = self._ask(environ, query)
        page = answer.finished
        if page is not None:
            self._unkept.discard(address)
            self.memory.keep(address, page)
            if self.disk and page.status.startswith("200"):
                self.disk.keep(address, answer.page)
            return Outcome(page, "made")
        if answer.is_failure and (old := self._harmless(address)) is not None:
            return Outcome(old, "old")
        if not answer.is_failure:
            self._remember_unkept(address)
        return Outcome(answer=answer)

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

    def _ask(self, environ, query):
        """The Answer to a reader who takes any form; with the page, if it may be kept."""
        environ = environ | {"QUERY_STRING": query, "REQUEST_METHOD": "GET"}
        for name in OF_FORMS:
            environ.pop(name, None)
        before = self.generations.now()
        answer = Answer()
        with collecting() as keys:
            result = self.application(environ, answer.start)
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
        """What was kept at an address, if nothing but HARMLESS has passed over it."""
        page = self.memory.get(address)
        if page is None:
            return None
        harmless = set(map(slot_of, HARMLESS))
        stamps = [stamp for stamp in page.stamps if stamp[0] not in harmless]
        return page if self.generations.are_current(stamps) else None

    def _remember_unkept(self, address):
        """That nobody need wait for it: who asks for it gets an answer of their own."""
        if len(self._unkept) >= MOST_UNKEPT:
            self._unkept = set()
        self._unkept.add(address)


class _Making:
    """A page that is being made; who waits for it is told by `done`."""

    def __init__(self):
        self.done, self.outcome = threading.Event(), None


class Answer:
    """An answer of the site's as a whole. `finished` is None if it may not be kept."""

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

    def give(self, environ, start_response):
        """As a WSGI application does."""
        headers = [header for header in self.headers if header[0].lower() != "content-length"]
        if self.status[:3] not in ("204", "304"):
            headers.append(("Content-Length", str(len(self.body))))
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]
