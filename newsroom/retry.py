"""Work that needs what is not always there: a mail server, a cache, a storage far away.

The one place that says when something is tried again, and when it is given up: for tasks of the
queue (`later`), and for what has a table of its own (`trying`).
"""

from contextlib import contextmanager
from datetime import timedelta

from django.tasks import task_backends
from django.utils import timezone

HOURLY_FOR_A_DAY = [timedelta(hours=1)] * 24


def doubling(times, *, longest):
    """So many pauses: two seconds, then twice as long each time, up to `longest` (timedelta)."""
    return [min(timedelta(seconds=2**n), longest) for n in range(1, times + 1)]


@contextmanager
def trying(*, tries, waits, after, put_off, unless=()):
    """Do a piece of work in here; at one of the errors `after`, have it put off.

    `tries` is how often it was tried before, `waits` the pauses between two tries (timedelta),
    one fewer than there are tries in all. `put_off(error, wait)` is called inside the error's
    handler, with None for a pause when there is none left, and may raise. Errors `unless` pass.
    """
    try:
        yield
    except unless:
        raise
    except after as error:
        put_off(error, waits[tries] if tries < len(waits) else None)


def later(this_task, *arguments, tries, waits, after, unless=(), tell=None):
    """Do a task's work in here; at one of the errors `after`, queue the same task for later.

    `arguments` are what the task was called with, the others as for `trying`. The error passes
    when there are no pauses left, or the backend cannot wait: so the queue shows it as failed.
    `tell(error)` is called before a pause.
    """

    def put_off(error, wait):
        if wait is None or not task_backends[this_task.backend].supports_defer:
            raise error
        if tell:
            tell(error)
        again = this_task.using(run_after=timezone.now() + wait)
        again.enqueue(*arguments, tries=tries + 1)

    return trying(tries=tries, waits=waits, after=after, put_off=put_off, unless=unless)
