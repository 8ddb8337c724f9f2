"""From page to page, asking the site itself in this process, and writing what has changed."""

import errno
import hashlib
import io
import sys
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from newsroom.safe_files import UNFINISHED

from . import Refused, links
from .addresses import ELSEWHERE, Addresses, file_of, link_to
from .state import State

NOT_FOUND = "404.html"


@dataclass
class Report:
    pages: int = 0
    written: int = 0
    removed: int = 0
    faults: list = field(default_factory=list)  # (address, status)


class Copy:
    """A copy in `folder` of what `application` (WSGI) answers at `site` (SITE_URL).

    `is_copied(path)` says which paths are part of it. `language` is that of pages of its own.
    """

    def __init__(self, folder, application, *, site, is_copied, language):
        self.folder, self.application = Path(folder), application
        self.site, self.language = urlsplit(site), language
        self.addresses = Addresses(site, is_copied)
        self.report, self.state = Report(), State(self.folder, site)
        self._before, self._now = {}, {}
        self._waiting, self._seen = deque(), set()

    def make(self, beginnings, pages_of_its_own, progress=lambda done, known: None):
        """Copy all that can be reached from the links `beginnings`. Returns a Report.

        `pages_of_its_own` are texts of HTML by address (ELSEWHERE) or file (404.html).
        Raises Refused; what was copied before then stays, and it can be begun again.
        """
        with self._in_words(), self.state.at_work():
            self._make(beginnings, pages_of_its_own, progress)
        return self.report

    def _make(self, beginnings, pages_of_its_own, progress):
        self._before = self.state.files
        with self.state.noting():
            self._copy(beginnings, pages_of_its_own, progress)
            self._remove_others()
        self.state.write(self._now)

    @contextmanager
    def _in_words(self):
        try:
            yield
        except OSError as error:
            where = error.filename or self.folder
            if error.errno == errno.ENOSPC:
                raise Refused(f"The disk is full ({where}): what is there stays.") from error
            raise Refused(f"{where}: {error.strerror or error}.") from error

    def _copy(self, beginnings, pages_of_its_own, progress):
        self._seen.update(pages_of_its_own)
        for name, text in pages_of_its_own.items():
            file = name if name == NOT_FOUND else file_of(name)
            self._page(name if name != NOT_FOUND else "/", file, text)
        for link in beginnings:
            if found := self.addresses.of(link, "/"):
                self._wait_for([found[0]])
        self._go_through(progress)

    def _go_through(self, progress):
        while self._waiting:
            self._visit(self._waiting.popleft())
            progress(self.report.pages, self.report.pages + len(self._waiting))

    def _wait_for(self, addresses):
        for address in addresses:
            if address not in self._seen:
                self._seen.add(address)
                self._waiting.append(address)

    def _visit(self, address):
        file = file_of(address)
        self.report.pages += 1
        if self._is_final(address, file):
            self._now[file] = self._before[file]
            return
        status, headers, body = self._ask(address)
        self._take(address, file, status, headers, body)

    def _take(self, address, file, status, headers, body):
        kind = headers.get("content-type", "").partition(";")[0]
        if status >= 500:
            self.report.faults.append((address, status))
            if file in self._before:
                self._now[file] = self._before[file]  # better an old page than none
        elif status in (301, 302, 303, 307, 308):
            self._redirect(address, file, headers.get("location", "/"))
        elif kind == "text/html":
            self._page(address, file, body.decode())
        else:
            if kind == "text/css":
                self._wait_for(links.in_styles(self.addresses, address, body.decode()))
            elif kind == "application/xml":
                self._wait_for(links.in_lists(self.addresses, address, body.decode()))
            is_final = "immutable" in headers.get("cache-control", "") and kind != "text/css"
            self._write(file, body, is_final)

    def _page(self, address, file, text):
        page = links.Page(self.addresses, address, file)
        text = page.rewritten(text)
        self._wait_for(page.found)
        self._write(file, text.encode())

    def _redirect(self, address, file, location):
        found = self.addresses.of(location, address)
        if found:
            self._wait_for([found[0]])
            location = link_to(*found, file)
        self._write(file, links.leading_to(location, self.language, location).encode())

    def _is_final(self, address, file):
        """Whether it is here and can be no other: its address would be another one."""
        return self._before.get(file, ["", False])[1] and (self.folder / file).is_file()

    def _ask(self, address):
        path, _, query = address.partition("?")
        told, chunks = {}, []
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.site.hostname,
            "SERVER_PORT": str(self.site.port or (443 if self.site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.site.netloc,
            # Of ours, as a proxy would say it.
            "HTTP_X_FORWARDED_PROTO": self.site.scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

        def start(status, headers, exc_info=None):
            told["status"] = int(status[:3])
            told["headers"] = {name.lower(): value for name, value in headers}
            return chunks.append

        body = self.application(environ, start)
        try:
            chunks.extend(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        return told["status"], told["headers"], b"".join(chunks)

    # Files

    def _write(self, file, content, is_final=False):
        path, digest = self.folder / file, hashlib.sha256(content).hexdigest()
        self._now[file] = [digest, is_final]
        if self._before.get(file, [""])[0] == digest and path.is_file():
            return
        self.state.note(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{digest[:16]}{UNFINISHED}")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        self.report.written += 1

    def _remove_others(self):
        """Of what a copy has written before, what is no page any more."""
        for file in self._before.keys() - self._now.keys():
            self._remove(file)

    def _remove(self, file):
        path = self.folder / file
        path.unlink(missing_ok=True)
        self.report.removed += 1
        for folder in path.relative_to(self.folder).parents[:-1]:
            try:
                (self.folder / folder).rmdir()
            except OSError:
                break  # others are in it


__all__ = ["ELSEWHERE", "NOT_FOUND", "Copy", "Report"]
