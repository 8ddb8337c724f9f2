"""Tasks that need what is not always there: a mail server, a cache, a storage far away."""

from contextlib import contextmanager
from datetime import timedelta

from django.tasks import task_backends
from django.utils import timezone

HOURLY_FOR_A_DAY = [timedelta(hours=1)] * 24


@contextmanager
def later(this_task, *arguments, tries, waits, after, unless=(), tell=None):
    """Run a task's work; at one of the errors `after`, queue the same task for later.

    `arguments` are what the task was called with, `tries` how often it was tried before, `waits`
    the pauses between. Errors `unless` pass, as do all when there are no pauses left or the
    backend cannot wait. `tell(error)` is called before a pause.
    """
    try:
        yield
    except unless:
        raise
    except after as trouble:
        if not task_backends[this_task.backend].supports_defer or tries >= len(waits):
            raise
        if tell:
            tell(trouble)
        again = this_task.using(run_after=timezone.now() + waits[tries])
        again.enqueue(*arguments, tries=tries + 1)
