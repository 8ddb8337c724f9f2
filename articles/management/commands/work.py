import logging
import os
import signal
import time
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error, close_old_connections, connections
from django_tasks_db.management.commands import db_worker

from accounts import held, sessions
from accounts.second_factor import secrets
from articles import announcing, reads
from articles.addresses import asked_for
from articles.checks import links_elsewhere
from articles.interchange.from_the_desk import asking, doing
from articles.interchange.static_copy import Mirror
from articles.pictures.sweeping import mend
from articles.writing import editing, share_links, working_copies
from newsroom import patience, task_queue
from newsroom.backup import by_hour
from newsroom.machine.models import BEATS_EACH, Worker
from newsroom.page_store import following, noting, telling

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
# An editor waits for it: within a moment of a change caches in front have forgotten.
TELL_SECONDS = 0.1
MAINTENANCE_SECONDS = 10 * 60
MOST_READ_SECONDS = 60
BACKUP_SECONDS = 30
MOVE_IN_SECONDS = 1
MIRROR_SECONDS = 1
MEND_SECONDS = 60 * 60
MAX_RETRY_SECONDS = 5  # while the database does not answer; once it does, letters go at once


class Command(db_worker.Command):
    help = (
        "The worker: letters, pictures and other tasks, and at once the announcements whose hour "
        "has come. Several may run; with --batch it does what there is and ends."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(
            queue_name="*", reload=False, startup_delay=False, interval=POLL_SECONDS
        )

    def handle(self, **options):
        if options["batch"]:
            announcing.deliver_due()
            telling.tell_due()
            run_maintenance()
            by_hour.make_if_due()
            while doing.do_if_due():
                pass
            super().handle(**options)
            return
        patience.wait_as("worker")
        if options["queue_name"] == "*" and not options["exclude_queues"]:
            others = task_queue.QUEUES[1:]
            with (
                beside(_announce),
                beside(_tell, options),
                beside(_back_up),
                beside(_mirror),
                beside(_mend),
                queues_beside(others, options),
                # First to end: on SQLite all others may wait for what it writes.
                beside(_move_in),
            ):
                # And what packages may put into queues of their own.
                self._do_tasks(options | {"exclude_queues": ",".join(others)})
        else:
            with beside(_announce), beside(_tell, None):
                self._do_tasks(options)

    def _do_tasks(self, options):
        """Run tasks until a signal comes."""
        if options["reload"]:  # which ends the whole process, and begins another
            super().handle(**options)
            return
        self.configure_logging(options["verbosity"])
        queues, excluded = options["queue_name"].split(","), options["exclude_queues"]
        if excluded and queues != ["*"]:
            raise CommandError("--exclude-queues needs --queue-name=*.")
        worker = _worker_for(
            queues,
            options,
            excluded_queue_names=excluded.split(",") if excluded else [],
            startup_delay=options["startup_delay"],
            max_tasks=options["max_tasks"],
        )
        worker.configure_signals()
        worker.persist()


class TaskWorker(db_worker.Worker):
    """Ends at a signal as soon as the task at hand is done, at a second one where it stands.

    The package's own leaves with an exception wherever it is, if that is no task: also from inside
    a transaction, which then stays open. On SQLite that locks out all who write, among them the
    threads that this process waits for.
    """

    def shutdown(self, signum, frame):
        if not self.running:
            os._exit(1)  # nobody tidies up, and no lock is left
        logger.warning("%s: the worker ends after this task.", signal.strsignal(signum))
        self.running = False

    def persist(self):
        """Run tasks; begin again while the database does not answer."""
        failures = 0
        while True:
            begun = time.monotonic()
            try:
                self.run()
                return
            except Error as error:
                if not self.running:
                    return
                failures = failures + 1 if time.monotonic() - begun < MAX_RETRY_SECONDS else 1
                logger.warning("Tasks wait: %s", " ".join(str(error).split()))
                close_old_connections()
                self._wait(_retry_seconds(failures))

    def _wait(self, seconds):
        until = time.monotonic() + seconds
        while self.running and time.monotonic() < until:
            time.sleep(POLL_SECONDS)


@contextmanager
def beside(work, *arguments):
    """Do `work(stop_requested, …)` in a thread, with a connection of its own, until the block ends.

    `stop_requested` is an Event.
    """
    stop_requested = Event()
    # A daemon: a database that does not answer must not keep the worker from ending.
    thread = Thread(target=work, args=[stop_requested, *arguments], name=work.__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop_requested.set()
        thread.join(timeout=5)


@contextmanager
def queues_beside(names, options):
    """Do the tasks of each of these queues in a thread, until the block ends and each has done its
    last one.

    Another worker takes up what a second signal leaves behind.
    """
    workers = [_worker_for([name], options) for name in names]
    threads = [
        Thread(target=_do_queue, args=[worker], name=name, daemon=True)
        for name, worker in zip(names, workers, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.running = False
        for thread in threads:
            thread.join()


def _worker_for(queues, options, **others):
    return TaskWorker(
        **{
            "queue_names": queues,
            "excluded_queue_names": [],
            "interval": options["interval"],
            "batch": False,
            "backend_name": options["backend_name"],
            "startup_delay": False,
            "max_tasks": None,
            "worker_id": options["worker_id"],
        }
        | others
    )


def _do_queue(worker):
    try:
        worker.persist()
    finally:
        connections.close_all()


def _announce(stop_requested):
    now_and_then = [Every(MAINTENANCE_SECONDS, run_maintenance)]
    now_and_then.append(Every(BEATS_EACH, Worker.objects.beat))
    now_and_then.append(Every(MOST_READ_SECONDS, reads.MostRead().look))

    def look():
        announcing.deliver_due()
        for work in now_and_then:
            work.do_if_due()

    _look_again_and_again(look, POLL_SECONDS, stop_requested)


def _back_up(stop_requested):
    """In a thread of its own: it takes a minute or an hour, and nobody shall wait for it."""
    _look_again_and_again(by_hour.make_if_due, BACKUP_SECONDS, stop_requested)


def _mirror(stop_requested):
    """The public pages as files, if somebody wants them."""
    if settings.STATIC_MIRROR:
        _look_again_and_again(Mirror(settings.STATIC_MIRROR).look, MIRROR_SECONDS, stop_requested)


def _mend(stop_requested):
    """Pictures whose files are not here, as of a paper that was put back just now."""
    _look_again_and_again(partial(mend, stop_requested), MEND_SECONDS, stop_requested)


def _move_in(stop_requested):
    """Files that were given at the desk, in a thread of its own for the same reason."""

    def look():
        doing.do_if_due(stop_requested)

    _look_again_and_again(look, MOVE_IN_SECONDS, stop_requested)


def _tell(stop_requested, options):
    """Have caches in front told what changed; with `options`, without waiting for the queue."""

    def look():
        if telling.tell_due() and options is not None:
            _worker_for([task_queue.PURGES], options, batch=True).run()

    _look_again_and_again(look, TELL_SECONDS, stop_requested)


def _look_again_and_again(look, seconds, stop_requested):
    failures, wait = 0, 0
    while not stop_requested.wait(wait):
        try:
            look()
            failures, wait = 0, seconds
        except Error as error:
            failures += 1
            wait = _retry_seconds(failures)
            logger.warning("What is due waits: %s", " ".join(str(error).split()))
        finally:
            close_old_connections()
    connections.close_all()


class Every:
    """Something that is done at once, and again whenever so many seconds have passed."""

    def __init__(self, seconds, do):
        self.seconds, self.do, self.done_at = seconds, do, None

    def do_if_due(self):
        if self.done_at is None or time.monotonic() - self.done_at > self.seconds:
            self.do()
            self.done_at = time.monotonic()


def run_maintenance():
    """Requeue tasks that a worker abandoned; delete what was done, or counted, long ago."""
    task_queue.requeue_abandoned()
    task_queue.delete_finished()
    announcing.delete_delivered()
    reads.delete_old()
    asked_for.delete_old()
    working_copies.delete_old()
    editing.delete_old()
    share_links.delete_old()
    links_elsewhere.delete_old()
    asking.delete_old()
    sessions.clear_old()
    held.clear_old()
    secrets.rotate_all()
    Worker.objects.forget_gone()
    following.prune()
    noting.prune()


def _retry_seconds(failures):
    """Exponential backoff."""
    return min(2**failures, MAX_RETRY_SECONDS)
