import logging
from types import SimpleNamespace

import pytest
from django.db import connection

from newsroom.machine import doing, queries

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def request_under_way():
    request = doing.Doing("5f0c2d7a")
    request.route = "articles:search"
    doing.begin(request)
    yield request
    doing.end()


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_slow_query_is_named_with_its_route_and_without_what_was_asked_for(
    settings, caplog, request_under_way, monkeypatch
):
    hours = iter([0, 0.75])
    # The module's own name for it: everybody's clock is asked by others, too.
    clock = SimpleNamespace(perf_counter=lambda: next(hours))
    monkeypatch.setattr(queries, "time", clock)
    with caplog.at_level(logging.WARNING):
        ask("SELECT %s, 'It''s Zinnober'", "Zinnober")

    assert caplog.messages == ["750 ms (articles:search): SELECT %s, ?"]


def test_a_quick_query_is_only_counted(settings, caplog, request_under_way):
    settings.SLOW_QUERY_MS = 60_000
    ask("SELECT 1")
    ask("SELECT 1")

    assert caplog.messages == []
    assert request_under_way.queries == 2
    assert request_under_way.query_seconds > 0


def test_none_is_named_where_nobody_wants_it(settings, caplog):
    settings.SLOW_QUERY_MS = 0
    ask("SELECT 1")

    assert caplog.messages == []
