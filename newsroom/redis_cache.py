"""Django's cache in Redis, of which no more than one thread waits for a Redis that is silent."""

from django.core.cache.backends import redis as django_redis
from redis import Redis
from redis.exceptions import TimeoutError as RedisTimeout

from newsroom.patience.silence import Silence

silence = Silence(lambda: RedisTimeout("Redis does not answer; another thread asks already."))


class PatientRedis(Redis):
    def execute_command(self, *args, **options):
        with silence.asked():
            return super().execute_command(*args, **options)


class RedisCacheClient(django_redis.RedisCacheClient):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._client = PatientRedis


class RedisCache(django_redis.RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = RedisCacheClient
