import logging
import time
from contextlib import contextmanager
from threading import Event, Thread

from django.db import Error, close_old_connections, connections
from django_tasks_db.management.commands import db_worker

from articles import announcing
from newsroom import task_queue

logger = logging.getLogger(__name__)

POLL_SECONDS = 1
MAINTENANCE_SECONDS = 10 * 60
MAX_RETRY_SECONDS = 30  # while the database does not answer


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
            run_maintenance()
            super().handle(**options)
        else:
            with announcing_beside():
                self._do_tasks(options)

    def _do_tasks(self, options):
        """Run tasks until a signal comes; retry while the database does not answer."""
        failures = 0
        while True:
            begun = time.monotonic()
            try:
                return super().handle(**options)
            except Error as error:
                failures = failures + 1 if time.monotonic() - begun < MAX_RETRY_SECONDS else 1
                logger.warning("Tasks wait: %s", _one_line(error))
                close_old_connections()
                time.sleep(_retry_seconds(failures))


@contextmanager
def announcing_beside():
    """Deliver announcements in a thread, with a connection of its own, until the block ends."""
    stop_requested = Event()
    # A daemon: a database that does not answer must not keep the worker from ending.
    thread = Thread(target=_announce, args=[stop_requested], name="announcing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop_requested.set()
        thread.join(timeout=5)


def _announce(stop_requested):
    failures, maintained_at, wait = 0, None, 0
    while not stop_requested.wait(wait):
        try:
            announcing.deliver_due()
            if maintained_at is None or time.monotonic() - maintained_at > MAINTENANCE_SECONDS:
                run_maintenance()
                maintained_at = time.monotonic()
            failures, wait = 0, POLL_SECONDS
        except Error as error:
            failures += 1
            wait = _retry_seconds(failures)
            logger.warning("Announcements wait: %s", _one_line(error))
        finally:
            close_old_connections()
    connections.close_all()


def run_maintenance():
    """Requeue tasks that a worker abandoned; delete tasks and announcements done long ago."""
    task_queue.requeue_abandoned()
    task_queue.delete_finished()
    announcing.delete_delivered()


def _retry_seconds(failures):
    """Exponential backoff."""
    return min(2**failures, MAX_RETRY_SECONDS)


def _one_line(error):
    return " ".join(str(error).split())
