"""Limits and sessions of several processes meet in Redis."""

import os

import pytest
import redis
from django.core.cache import caches

from newsroom.throttling import seconds_to_wait

ADDRESS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def shared_cache(settings):
    try:
        redis.Redis.from_url(ADDRESS, socket_connect_timeout=2).ping()
    except redis.ConnectionError:
        pytest.skip(f"No Redis answers at {ADDRESS}; start one or set TEST_REDIS_URL.")
    backend = "django.core.cache.backends.redis.RedisCache"
    prefix = f"harbour-tests-{os.getpid()}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": ADDRESS, "KEY_PREFIX": prefix}}
    yield
    caches["default"].delete_many(["known"])


def test_a_second_process_counts_on_where_the_first_one_stopped(shared_cache):
    who = f"ana-{os.urandom(4).hex()}"
    waits = [seconds_to_wait("login", who, times=3, seconds=600) for _ in range(3)]
    # Another process has another connection, and nothing else in common.
    caches["default"].close()
    del caches["default"]

    assert waits == [0, 0, 0]
    assert seconds_to_wait("login", who, times=3, seconds=600) > 0
