"""What strangers send is a line of the log each, and says nothing of what they typed."""

import contextlib
import json
import re
import socket
import time
from urllib.parse import quote, urlencode

import pytest

from .site import TOKEN

pytestmark = pytest.mark.faults
PASSWORD, KEY, COOKIE = "zinnober-password", "zinnober-key", "zinnober-cookie"
FORGED = "\n2026-11-30 06:00:00,000 INFO a.stranger 200 1.0 ms 7 bytes GET /forged/"
ODD = [FORGED, "\r\n{}", "\x1b[2J\x1b[31mred", "\u2028next", "\x85next", "\x9b2Jnext", '"},{"a":"']
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def requests():
    """Method, address, headers and body of each."""
    for odd in ODD:
        yield "GET", f"/{quote(odd)}/", {}, None
        yield "GET", f"/search/?q={quote(odd)}", {}, None
        yield "GET", f"/accounts/login/?next={quote(odd)}", {"Referer": f"/?{quote(odd)}"}, None
        yield "GET", "/nothing/", {"User-Agent": odd.replace("\r", "").replace("\n", "")}, None
    for size in (7_000, 100_000):
        yield "GET", "/nothing/", {"User-Agent": "x" * size}, None
    yield "GET", f"/accounts/password/reset/key/2-{KEY}/", {}, None
    yield "GET", f"/accounts/confirm-email/{KEY}/?next=%0a{KEY}", {}, None
    for odd in ["", *ODD]:
        form = {"login": f"bo{odd}@example.org", "password": PASSWORD + odd, "name": odd}
        body = urlencode(form | {"csrfmiddlewaretoken": TOKEN})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        yield "POST", "/accounts/login/", headers | {"Cookie": f"csrftoken={TOKEN}"}, body
        yield "POST", "/accounts/login/", headers | {"Cookie": f"sessionid={COOKIE}"}, body


@pytest.mark.parametrize("kind", ["json", "text"])
def test_each_request_is_one_line_and_no_secret_is_in_it(site, tmp_path, kind):
    site.environment |= {"LOG_FORMAT": kind, "LOG_REQUESTS": "on", "LOG_LEVEL": "INFO"}
    log = tmp_path / "log"
    with log.open("wb") as stderr:
        port = site.start_server(stderr=stderr)
        answered = sum(answer(port, *asked) for asked in requests())

    # A line is written once its answer is out.
    until = time.monotonic() + 30
    while len(lines_of_requests(log)) < answered and time.monotonic() < until:
        time.sleep(0.05)
    assert len(lines_of_requests(log)) == answered > 30
    text = log.read_bytes().decode()
    assert CONTROLS.search(text) is None
    if kind == "json":
        told = [json.loads(line) for line in text.split("\n") if line.startswith("{")]
        assert len(told) >= answered
        assert "/forged/" not in {line.get("path") for line in told}
    else:
        begins = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
        assert [line for line in text.split("\n") if line and not begins.match(line)] == []
    for secret in (PASSWORD, KEY, COOKIE, TOKEN):
        assert secret not in text


def lines_of_requests(log):
    lines = log.read_bytes().decode().split("\n")
    return [line for line in lines if "newsroom.requests" in line and "/healthz" not in line]


def answer(port, method, path, headers, body):
    """Whether the site was asked, and not the web server alone, which takes no odd header."""
    lines = {"Host": "testserver", "Connection": "close", "Content-Length": str(len(body or ""))}
    head = [f"{method} {path} HTTP/1.1".encode()]
    head += [name.encode() + b": " + as_bytes(value) for name, value in (lines | headers).items()]
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    # A connection that ends early: it reads no more than it takes.
    with contextlib.closing(client), contextlib.suppress(ConnectionError):
        client.sendall(b"\r\n".join([*head, b"", as_bytes(body or "")]))
        said = b"".join(iter(lambda: client.recv(65536), b""))
        return b"content-security-policy" in said.lower()
    return False


def as_bytes(value):
    return value if isinstance(value, bytes) else value.encode()
