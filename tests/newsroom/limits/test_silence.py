"""Of a service that says nothing, one thread at a time waits, and the others are free."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from newsroom import redis_cache
from newsroom.patience import silence as silences
from newsroom.patience.silence import Silence
from tests.faults.test_queues import silent_server


@pytest.fixture
def silence(monkeypatch):
    monkeypatch.setattr(silences, "HELD_UP", 0)
    return Silence(lambda: TimeoutError("known to be silent"))


def fail(silence):
    with pytest.raises(ConnectionError), silence.asked():
        raise ConnectionError


def test_one_asks_while_the_others_hear_at_once(silence):
    fail(silence)
    asking, answered = Event(), Event()

    def ask():
        with silence.asked():
            asking.set()
            answered.wait(30)

    with ThreadPoolExecutor(1) as first:
        waiting = first.submit(ask)
        asking.wait(30)
        with pytest.raises(TimeoutError, match="known to be silent"), silence.asked():
            raise AssertionError("nobody else was to ask")
        answered.set()
        waiting.result(30)


def test_once_it_answers_everybody_asks_again(silence):
    fail(silence)
    assert silence.is_known
    with silence.asked():
        pass

    assert not silence.is_known
    with silence.asked(), silence.asked():
        pass


def test_a_refusal_that_comes_at_once_holds_nobody_up_and_is_no_silence(silence, monkeypatch):
    monkeypatch.setattr(silences, "HELD_UP", 60)
    fail(silence)

    assert not silence.is_known


def test_a_redis_that_says_nothing_holds_one_thread_of_many(settings, monkeypatch):
    monkeypatch.setattr(silences, "HELD_UP", 0.4)
    monkeypatch.setattr(redis_cache.silence, "is_known", False)

    def ask(number):
        with pytest.raises(RedisError) as refused:
            caches["default"].get("anything")
        return "another thread asks already" in str(refused.value)

    with silent_server() as port, ThreadPoolExecutor(8) as threads:
        settings.CACHES = {
            "default": {
                "BACKEND": "newsroom.redis_cache.RedisCache",
                "LOCATION": f"redis://127.0.0.1:{port}/0",
                "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
            }
        }
        assert not ask(0)
        assert redis_cache.silence.is_known
        spared = sum(threads.map(ask, range(8)))

    assert spared >= 4
