"""A small site of plain WSGI, of which each page shows what its path says."""

import threading
from io import BytesIO
from urllib.parse import unquote_to_bytes

import pytest

from newsroom.page_store import application, frames, generations
from newsroom.page_store.keys import shows

FOR_ALL = ("Cache-Control", "public, max-age=0, s-maxage=60")


class Site:
    """Counts what it is asked for. `/a/b/` shows the keys "a" and "b"; `before` is called first."""

    def __init__(self):
        self.asked, self.status, self.headers = [], "200 OK", [FOR_ALL]
        self.text, self.before = "word " * 100, lambda path: None
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        with self._lock:
            self.asked.append((path, environ["QUERY_STRING"]))
        shows(*path.strip("/").split("/"))
        self.before(path)
        body = f"{self.text}{frames.place('line') or ''}".encode()
        kind = [("Content-Type", "text/html"), ("Content-Length", str(len(body)))]
        start_response(self.status, [*kind, ("ETag", '"theirs"'), *self.headers])
        return [body]


class Following:
    """What the clock says, for tests that are about something else."""

    deadline, knows_enough, may_go_on, is_away = float("inf"), True, True, False

    def start(self):
        pass

    def look_at_the_clock(self):
        return self.may_go_on


class Reader:
    """Asks a store; `always` goes into every request."""

    def __init__(self, store, **always):
        self.store, self.always = store, {"HTTP_HOST": "news.example"} | always

    def get(self, path, query="", *, method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method, "QUERY_STRING": query,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "wsgi.url_scheme": "https", "wsgi.input": BytesIO(), "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
        }  # fmt: skip
        answer = Answer()
        chunks = self.store(environ | self.always | headers, answer.start)
        answer.body = b"".join(chunks)
        return answer


class Answer:
    def start(self, status, headers, exc_info=None):
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def how(self):
        return self.headers.get("server-timing", "page;desc=django").removeprefix("page;desc=")


def a_store(site):
    """The page store before a WSGI application, where nothing is due by the clock."""
    store = application.PageStore(site)
    store.following = store.maker.following = Following()
    return store


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def store(site, settings, tmp_path, monkeypatch):
    """The page store before that site, with files of its own and a frame called "line"."""
    settings.VAR_DIR, settings.PAGE_STORE_MB, settings.PAGE_STORE_DISK_MB = tmp_path, 8, 8
    monkeypatch.setattr(application.release, "digest", lambda: "this release")
    monkeypatch.setattr(frames, "_made", {})
    monkeypatch.setattr(frames, "MAKERS", {"line": lambda **visitor: shows("line") or "<hr>"})
    return a_store(site)


@pytest.fixture
def reader(store):
    return Reader(store)


@pytest.fixture
def kept(store):
    return generations.current()
