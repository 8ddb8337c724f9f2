"""Readers ask and ask around the hour of an embargo: none is early, none has to wait."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from .site import ask

pytestmark = [pytest.mark.faults, pytest.mark.database]

CANARY = "Zinnober"
POLLS = 1000  # at least, where every page is asked for as often as may be
READERS = 10
WAIT = 4  # seconds until the embargo ends, and for each second that a round of pages takes
AT_ONCE = timedelta(seconds=1)
MARK = re.compile("</?mark>")


def pages_with(address):
    """Where a story of this address shows."""
    return [address, "/", "/latest.rss", f"/search/?q={CANARY}", "/harbour/", f"/text{address}"]


def read(site, port, address, until, polls):
    """What one reader got: the database's clock before and after, the page, and whether it shows.

    At least so many `polls`, and to the end of the seconds around the hour. No worker runs: none
    is needed for the story to appear.
    """
    pages, seen = pages_with(address), []
    with closing(site.database.connect()) as own, own.cursor() as clock:

        def now():
            clock.execute("SELECT clock_timestamp()")
            return clock.fetchone()[0]

        before = now()
        number = 0
        while number < polls or before < until + 1.5 * AT_ONCE:
            page = pages[number % len(pages)]
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
                browser.request("GET", page, headers={"Host": "testserver"})
                answer = browser.getresponse()
                text = answer.read().decode()
            assert answer.status in (200, 404), answer.status
            after = now()
            # The search page repeats the word that was asked for, and marks it where it is found.
            shows = f"{CANARY} in the harbour" in MARK.sub("", text)
            seen.append((before, after, page, shows))
            # Spread over the seconds around the hour.
            time.sleep(0.005)
            before = now()
            number += 1
    return seen


def test_many_polls_around_the_hour_of_an_embargo(site, clock, thoroughly):
    port = site.start_server(workers=2, threads=4)
    headline = f"{CANARY} in the harbour"
    for _ in range(3):  # the first of each server takes longer than all that follow
        began = time.monotonic()
        for page in pages_with("/harbour/1/"):
            ask(port, page)
    wait = WAIT * (1 + time.monotonic() - began)
    address, hour = site.act("put_under_embargo", headline=headline, seconds=wait)
    until = datetime.fromisoformat(hour)
    with ThreadPoolExecutor(READERS) as readers:
        each = POLLS / READERS if thoroughly else 0
        all_seen = [readers.submit(read, site, port, address, until, each) for _ in range(READERS)]
        polls = [poll for seen in all_seen for poll in seen.result()]

    early = [poll for poll in polls if poll[3] and poll[1] < until]
    late = [poll for poll in polls if not poll[3] and poll[0] > until + AT_ONCE]
    assert early == []
    assert late == []
    pages = {poll[2] for poll in polls}
    for page in pages:  # or the test would have looked at nothing
        assert any(poll[2] == page and not poll[3] and poll[1] < until for poll in polls), page
        assert any(poll[2] == page and poll[3] and poll[0] > until for poll in polls), page
