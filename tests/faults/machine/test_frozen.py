"""What we lean on says nothing at all: PostgreSQL or Redis stand frozen, SQLite is locked.

Nobody waits longer than some seconds, what was typed comes back, and once it goes on so do we.
"""

import contextlib
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import databases
from tests.faults.site import Site, ask

from . import cluster

pytestmark = [pytest.mark.faults, pytest.mark.database]

WORDS = "The ferry sails at seven."
# Seconds that the site takes by its own settings, and as many again for a busy machine.
ANSWERED_WITHIN = 20
RECOVERED_WITHIN = 10


@pytest.fixture
def frozen_one(template, tmp_path):
    """A site on a PostgreSQL of its own, and that PostgreSQL."""
    if not isinstance(template, databases.Postgres):
        pytest.skip("SQLite has no process that could be frozen: PostgreSQL only.")
    with contextlib.ExitStack() as stack:
        try:
            own = stack.enter_context(cluster.running())
        except cluster.NotHere as reason:
            pytest.skip(str(reason))
        site = Site(own.copy_of(template), tmp_path)
        stack.callback(site.stop)
        yield site, own


def seconds_of(work):
    began = time.monotonic()
    answer = work()
    return time.monotonic() - began, answer


def waits_until_well(port, path, cookies=None):
    """Seconds until it answers 200 again."""
    began = time.monotonic()
    while ask(port, path, cookies=cookies)[0] != 200:
        assert time.monotonic() - began < 60
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_frozen_postgresql_holds_nobody_up_and_is_found_again(frozen_one):
    site, own = frozen_one
    cookies = site.act("sign_in")
    [(pk, _)] = site.act("write_drafts", count=1)
    port = site.start_server(threads=4)
    site.start_worker()
    form = f"/admin/articles/story/{pk}/change/"
    for _ in range(8):  # each thread has a connection that it keeps
        assert ask(port, form, cookies=cookies)[0] == 200

    own.freeze()
    fields = {"headline": WORDS, "version": "1"}
    with ThreadPoolExecutor(12) as people:
        sent = [
            people.submit(seconds_of, lambda: ask(port, form, fields=fields, cookies=cookies))
            for _ in range(12)
        ]
        answers = [each.result() for each in sent]
    alive, healthy = seconds_of(lambda: ask(port, "/healthz"))
    own.thaw()

    for seconds, (status, headers, page) in answers:
        assert seconds < ANSWERED_WITHIN
        assert status == 503
        assert int(headers["retry-after"]) > 0
        assert WORDS in page
    assert healthy[0] == 200
    assert alive < 2
    assert waits_until_well(port, form, cookies) < RECOVERED_WITHIN
    began = time.monotonic()
    site.act("write_a_letter", to="bo@example.org")
    site.wait_until(
        "SELECT count(*) FROM django_tasks_database_dbtaskresult "
        "WHERE status = 'SUCCESSFUL' AND task_path LIKE '%deliver'"
    )
    assert time.monotonic() - began < RECOVERED_WITHIN


def test_a_statement_that_postgresql_was_frozen_over_ends(frozen_one):
    site, own = frozen_one
    site.environment |= {"DATABASE_STATEMENT_SECONDS": "2"}
    port = site.start_server(application="tests.faults.machine.frozen_statement:application")

    def freezing():
        time.sleep(1)
        own.freeze()

    with ThreadPoolExecutor(1) as beside:
        beside.submit(freezing)
        seconds, answer = seconds_of(lambda: ask(port, "/sleeping"))
    own.thaw()

    assert seconds < ANSWERED_WITHIN
    assert answer[0] == 503


@pytest.fixture
def locked(site):
    """Locks the SQLite of the site against every writer until the block ends."""
    if isinstance(site.database, databases.Postgres):
        pytest.skip("PostgreSQL locks rows, not the whole paper: SQLite only.")

    @contextlib.contextmanager
    def locked():
        with contextlib.closing(sqlite3.connect(site.database.file, isolation_level=None)) as own:
            own.execute("BEGIN IMMEDIATE")
            yield
            own.execute("ROLLBACK")

    return locked


def test_a_locked_sqlite_stops_whoever_writes_and_no_reader(site, locked):
    site.environment |= {"DATABASE_LOCK_SECONDS": "1"}
    cookies = site.act("sign_in")
    [(pk, address)] = site.act("write_drafts", count=1)
    site.act("publish", pk=pk)
    port = site.start_server(threads=2)
    with locked():
        marks, pages = (
            [seconds_of(lambda path=path: ask(port, path, is_text=False)) for _ in range(20)]
            for path in (f"/read/{pk}.gif", address)
        )
        form = "/admin/articles/topic/add/"
        seconds, (status, _, page) = seconds_of(
            lambda: ask(port, form, fields={"name": WORDS}, cookies=cookies)
        )

    assert {answer[0] for _, answer in (*marks, *pages)} == {200}
    assert max(seconds for seconds, _ in marks) < 1  # who wrote would have waited as long as that
    assert (status, WORDS in page) == (503, True)
    assert seconds < ANSWERED_WITHIN
    # What was read meanwhile is counted once, by whoever it was.
    site.wait_until("SELECT coalesce(sum(count), 0) = 1 FROM articles_reads")
