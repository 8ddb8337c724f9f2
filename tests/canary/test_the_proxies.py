"""What the proxies before the site keep holds nothing hidden, whoever has asked them first."""

import threading
import zlib
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import settings as all_settings
from django.db import connection, connections
from django.test import Client

from tests.faults.before_the_site import nginx, varnish
from tests.http_server import http_server

from . import needs
from .people import may_see

# On one database: to the proxies answers are answers.
pytestmark = [pytest.mark.canary, pytest.mark.django_db, pytest.mark.thorough]
HUNG_ON = "utm_source=letter"
MANY = 50
SAMPLED = 3  # each so-many-th of the hidden addresses


class SiteHandler(BaseHTTPRequestHandler):
    """The site of the test, by its own connection to the database, one question at a time."""

    def do_GET(self):
        if self.server.is_gone:
            self.close_connection = True
            return
        with self.server.alone:
            connections["default"] = self.server.database
            answer = Client(raise_request_exception=False).get(
                self.requestline.split()[1],
                **{f"HTTP_{n.upper().replace('-', '_')}": v for n, v in self.headers.items()},
            )
            body = b"".join(answer) if answer.streaming else answer.content
        self.send_response(answer.status_code)
        for name, value in answer.items():
            if name not in ("Content-Length", "Date", "Server"):
                self.send_header(name, value)
        for cookie in answer.cookies.values():
            self.send_header("Set-Cookie", cookie.OutputString())
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(paper, settings):
    settings.SURROGATE_KEYS = ["xkey"]
    connection.inc_thread_sharing()
    with http_server(
        SiteHandler, alone=threading.Lock(), database=connections["default"], is_gone=False
    ) as running:
        yield running
    connection.dec_thread_sharing()


@pytest.fixture(
    params=[
        pytest.param(
            module.__name__.rpartition(".")[2],
            marks=pytest.mark.skipif(
                not module.IS_THERE,
                reason="nginx with cache-purge, or Varnish with xkey, is not installed",
            ),
        )
        for module in (nginx, varnish)
    ]
)
def proxy(request, site, tmp_path):
    start = {"nginx": nginx.Proxy, "varnish": varnish.Cache}[request.param]
    started = start(tmp_path, site.server_port, patience="60s")
    yield started
    started.stop()


def cookie_of(person):
    client = Client()
    client.force_login(person)
    name = all_settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def test_a_proxy_keeps_nothing_hidden(paper, site, proxy, tmp_path):
    hidden = [ask.path for ask in needs.hidden_addresses(paper) if ask.data is None][::SAMPLED]
    asked = {path for _, path in needs.public_addresses(paper)} | set(hidden)
    asked = sorted(path for path in asked if path.isascii() and not path.startswith("/accounts/"))
    editors = cookie_of(paper.people["chief editor"])
    seen_by_editors = 0
    for path in asked:
        _, _, body = proxy.answer(path, Cookie=editors)
        seen_by_editors += bool(hidden_words(paper, path, body))

    for path in asked:
        for query in ("", HUNG_ON):
            url = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
            status, headers, body = proxy.answer(url)
            assert hidden_words(paper, path, body, headers) == [], (url, status)
    site.is_gone = True
    still_there = 0
    for path in asked:
        status, headers, body = proxy.answer(path)
        still_there += status == 200
        assert hidden_words(paper, path, body, headers) == [], (path, status)
    files = [unpacked(file.read_bytes()) for file in tmp_path.glob("kept/*/*/*")]

    assert [word for body in files for word in hidden_words(paper, address_in(body), body)] == []
    # Or the test would have looked at nothing.
    assert seen_by_editors > MANY
    assert still_there > MANY


def unpacked(file):
    """What nginx keeps in a file: what stands above an answer, and the answer, often compressed."""
    above, magic, packed = file.partition(b"\x1f\x8b\x08")
    if not magic:
        return file
    return above + zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(magic + packed)


def address_in(file):
    """The address that was asked for, as nginx writes it above what it keeps."""
    return file.partition(b"\nKEY: ")[2].partition(b"\n")[0].decode(errors="replace")


def hidden_words(paper, path, body, headers=()):
    """What is hidden from strangers in an answer, but for what the address itself says."""
    markers = paper.markers
    words = markers.found_in(f"{body.decode(errors='replace')} {headers}") - markers.found_in(path)
    meanings = [markers.meaning[word] for word in words]
    return [each for each in meanings if not may_see("anonymous", *each)]
