"""Retries, for what needs a mail server, a cache or a storage that may be away.

The one place that says when something is tried again, and when it is given up: for tasks of the
queue (`later`), and for what has a table of its own (`trying`).
"""

from contextlib import contextmanager
from datetime import timedelta

from django.tasks import task_backends
from django.utils import timezone

HOURLY_FOR_A_DAY = [timedelta(hours=1)] * 24


def exponential(times, *, longest):
    """So many delays: two seconds, then twice as long each time, up to `longest` (timedelta)."""
    return [min(timedelta(seconds=2**n), longest) for n in range(1, times + 1)]


@contextmanager
def trying(*, tries, delays, errors, put_off, unless=()):
    """Do a piece of work in here; at one of `errors`, have it put off.

    `tries` (int) is how often it was tried before, `delays` (timedeltas) the pauses between two
    tries, one fewer than there are tries in all. `put_off(error, delay)` is called inside the
    error's handler, with None for a delay when there is none left, and may raise. Exceptions
    `unless` pass.
    """
    try:
        yield
    except unless:
        raise
    except errors as error:
        put_off(error, delays[tries] if tries < len(delays) else None)


def later(this_task, *arguments, tries, delays, errors, unless=(), on_retry=None):
    """Run a task's work in here; at one of `errors`, enqueue the same task again for later.

    `arguments` are what the task was called with, the others as for `trying`. The error passes
    when no delay is left, or the task backend cannot defer: so the queue shows it as failed.
    `on_retry(error)` is called before a pause. The work must be idempotent: it may have been done
    in part.
    """

    def put_off(error, delay):
        if delay is None or not task_backends[this_task.backend].supports_defer:
            raise error
        if on_retry:
            on_retry(error)
        again = this_task.using(run_after=timezone.now() + delay)
        again.enqueue(*arguments, tries=tries + 1)

    return trying(tries=tries, delays=delays, errors=errors, put_off=put_off, unless=unless)
