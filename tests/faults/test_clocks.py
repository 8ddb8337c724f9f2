"""Machines whose clocks are three hours wrong: readers get what the database's clock says."""

import shutil
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.tiers import one_in_a_quick_run

from .site import TOLD, ask, click_publish

pytestmark = [
    pytest.mark.faults,
    pytest.mark.database,
    pytest.mark.skipif(
        shutil.which("faketime") is None,
        reason="faketime is not installed, which sets clocks wrong",
    ),
]

CLOCKS = ["+3h", "-3h"]
AT_WORK = 5  # seconds until a worker has looked for something to do, more than once
HEADLINE = "Zinnober in the harbour"
LISTS = ["/", "/latest.rss", "/harbour/", "/text/", "/search/?q=Zinnober", "/sitemap-stories.xml"]


@pytest.fixture
def servers(site, clock):
    """Two servers of one site, and what the clock of each says."""
    ports = [site.start_server(clock=wrong) for wrong in CLOCKS]
    (now,) = site.database.rows("SELECT clock_timestamp()")[0]
    dates = [parsedate_to_datetime(ask(port, "/healthz")[1]["date"]) for port in ports]
    # Or the tests would look at two clocks that are right.
    assert [round((hour - now) / timedelta(hours=1), 1) for hour in dates] == [3, -3]
    return ports


def shows(port, address):
    """Where a server shows a story."""
    pages = [page for page in LISTS if any(w in ask(port, page)[2] for w in (HEADLINE, address))]
    return [*pages, address] if ask(port, address)[0] == 200 else pages


def test_no_server_shows_a_story_before_the_hour_of_the_database(site, servers):
    scheduled = site.act("schedule", headline=HEADLINE, seconds=3600)
    embargoed, _ = site.act("put_under_embargo", headline=HEADLINE, seconds=3600)
    workers = [site.start_worker(clock=wrong) for wrong in CLOCKS]
    time.sleep(AT_WORK)

    for port in servers:
        assert shows(port, scheduled) == []
        assert shows(port, embargoed) == []
    assert site.database.rows("SELECT 1 FROM articles_announcement WHERE tries > 0") == []
    assert [worker.poll() for worker in workers] == [None, None]


@pytest.mark.thorough
@pytest.mark.parametrize("at", one_in_a_quick_run(CLOCKS, "-3h"))
def test_what_is_published_where_the_clock_is_wrong_is_out_everywhere_at_once(site, servers, at):
    [(pk, address)] = site.act("write_drafts", count=1, headline=HEADLINE)
    cookies = site.act("sign_in")
    before = site.database.rows("SELECT clock_timestamp()")[0][0]
    assert click_publish(servers[CLOCKS.index(at)], cookies, pk) == 302

    for port in servers:
        assert shows(port, address) == [*LISTS, address]
    (published_at,) = site.database.rows("SELECT published_at FROM articles_story")[0]
    assert before < published_at < before + timedelta(minutes=1)

    for wrong in CLOCKS:
        site.start_worker(clock=wrong)
    site.wait_until("SELECT count(*) FROM articles_announcement WHERE delivered_at IS NOT NULL")
    assert site.database.rows("SELECT what, tries FROM articles_announcement") == [("published", 1)]
    site.wait_until(TOLD.format(2))
    (purges,) = site.database.rows(
        "SELECT count(*) FROM django_tasks_database_dbtaskresult"
        " WHERE task_path = 'newsroom.purging.purge_keys' AND args_kwargs->'kwargs' = '{}'"
        " AND args_kwargs->'args'->1 ? 'stories'"
    )[0]
    assert purges == 2
