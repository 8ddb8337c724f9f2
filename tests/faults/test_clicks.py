"""Everybody presses Publish at once, and several workers hear of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.purge_server import purge_server

from .site import ask, click_publish

pytestmark = [pytest.mark.faults, pytest.mark.database]

CLICKS = 20
LOG_OF_STORIES = "SELECT action FROM articles_record WHERE kind = 'story' ORDER BY id"


@pytest.fixture
def cache():
    with purge_server() as server:
        yield server


def purges_of(cache, story):
    """How often the cache was told: at once, and once more for what was on its way to it."""
    return sum(f"text-of-{story}" in keys for keys in cache.keys)


def test_twenty_clicks_and_two_workers_publish_and_announce_one_story_once(site, cache):
    site.environment["PURGE_KEYS_URLS"] = f"http://127.0.0.1:{cache.server_port}"
    workers = [site.start_worker(), site.start_worker()]
    [(pk, address)] = site.act("write_drafts", count=1)
    cookies = site.act("sign_in")
    port = site.start_server(threads=CLICKS)
    with ThreadPoolExecutor(CLICKS) as browsers:
        presses = [browsers.submit(click_publish, port, cookies, pk) for _ in range(CLICKS)]
        answers = [press.result() for press in presses]

    assert answers == [302] * CLICKS
    assert ask(port, address)[0] == 200
    rows = site.database.rows
    assert rows("SELECT status, live_id = latest_id FROM articles_story") == [("published", True)]
    assert len(rows("SELECT 1 FROM articles_appearance")) == 1
    assert rows(LOG_OF_STORIES) == [("written",), ("published",)]

    site.wait_until_caches_know(times=2)
    assert rows("SELECT what, tries, trouble FROM articles_announcement") == [("published", 1, "")]
    assert purges_of(cache, pk) == 2
    assert [worker.poll() for worker in workers] == [None, None]


@pytest.mark.thorough
def test_many_stories_are_shared_out_among_workers_and_each_is_announced_once(site, cache):
    site.environment["PURGE_KEYS_URLS"] = f"http://127.0.0.1:{cache.server_port}"
    drafts = site.act("write_drafts", count=CLICKS)
    cookies = site.act("sign_in")
    port = site.start_server(threads=4)
    for _ in range(2):
        site.start_worker()
    with ThreadPoolExecutor(4) as browsers:
        presses = [browsers.submit(click_publish, port, cookies, pk) for pk, _ in drafts]
        answers = [press.result() for press in presses]

    assert answers == [302] * CLICKS
    site.wait_until_caches_know(times=2)
    tries = site.database.rows("SELECT DISTINCT tries, trouble FROM articles_announcement")
    assert tries == [(1, "")]
    assert [purges_of(cache, pk) for pk, _ in drafts] == [2] * CLICKS


def test_a_worker_stops_when_it_is_told(site):
    worker = site.start_worker()
    [(pk, _)] = site.act("write_drafts", count=1)
    site.act("publish", pk=pk)
    site.wait_until("SELECT count(*) FROM articles_announcement WHERE delivered_at IS NOT NULL")
    worker.terminate()

    assert worker.wait(60) == 0
