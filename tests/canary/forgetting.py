"""Breaking the rule in one place, as somebody would who forgot to ask for it there."""

import sys
from contextlib import contextmanager
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

    with mock.patch.object(queryset, rule, careless):
        yield


def _caller(frame):
    while frame.f_globals["__name__"] == "django.db.models.manager":
        frame = frame.f_back
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"
