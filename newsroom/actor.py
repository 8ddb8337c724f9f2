"""Who is doing what happens now, for those who write it down.

Verbs are told (`by=`). Signals are not: a log that watches tables knows neither the request nor
who called. For them the middleware, and each verb for what follows from it, leave the person
here; asking is left to whoever needs the answer, so that a page for everybody stays one without
session and cookie.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_visitor = ContextVar("visitor", default=None)


class ActingMiddleware:
    """Stands behind the middleware that knows who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = _visitor.set(lambda: request.user)
        try:
            return self.get_response(request)
        finally:
            _visitor.reset(before)


@contextmanager
def acting(person):
    """What is written down in here was done by `person`; None is the site itself."""
    before = _visitor.set(None if person is None else lambda: person)
    try:
        yield
    finally:
        _visitor.reset(before)


def person():
    """Who is logged in; None for a stranger, and for the site itself (worker, command)."""
    visitor = _visitor.get()
    user = visitor() if visitor else None
    return user if user is not None and user.is_authenticated else None


def is_a_stranger():
    """Whether somebody who is not logged in is doing it, by a page of the site."""
    return _visitor.get() is not None and person() is None
