"""Requests whose length can be read in two ways: proxy and site read them in one, or not at all.

Whoever got them to disagree would hide a request in the body of another one, past all that the
proxy refuses, and have somebody else's browser get its answer.
"""

import contextlib
import itertools
import threading

import pytest

from tests.faults.site import ask

from . import nginx, varnish
from .careless import careless_pair
from .echoing import ARRIVED, SMUGGLED
from .fronts import FRONTS

pytestmark = pytest.mark.faults
HIDDEN = f"GET {SMUGGLED} HTTP/1.1\r\nHost: testserver\r\nX-Hidden: 1\r\n\r\n".encode()
ENDED = b"0\r\n\r\n" + HIDDEN  # a body in pieces is over before what is hidden; by its length, not
LENGTH = f"Content-Length: {len(ENDED)}"
CHUNKED = "Transfer-Encoding: chunked"


def sent(*lines, version="1.1", method="POST"):
    lines = (f"{method} /first HTTP/{version}", "Host: testserver", *lines, "", "")
    return "\r\n".join(lines).encode()


AMBIGUOUS = {
    "a length, and pieces": sent(LENGTH, CHUNKED) + ENDED,
    "pieces, and a length that ends before them": (
        sent("Content-Length: 4", CHUNKED)
        + f"{len(HIDDEN):x}\r\n".encode()
        + HIDDEN
        + b"\r\n0\r\n\r\n"
    ),
    "two ways at once": sent(LENGTH, CHUNKED, "Transfer-Encoding: identity") + ENDED,
    "two ways in one line": sent(LENGTH, "Transfer-Encoding: identity, chunked") + ENDED,
    "a space before the colon": sent(LENGTH, "Transfer-Encoding : chunked") + ENDED,
    "a tab behind the colon": sent(LENGTH, "Transfer-Encoding:\tchunked") + ENDED,
    "a sign that none sees": sent(LENGTH, "Transfer-Encoding: \x0bchunked") + ENDED,
    "a way that nobody knows": sent(LENGTH, "Transfer-Encoding: xchunked") + ENDED,
    "a line that goes on below": sent(LENGTH, "Transfer-Encoding:", " chunked") + ENDED,
    "a line within a line": sent(LENGTH, "X-Y: z\nTransfer-Encoding: chunked") + ENDED,
    "two lengths": sent("Content-Length: 5", LENGTH) + ENDED,
    "a length with a sign": sent(f"Content-Length: +{len(ENDED)}") + ENDED,
    "a length in two parts": sent(f"Content-Length: 5, {len(ENDED)}") + ENDED,
    "a piece longer than any number": sent(CHUNKED) + b"10000000000000005\r\nabcde\r\n" + ENDED,
    "a piece by a sign": sent(CHUNKED) + b"+0\r\n\r\n" + HIDDEN,
    "pieces where there were none yet": sent(LENGTH, CHUNKED, version="1.0") + ENDED,
    "a body where none is": sent(LENGTH, CHUNKED, method="GET") + ENDED,
}


@pytest.fixture
def port(site):
    """Of the web server as production has it, with what says what it was asked behind it."""
    return site.start_server(application="tests.faults.before_the_site.echoing:application")


def send(front, words):
    """Leave these with a connection that is kept open a moment, as whoever attacks does."""
    connection = front.connect()
    connection.settimeout(0.02)
    with contextlib.suppress(OSError):
        connection.sendall(words)
        connection.recv(65536)
    return connection


@pytest.mark.parametrize("kind", FRONTS)
def test_nobody_gets_the_answer_to_a_request_hidden_in_anothers(port, tmp_path, kind, thoroughly):
    (tmp_path / "front").mkdir()
    front = kind(tmp_path / "front", port)
    numbers = itertools.count()
    swapped = []
    for words in AMBIGUOUS.values():
        for _ in range(200 if thoroughly else 4):
            with contextlib.closing(send(front, words)):
                path = f"/search/{next(numbers)}/"
                if front.ask(path) != (200, f"GET {path} 0".encode()):
                    swapped.append((words, path))
    front.stop()

    assert swapped == []
    assert ask(port, ARRIVED)[2] == ""


@pytest.mark.parametrize("kind", FRONTS)
def test_what_is_refused_ends_its_connection(port, tmp_path, kind):
    """Or what stands behind it would be read as a request of its own."""
    (tmp_path / "front").mkdir()
    front = kind(tmp_path / "front", port)
    refused = set()
    for name, words in AMBIGUOUS.items():
        connection = front.connect()
        connection.settimeout(10)
        answer = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            connection.sendall(words)
            while part := connection.recv(65536):
                answer += part
                if b" 200 OK" in answer:
                    break
        connection.close()
        if answer[9:12] in (b"400", b"501", b"503"):
            refused.add(name)
            assert answer.count(b"HTTP/1.1 ") == 1, name
        assert b"X-Hidden" not in answer
    front.stop()

    assert "a length, and pieces" in refused or kind is varnish.Cache
    assert {"two lengths", "a space before the colon", "a way that nobody knows"} <= refused


def test_two_that_read_the_length_in_two_ways_would_be_found_out():
    """The control: between such two the hidden request arrives, and a reader gets its answer."""
    with careless_pair() as front:
        send(front, AMBIGUOUS["a length, and pieces"]).close()
        with contextlib.closing(front.connect()) as reader:
            reader.sendall(nginx.request("/search/1/"))
            answer = reader.recv(65536)

    assert SMUGGLED in front.asked
    assert answer.endswith(SMUGGLED.encode())


def test_nothing_of_such_two_goes_on_after_their_connections_have_ended():
    """Each would read the end of its connection until the end of the run."""
    before = set(threading.enumerate())
    with careless_pair() as front:
        send(front, AMBIGUOUS["a length, and pieces"]).close()

    assert set(threading.enumerate()) <= before
