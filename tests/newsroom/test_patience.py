"""A web server waits seconds for its database, a worker minutes, a command as long as it takes."""

import time

import pytest
from django.db import DatabaseError, connection, connections, transaction

from newsroom import patience
from newsroom.errors import server_error

pytestmark = [pytest.mark.database]

is_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite ends a wait for its lock, and nothing else."
)


@pytest.fixture
def limits(monkeypatch, settings):
    """What a process that waits as one or the other is held to, without being one afterwards."""
    monkeypatch.setattr(patience, "_limits", patience.Limits())
    options = dict(connections.settings["default"]["OPTIONS"])
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options)

    def limits(what, **seconds):
        settings.DATABASE_LIMITS = settings.DATABASE_LIMITS | {what: seconds}
        patience.wait_as(what)

    yield limits
    connection.close()


@is_postgresql
def test_postgresql_is_told_when_to_end_what_takes_too_long(limits):
    assert "statement_timeout" not in connection.get_connection_params().get("options", "")
    limits("web", statement=8, lock=7, idle_in_transaction=0)
    told = connection.get_connection_params()["options"]

    assert "-c statement_timeout=8000 -c lock_timeout=7000" in told
    assert "idle_in_transaction" not in told
    assert "synchronous_commit=off" in told  # what PGOPTIONS said is not lost


@is_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["a statement that takes too long", "a silent transaction"])
def test_what_postgresql_ends_is_answered_as_a_service_that_is_away(limits, trouble):
    connection.close()
    limits("web", statement=1, lock=1, idle_in_transaction=1)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [3 if "statement" in trouble else 0])
            time.sleep(2)
            cursor.execute("SELECT 1")
    except DatabaseError:
        assert server_error(None).status_code == 503
    else:
        pytest.fail("Nothing was ended.")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Of PostgreSQL it is told in words.")
@pytest.mark.parametrize(("what", "seconds"), [("web", 7), ("worker", 60)])
def test_sqlite_waits_for_its_lock_as_long(limits, what, seconds):
    limits(what, statement=8, lock=seconds)

    assert connections.settings["default"]["OPTIONS"]["timeout"] == seconds
