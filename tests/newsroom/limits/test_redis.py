"""Limits of several processes meet in Redis."""

import os

import pytest
import redis
from django.core.cache import caches

from newsroom.throttling import seconds_to_wait

ADDRESS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def kept_in_redis(settings):
    """What Redis itself says that it keeps for this test."""
    server = redis.Redis.from_url(ADDRESS, socket_connect_timeout=10)
    try:
        server.ping()
    except redis.ConnectionError:
        pytest.skip(f"No Redis answers at {ADDRESS}; start one or set TEST_REDIS_URL.")
    prefix = f"harbour-tests-{os.urandom(6).hex()}"
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": ADDRESS, "KEY_PREFIX": prefix}}

    def kept():
        return {key.decode(): int(server.get(key)) for key in server.scan_iter(f"{prefix}:*")}

    yield kept
    for key in kept():
        server.delete(key)
    server.close()


def test_a_second_process_counts_on_where_the_first_one_stopped(kept_in_redis):
    waits = [seconds_to_wait("login", "ana", times=3, seconds=86_400) for _ in range(3)]
    assert waits == [0, 0, 0]
    assert list(kept_in_redis().values()) == [3]

    # Another process has another connection, and nothing else in common.
    caches["default"].close()
    del caches["default"]
    assert seconds_to_wait("login", "ana", times=3, seconds=86_400) > 0
