"""At most so many at once: what one request costs too much of, for many to ask for it together.

Counted for each process by itself: what is to be kept is a process's own threads.
"""

from contextlib import contextmanager
from threading import BoundedSemaphore

from newsroom import errors


class Busy(Exception):
    """As many as may are at it already, and as many wait. Answered by `Middleware` with 503."""


class AtOnce:
    """`with at_once():` for at most `limit` threads of this process at once.

    As many again wait, at most `seconds` each. Everybody else gets `Busy` without waiting: whoever
    waits holds a thread, which readers need more.
    """

    def __init__(self, limit, *, seconds):
        self._running = BoundedSemaphore(limit)
        self._inside = BoundedSemaphore(2 * limit)
        self._seconds = seconds

    @contextmanager
    def __call__(self):
        with _held(self._inside, timeout=0), _held(self._running, timeout=self._seconds):
            yield


class Middleware:
    """503 in words for `Busy`, wherever in a view it comes from; what was typed comes back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return errors.busy(request) if isinstance(exception, Busy) else None


@contextmanager
def _held(semaphore, *, timeout):
    if not semaphore.acquire(timeout=timeout):
        raise Busy
    try:
        yield
    finally:
        semaphore.release()
