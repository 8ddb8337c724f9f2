"""Retries with backoff, for what needs a mail server, a cache or a storage that may be away."""

from contextlib import contextmanager
from datetime import timedelta

from django.tasks import task_backends
from django.utils import timezone

HOURLY_FOR_A_DAY = [timedelta(hours=1)] * 24


@contextmanager
def later(this_task, *arguments, tries, delays, errors, unless=(), on_retry=None):
    """Run a task's work; at one of `errors`, enqueue the same task again for later.

    `arguments` are what the task was called with, `tries` (int) how often it was tried before,
    `delays` (timedeltas) the pauses between. Exceptions `unless` pass, as do all when no delay
    is left or the task backend cannot defer. `on_retry(error)` is called before each pause.
    The work must be idempotent: it may have been done in part.
    """
    try:
        yield
    except unless:
        raise
    except errors as error:
        if not task_backends[this_task.backend].supports_defer or tries >= len(delays):
            raise
        if on_retry:
            on_retry(error)
        again = this_task.using(run_after=timezone.now() + delays[tries])
        again.enqueue(*arguments, tries=tries + 1)


def exponential(tries, *, longest):
    """The pause after so many tries: 2, 4, 8 … seconds, at most `longest` (a timedelta)."""
    return min(timedelta(seconds=2**tries), longest)
