"""What the proxy says by itself: in words, with our headers, to nobody but our readers."""

import base64
import hashlib
import re
import socket

import pytest
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory

from newsroom.errors import service_unavailable
from newsroom.security import HeadersMiddleware
from tests.ports import free_port
from tooling.places import ROOT

from . import nginx
from .recorder import recorder

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not nginx.IS_THERE,
        reason="nginx or its module cache-purge (libnginx-mod-http-cache-purge) is not installed",
    ),
]

SECRET = "Zq7-d3adb33f"
LONG = "a" * 17_000
OWN_PAGES = {
    "no number": (nginx.request("/", **{"Content-Length": "many"}), 400),
    "no name of a host": (nginx.request("/", Host="a b"), 400),
    "no request at all": (b"HELLO\r\n\r\n", 400),
    "a version of the future": (b"GET / HTTP/9.1\r\nHost: testserver\r\n\r\n", 505),
    "cookies without end": (nginx.request("/", Cookie=LONG), 400),
    "an encoding nobody knows": (nginx.request("/", **{"Transfer-Encoding": "morse"}), 501),
    "hidden files": (nginx.request("/static/staticfiles.json"), 404),
    "the page itself": (nginx.request("/.says/404.html"), 404),
    "tracing": (nginx.request("/", method="TRACE"), 405),
    "forty megabytes": (nginx.request("/", method="POST", **{"Content-Length": "40000000"}), 413),
    "an address without end": (nginx.request(f"/?q={LONG}"), 414),
    "no site": (nginx.request("/"), 503),
    "a form, and no site": (nginx.request("/", method="POST", **{"Content-Length": "0"}), 503),
}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """One with no site behind it."""
    started = nginx.Proxy(tmp_path_factory.mktemp("proxy"), free_port(), lingering="100ms")
    yield started
    started.stop()


@pytest.fixture
def headers_of_the_site(settings):
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    answer = service_unavailable
    for middleware in (XFrameOptionsMiddleware, HeadersMiddleware, SecurityMiddleware):
        answer = middleware(answer)
    return dict(answer(RequestFactory().get("/", secure=True)).items())


@pytest.mark.parametrize("what", OWN_PAGES)
def test_its_own_pages_are_in_words_and_as_safe_as_the_sites(proxy, headers_of_the_site, what):
    words, status = OWN_PAGES[what]

    head, _, page = proxy.say(words).decode().partition("\r\n\r\n")
    lines = head.split("\r\n")

    assert lines[0].split()[1] == str(status)
    assert "<h1>" in page
    assert 'href="/text/"' in page
    assert "nginx" not in page
    for name, value in headers_of_the_site.items():
        if name == "Content-Type":
            assert "Content-Type: text/html" in lines
        elif name != "Retry-After" or status == 503:
            assert lines.count(f"{name}: {value}") == 1, name
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in head


def test_one_page_of_the_desk_takes_another_papers_export_and_no_more(proxy):
    def answer(length, body=b""):
        size = {"Content-Length": str(length)}
        head = nginx.request("/admin/articles/movein/", method="POST", **size)
        return proxy.say(head + body).split()[1]

    assert answer(31_000_000, bytes(31_000_000)) == b"503"  # taken, and no site is behind
    assert answer(220_000_000) == b"413"


def test_it_has_words_for_all_that_it_says():
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    named = set(re.findall(r"/\.says/(\d+)\.html;", conf))

    assert named == {path.stem for path in (ROOT / "deploy" / "says").iterdir()} | {"503"}


def test_it_tells_nobody_its_version(proxy):
    for words, _ in OWN_PAGES.values():
        assert b"nginx/" not in proxy.say(words)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "testserver.evil.example", "x_y"])
def test_another_name_gets_nothing(proxy, host):
    plain = socket.create_connection(("127.0.0.1", proxy.plain_port), timeout=60)

    assert proxy.say(nginx.request("/", Host=host), connection=plain) == b""
    assert proxy.say(nginx.request("/", Host=host)) == b""


def test_our_own_name_without_https_is_led_to_it(proxy):
    plain = socket.create_connection(("127.0.0.1", proxy.plain_port), timeout=60)

    answer = proxy.say(nginx.request("/x/?page=2"), connection=plain)

    assert b"Location: https://testserver/x/?page=2\r\n" in answer


@pytest.mark.parametrize(
    "path",
    [
        f"/accounts/password/reset/key/1a-{SECRET}/",
        f"/accounts/confirm-email/{SECRET}/",
        f"/accounts/confirm-email/{SECRET}/?utm_source=letter",
        f"/accounts/login/?next=/accounts/confirm-email/{SECRET}/",
        f"/accounts/login/?next=%2Faccounts%2Fpassword%2Freset%2Fkey%2F1a-{SECRET}%2F",
        f"/ACCOUNTS/Confirm-Email/{SECRET}/",
        f"/city/12/x/?token={SECRET}",
        f"/city/12/x/?page=2&token={SECRET}&q=a",
        f"/accounts/login/?password={SECRET}",
        f"/city/12/x/?share_key={SECRET}",
    ],
)
def test_no_secret_of_a_link_is_written_down(tmp_path, path):
    """Neither when it was opened, nor by what its page loads, nor when the site was away."""
    with recorder() as site:
        proxy = nginx.Proxy(tmp_path, site.server_port)
        assert proxy.ask(path)[0] == 200
        assert proxy.ask("/static/x.css", Referer=f"https://testserver{path}")[0] == 200
    if path.startswith("/accounts/"):  # nginx writes the rest's addresses where the site fails
        assert proxy.ask(path)[0] == 503
    proxy.stop()

    assert "***" in proxy.log.read_text()
    assert proxy.log.read_text().count("\n") >= 2
    assert SECRET not in proxy.log.read_text()
    assert SECRET not in proxy.error_log.read_text()


def test_all_else_is_written_down(tmp_path):
    proxy = nginx.Proxy(tmp_path, free_port())
    proxy.ask("/city/12/key-facts/?page=2", Referer="https://other.example/?q=harbour")
    proxy.stop()

    line = proxy.log.read_text()
    assert '"GET /city/12/key-facts/?page=2 HTTP/1.1" 503' in line
    assert '"https://other.example/?q=harbour"' in line
