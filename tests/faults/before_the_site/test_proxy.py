"""The proxy that we recommend: it keeps pages, forgets them when told, and waits for the slow."""

import contextlib
import time

import pytest

from tests.faults.site import TOLD
from tests.ports import free_port

from . import nginx

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not nginx.IS_THERE,
        reason="nginx or its module cache-purge (libnginx-mod-http-cache-purge) is not installed",
    ),
]

SLOW = 60
SEND = """POST /accounts/login/ HTTP/1.1\r
Host: testserver\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: 1000\r
\r
"""
DELIVERED = "SELECT count(*) = 0 FROM articles_announcement WHERE delivered_at IS NULL"
PURGED = (
    "SELECT count(*) > 0 FROM django_tasks_database_dbtaskresult"
    " WHERE task_path = 'newsroom.purging.purge' AND status = 'SUCCESSFUL'"
)
UNDONE = (
    "SELECT count(*) = 0 FROM django_tasks_database_dbtaskresult"
    " WHERE task_path = 'newsroom.purging.purge' AND status <> 'SUCCESSFUL'"
)
ENCODINGS = ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br", "Cookie": "other=1"})


@pytest.fixture
def proxy(site, tmp_path):
    """A proxy before a port at which a site is started later."""
    site.port = free_port()
    folder = tmp_path / "proxy"
    folder.mkdir()
    started = nginx.Proxy(folder, site.port)
    site.environment["PURGE_URLS"] = f"http://127.0.0.1:{started.purge_port}"
    yield started
    started.stop()


def test_what_is_taken_down_is_forgotten_in_every_form_and_the_rest_outlives_the_site(site, proxy):
    site.environment["PAGE_CACHE_SECONDS"] = "1"
    pk, story, pictures = site.act("publish_with_pictures")
    _, other, _ = site.act("publish_with_pictures")
    site.start_server(port=site.port)
    for path in (story, other, *pictures):
        assert {proxy.ask(path, **headers)[0] for headers in ENCODINGS} == {200}

    site.start_worker()
    site.act("take_down", pk=pk)
    site.wait_until(DELIVERED)
    site.wait_until(PURGED)
    # Also the second time, or what is asked for now would be forgotten once more.
    site.wait_until(TOLD.format(2))
    site.wait_until(UNDONE)
    for headers in ENCODINGS:
        answers = {path: proxy.ask(path, **headers)[0] for path in (story, *pictures)}
        assert answers == {story: 410} | dict.fromkeys(pictures, 404)

    assert proxy.ask(other)[0] == 200  # its list of related stories was forgotten, too
    site.end(site.server)
    time.sleep(1.5)  # until everything is too old
    for headers in ENCODINGS:
        assert proxy.ask(other, **headers)[0] == 200
        answers = {path: proxy.ask(path, **headers)[0] for path in (story, *pictures)}
        assert 200 not in answers.values()
        assert b"presses have stopped" in proxy.ask(pictures[0], **headers)[1]


def test_many_who_send_a_byte_now_and_then_keep_no_reader_waiting(site, proxy):
    site.start_server(port=site.port, threads=2)
    with contextlib.ExitStack() as all_of_them:
        slow = [all_of_them.enter_context(proxy.connect()) for _ in range(SLOW)]
        for connection in slow:
            connection.sendall(SEND.encode())
        for _ in range(3):
            for connection in slow:
                connection.sendall(b"a")
            # Never kept, so that the site itself has to answer.
            assert [proxy.ask(f"/search/?q={n}")[0] for n in range(3)] == [200] * 3
