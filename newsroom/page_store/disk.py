"""The second level: pages in a file on this machine, which outlives processes and deployments.

An SQLite database of its own, past Django's: it is a cache, may be deleted at any time, and never
keeps a reader waiting. Whatever is wrong with it (damaged, locked, no room), pages are made as
if it were not there.
"""

import json
import logging
import queue
import sqlite3
import threading
import zlib
from contextlib import contextmanager, suppress

from newsroom.page_store import frames, generations
from newsroom.page_store.kept import Page

logger = logging.getLogger(__name__)

TIMEOUT = 0.1  # seconds that a reader waits for the file, at most
WAITING = 200  # pages that wait to be written; what comes after is not
LOOK_AT_SIZE_EVERY = 200  # pages written
FORMAT = 1  # raised when a row means something else
SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
  address TEXT PRIMARY KEY, status TEXT, headers TEXT, keys TEXT, stamps BLOB, parts BLOB
)
"""


class _Closing(sqlite3.Connection):
    """Is closed when its thread ends."""

    def __del__(self):
        with suppress(sqlite3.Error):  # one that was never opened
            self.close()


class Disk:
    """Pages by address. `release` says what they were made by: other releases' pages are not read.

    `most_bytes` bounds the file; the oldest pages go first.
    """

    def __init__(self, path, release, most_bytes):
        self.path, self.release, self.most_bytes = path, f"{FORMAT} {release}", most_bytes
        self._connections, self._waiting = threading.local(), queue.Queue(WAITING)
        self._writer, self._is_told = None, False
        self._file = 0  # the how manieth: raised when a damaged one is begun anew

    def get(self, address):
        """The Page at this address, or None; whether it is current still has to be asked."""
        row = None
        with self._no_worse_than_nothing():
            found = self._connection().execute(
                "SELECT status, headers, keys, stamps, parts FROM page WHERE address = ?",
                [f"{self.release} {address}"],
            )
            row = found.fetchone()
            if row is not None:
                status, headers, keys, stamps, parts = row
                return Page(
                    status,
                    [tuple(header) for header in json.loads(headers)],
                    frames.cut(zlib.decompress(parts)),
                    tuple(keys.split()),
                    generations.unpacked(stamps),
                )
        return None

    def keep(self, address, page):
        """Have a page written soon, by a thread; where too many wait, it is not."""
        if self._writer is None or not self._writer.is_alive():  # a fork has no threads
            self._writer = threading.Thread(target=self._write, name="pages to disk", daemon=True)
            self._writer.start()
        try:
            self._waiting.put_nowait((address, page))
        except queue.Full:
            return

    def flush(self):
        """Wait until all that was to be written is."""
        self._waiting.join()

    def _write(self):
        written = 0
        while True:
            address, page = self._waiting.get()
            with self._no_worse_than_nothing():
                self._insert(address, page)
                written += 1
                if written % LOOK_AT_SIZE_EVERY == 0:
                    self._make_room()
            self._waiting.task_done()

    def _insert(self, address, page):
        row = (
            f"{self.release} {address}", page.status, json.dumps(page.headers),
            " ".join(page.keys), generations.packed(page.stamps),
            zlib.compress(frames.uncut(page.parts)),
        )  # fmt: skip
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)", row)

    def _make_room(self):
        connection = self._connection()
        pages, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "page_size")
        )
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        used = (pages - free) * size
        if used > self.most_bytes:
            with connection:
                # A new page, and one that was made anew, has the highest rowid.
                connection.execute(
                    "DELETE FROM page WHERE rowid IN (SELECT rowid FROM page ORDER BY rowid LIMIT "
                    "(SELECT count(*) / 5 + 1 FROM page))"
                )

    def _connection(self):
        if getattr(self._connections, "file", None) != self._file:
            connection = sqlite3.connect(
                self.path, timeout=TIMEOUT, factory=_Closing, check_same_thread=False
            )
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "mmap_size=134217728"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(SCHEMA)
            self._connections.one, self._connections.file = connection, self._file
        return self._connections.one

    @contextmanager
    def _no_worse_than_nothing(self):
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, zlib.error) as error:
            if not self._is_told:
                self._is_told = True
                logger.warning("Pages are not kept on disk (%s): %s", self.path, error)
            if "malformed" in str(error) or "not a database" in str(error):
                self._begin_anew()

    def _begin_anew(self):
        """A damaged file is worth nothing: the next page makes another."""
        self._file += 1
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
