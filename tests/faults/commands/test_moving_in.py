"""A file that moves in at the desk: its worker is killed, it is stopped, letters go on."""

import contextlib
import os
import signal
import time

import pytest

from tests.articles.interchange.wordpress.exports import export, post

pytestmark = [pytest.mark.faults, pytest.mark.database, pytest.mark.thorough]

POSTS = 2_000  # as long as it takes to end it meanwhile
STATE = "SELECT state FROM articles_movein WHERE id = {}"
# Each has a place at first, and a text when it is written.
STORIES = "SELECT count(*) FROM articles_story WHERE latest_id IS NOT NULL"
IS_OVER = "SELECT count(*) = 1 FROM articles_movein WHERE id = {} AND ended_at IS NOT NULL"
LETTERS = (
    "SELECT count(*) = {} FROM django_tasks_database_dbtaskresult "
    "WHERE task_path = 'newsroom.mail.deliver' AND status = 'SUCCESSFUL'"
)


@pytest.fixture
def given(site, tmp_path):
    """The number of a file with many stories that somebody gave at the desk."""
    path = tmp_path / "export.xml"
    path.write_text(export(*(post(number) for number in range(1, POSTS + 1))), encoding="utf-8")
    return site.act("give_a_file", path=str(path))


def wait_until_stories_are_written(site, pk):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        told = site.act("how_far", pk=pk)
        if told.get("doing") == "Writing stories" and 0 < told["done"] < POSTS:
            return
        time.sleep(0.1)
    raise AssertionError("The worker does not begin.")


def of_imports():
    """The numbers of processes that bring a file in."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):  # noqa: PTH208
        with contextlib.suppress(OSError), open(f"/proc/{name}/cmdline", "rb") as file:  # noqa: PTH123
            if b"from_the_desk.process" in file.read():
                found.append(int(name))
    return found


def test_after_a_killed_worker_another_one_brings_it_in_whole_and_once(site, given):
    before = set(of_imports())
    worker = site.start_worker()
    wait_until_stories_are_written(site, given)
    assert set(of_imports()) - before
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    until = time.monotonic() + 20
    while set(of_imports()) - before and time.monotonic() < until:
        time.sleep(0.1)
    assert not set(of_imports()) - before  # nobody would hear from it
    assert site.database.rows(STORIES) < [(POSTS,)]

    site.start_worker()
    site.wait_until(IS_OVER.format(given), seconds=180)
    assert site.database.rows(STATE.format(given)) == [("done",)]
    assert site.database.rows(STORIES) == [(POSTS,)]


def test_it_is_stopped_wherever_it_is_and_the_rest_follows_when_it_is_brought_in_again(site, given):
    site.start_worker()
    wait_until_stories_are_written(site, given)
    site.act("stop_it", pk=given)
    site.wait_until(IS_OVER.format(given), seconds=60)
    assert site.database.rows(STATE.format(given)) == [("stopped",)]
    assert site.database.rows(STORIES) < [(POSTS,)]

    again = site.act("bring_it_in_again", pk=given)
    site.wait_until(IS_OVER.format(again), seconds=180)
    assert site.database.rows(STORIES) == [(POSTS,)]


def test_a_worker_that_ends_leaves_it_to_the_next_one(site, given):
    worker = site.start_worker()
    wait_until_stories_are_written(site, given)
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=90)
    [(state,)] = site.database.rows(STATE.format(given))
    # On SQLite its threads wait for what is being written, and with them the worker.
    is_one_file = site.database.url.startswith("sqlite")
    assert state in ({"waiting", "done"} if is_one_file else {"waiting"})
    site.start_worker()
    site.wait_until(IS_OVER.format(given), seconds=120)
    assert site.database.rows(STORIES) == [(POSTS,)]


def test_letters_do_not_wait_for_it(site, given):
    if not site.database.url.startswith("postgres"):
        pytest.skip("SQLite has one who writes at a time, and a letter is written down first.")
    site.start_worker()
    wait_until_stories_are_written(site, given)
    site.act("write_a_letter", to="bo@example.org")
    site.wait_until(LETTERS.format(1), seconds=20)
    assert site.database.rows(STATE.format(given)) == [("running",)]
