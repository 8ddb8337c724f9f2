"""What somebody waits for never waits for what takes long, nor for a machine that does not answer.

Each test holds up one queue for as long as it likes: with one queue for all, none would end.
"""

import contextlib
import socket
import threading

import pytest

from tests.purge_server import purge_server

pytestmark = [pytest.mark.faults, pytest.mark.database]

RUNNING = (
    "SELECT count(*) FROM django_tasks_database_dbtaskresult "
    "WHERE status = 'RUNNING' AND task_path LIKE '%{}'"
)
DONE = RUNNING.replace("RUNNING", "SUCCESSFUL")


@pytest.fixture
def cache():
    with purge_server() as server:
        yield server


@contextlib.contextmanager
def silent_server():
    """Its port: it takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        taken, closing = [], threading.Event()

        def take():
            while not closing.is_set():
                with contextlib.suppress(OSError):
                    taken.append(listener.accept())

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            closing.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
            for connection, _ in taken:
                connection.close()


def test_a_story_is_purged_while_pictures_are_made(site, cache, tmp_path):
    site.environment["PURGE_KEYS_URLS"] = f"http://127.0.0.1:{cache.server_port}"
    done = tmp_path / "done"
    site.act("ask_for_slow_work", until=str(done), count=20)
    site.start_worker()
    site.wait_until(f"SELECT ({RUNNING.format('wait_for_file')}) = 1")
    [(pk, _)] = site.act("write_drafts", count=1)
    site.act("publish", pk=pk)
    site.wait_until_caches_know()
    assert any(f"text-of-{pk}" in keys for keys in cache.keys)
    assert site.database.rows(DONE.format("wait_for_file")) == [(0,)]

    done.touch()
    site.wait_until(f"SELECT ({DONE.format('wait_for_file')}) = 20")


def test_a_letter_goes_out_while_a_cache_does_not_answer(site, tmp_path):
    with silent_server() as port:
        site.environment["PURGE_URLS"] = f"http://127.0.0.1:{port}"
        site.act("ask_for_purges", count=20)  # of five seconds each
        worker = site.start_worker()
        site.wait_until(f"SELECT ({RUNNING.format('purge')}) = 1")
        site.act("write_a_letter", to="bo@example.org")
        site.wait_until(f"SELECT ({DONE.format('deliver')}) = 1")
        assert worker.poll() is None
        waiting = site.database.rows(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'READY'"
        )
        assert waiting[0][0] > 10
