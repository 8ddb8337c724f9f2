"""Work that a web process does beside its answers, in a thread of its own.

Only in a process that has been told that it answers the web (newsroom/wsgi.py): commands and tests
do such work when they are asked to.
"""

import logging
import os
import time
from threading import Lock, Thread

from django.db import close_old_connections

logger = logging.getLogger(__name__)

_allowed = False


def allow():
    """Say that this process, and what is forked from it, answers the web."""
    global _allowed  # noqa: PLW0603 one for the process
    _allowed = True


class Routine:
    """`work()` each so many seconds, from the first `ensure_running()` on.

    An error of it is logged once, until it works again: the next turn tries anew.
    """

    def __init__(self, work, *, seconds):
        self._work, self._seconds = work, seconds
        self._lock, self._pid = Lock(), None
        self._fails = False

    def ensure_running(self):
        """Cheap when it runs. A thread does not come along into a forked process: begin it anew."""
        if not _allowed or self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                Thread(target=self._run, name=self._work.__name__, daemon=True).start()

    def _run(self):
        while True:
            time.sleep(self._seconds)
            self.take_a_turn()

    def take_a_turn(self):
        close_old_connections()
        try:
            self._work()
            self._fails = False
        except Exception as error:  # whatever it is, a thread that ends would never come again
            if not self._fails:
                words = " ".join(str(error).split())
                logger.warning("%s has to wait: %s", self._work.__name__, words)
            self._fails = True
        finally:
            close_old_connections()
