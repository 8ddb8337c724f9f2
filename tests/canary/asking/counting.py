"""What the database is asked and told, and what it keeps."""

import re

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache

WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b(?!.*django_session)", re.IGNORECASE)


class QueryCounter:
    """Put around a connection (`execute_wrapper`): how often it was asked, and told to change."""

    def __init__(self):
        self.count, self.has_written = 0, False

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        self.has_written |= bool(WRITING.match(sql))
        return execute(sql, params, many, context)


def contents():
    """All that the database keeps, by table, but for who is logged in."""
    return {
        model._meta.db_table: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model is not Session and not model._meta.proxy
    }


def what_caches_hold():
    """All keys and values of the cache in memory, as one text."""
    return " ".join(f"{key} {value.decode('latin-1')}" for key, value in cache._cache.items())
