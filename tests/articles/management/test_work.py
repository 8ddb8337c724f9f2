"""The worker ends when it is told, wherever it is, and leaves nothing locked."""

import signal

import pytest
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from articles.management.commands import work
from newsroom import turns

OPTIONS = {"interval": 0, "backend_name": "default", "worker_id": "w"}

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    return work._worker_for(["default"], OPTIONS)


@pytest.fixture
def told_while_it_looks(worker, monkeypatch):
    """The signal comes inside the transaction in which a task is claimed."""
    queryset = type(DBTaskResult.objects.all())
    look = queryset.get_locked

    def told(self):
        worker.shutdown(signal.SIGTERM, None)
        return look(self)

    monkeypatch.setattr(queryset, "get_locked", told)


@pytest.mark.usefixtures("told_while_it_looks")
def test_a_signal_inside_a_transaction_lets_it_come_to_its_end(worker):
    worker.persist()

    assert connection.get_autocommit()
    assert not connection.in_atomic_block


def test_told_while_the_database_is_away_it_does_not_begin_again(worker, monkeypatch):
    looks = []

    def away():
        looks.append(1)
        if len(looks) == 2:
            worker.shutdown(signal.SIGTERM, None)
        raise OperationalError("away")

    monkeypatch.setattr(work, "POLL_SECONDS", 0)
    monkeypatch.setattr(turns, "retry_seconds", lambda failures: 0)
    monkeypatch.setattr(worker, "run", away)

    worker.persist()

    assert len(looks) == 2
