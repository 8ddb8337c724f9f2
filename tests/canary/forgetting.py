"""Breaking the rule in one place, as somebody would who forgot to ask for it there."""

import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from unittest import mock

from articles.querysets import StoryQuerySet


@contextmanager
def forgotten(place, queryset=StoryQuerySet, rule="published"):
    """In the function named `place` (module and name) the rule hides nothing any more.

    Of stories all come that have an hour: scheduled ones, and those that are gone.
    """
    kept = getattr(queryset, rule)

    def careless(self, *args, **kwargs):
        if _caller(sys._getframe(1)) != place:
            return kept(self, *args, **kwargs)
        return self.exclude(published_at=None) if queryset is StoryQuerySet else self

    composed_anew = _cache_of(place)
    composed_anew()
    try:
        with mock.patch.object(queryset, rule, careless):
            yield
    finally:
        composed_anew()


def _cache_of(place):
    """What clears the cache of the function of this name, if it has one."""
    module, _, name = place.rpartition(".")
    with suppress(ImportError):  # a method, and none of those has one
        return getattr(getattr(import_module(module), name), "cache_clear", lambda: None)
    return lambda: None


def _caller(frame):
    while frame.f_globals["__name__"] == "django.db.models.manager":
        frame = frame.f_back
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"
