"""The database is killed, or stands still: whoever reads what somebody has read notices nothing."""

import time
from urllib.parse import urlsplit

import pytest

from tests.tiers import one_in_a_quick_run

from .line import Line
from .site import ask

pytestmark = [pytest.mark.faults, pytest.mark.database]

RECOVERED = 10  # seconds after which all is as before
HUNG_ON = "?utm_source=letter&fbclid=1"


@pytest.fixture
def line(site, clock):
    address = urlsplit(site.database.url)
    line = Line(address.port or 5432)
    site.environment["DATABASE_URL"] = address._replace(
        netloc=f"{address.username}@127.0.0.1:{line.port}"
    ).geturl()
    yield line
    line.close()


@pytest.fixture
def seen(site, line):
    """The port of a site and the addresses of pages that readers have seen."""
    (_, story), (gone_pk, gone) = site.act("write_drafts", count=2)
    for pk in (gone_pk - 1, gone_pk):
        site.act("publish", pk=pk)
    port = site.start_server()
    pages = [story, f"/text{story}", "/", "/archive/", "/latest.rss"]
    for page in [*pages, gone] * 2:
        assert ask(port, page)[0] == 200
    site.act("take_down", pk=gone_pk)
    assert ask(port, gone)[0] == 410
    time.sleep(1)  # the front page and the lists are made anew
    for page in pages:
        assert ask(port, page)[0] == 200
    return port, pages, gone


@pytest.mark.parametrize("fails", one_in_a_quick_run(["cut", "fall_silent"], "fall_silent"))
def test_readers_notice_nothing(line, seen, fails):
    port, pages, gone = seen
    getattr(line, fails)()
    time.sleep(7)

    answers = [ask(port, page + hung)[0] for page in pages * 10 for hung in ("", HUNG_ON)]
    begun = time.monotonic()
    unseen = [ask(port, f"/archive/2026/{month}/")[0] for month in (1, 2, 3, 4, 5, 6)]

    assert set(answers) == {200}
    assert ask(port, gone)[0] in (410, 503)
    # Nobody holds a thread for what cannot be had.
    assert set(unseen) == {503}
    assert time.monotonic() - begun < RECOVERED

    line.mend()
    mended = time.monotonic()
    while ask(port, "/archive/2026/7/")[0] != 200:
        assert time.monotonic() - mended < RECOVERED
        time.sleep(0.2)
    assert ask(port, pages[0])[0] == 200
    assert ask(port, gone)[0] == 410
