import logging
import time
from contextlib import contextmanager
from threading import Event, Thread

from django.db import Error, close_old_connections, connections
from django_tasks_db.management.commands import db_worker

from articles import announcing
from newsroom import task_queue

logger = logging.getLogger(__name__)

EACH_SECOND = 1
BETWEEN_TIDYINGS = 10 * 60  # seconds
LONGEST_WAIT = 30  # seconds, while the database does not answer


class Command(db_worker.Command):
    help = (
        "The worker: letters, pictures and other tasks, and each second the announcements whose "
        "hour has come. Several may run; with --batch it does what there is and ends."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False, startup_delay=False)

    def handle(self, **options):
        if options["batch"]:
            announcing.deliver_due()
            tidy()
            super().handle(**options)
        else:
            with announcing_beside():
                self._do_tasks(options)

    def _do_tasks(self, options):
        """Until told to stop. A database that is away for a while ends nothing."""
        failures = 0
        while True:
            begun = time.monotonic()
            try:
                return super().handle(**options)
            except Error as error:
                failures = failures + 1 if time.monotonic() - begun < LONGEST_WAIT else 1
                logger.warning("Tasks wait: %s", _in_a_line(error))
                close_old_connections()
                time.sleep(_wait_after(failures))


@contextmanager
def announcing_beside():
    """Deliver announcements in a thread, with a connection of its own, for as long as this runs."""
    told_to_stop = Event()
    # A daemon: a database that does not answer must not keep the worker from ending.
    thread = Thread(target=_announce, args=[told_to_stop], name="announcing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        told_to_stop.set()
        thread.join(timeout=5)


def _announce(told_to_stop):
    failures, tidied_at, wait = 0, None, 0
    while not told_to_stop.wait(wait):
        try:
            announcing.deliver_due()
            if tidied_at is None or time.monotonic() - tidied_at > BETWEEN_TIDYINGS:
                tidy()
                tidied_at = time.monotonic()
            failures, wait = 0, EACH_SECOND
        except Error as error:
            failures += 1
            wait = _wait_after(failures)
            logger.warning("Announcements wait: %s", _in_a_line(error))
        finally:
            close_old_connections()
    connections.close_all()


def tidy():
    """What is due now and then: tasks that nobody ends, and what is done for long."""
    task_queue.requeue_abandoned()
    task_queue.delete_finished()
    announcing.delete_delivered()


def _wait_after(failures):
    return min(2**failures, LONGEST_WAIT)


def _in_a_line(error):
    return " ".join(str(error).split())
