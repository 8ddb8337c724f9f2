"""Ends the wait for a server that does not answer.

A statement has a timeout of its own, which PostgreSQL keeps. One that is frozen, or whose machine
is, keeps none, and libpq waits for ever: its kernel goes on saying that all has arrived. So a
thread of ours looks at what is waited for, and shuts the connection of what takes too long. Who
waits gets the driver's own error for a lost connection.
"""

import contextlib
import os
import socket
import time
from itertools import count
from threading import Lock, Thread

LOOKS_EACH = 0.25  # seconds


class Cutter:
    def __init__(self):
        self._lock = Lock()
        self._waits = {}
        self._numbers = count()
        self._pid = None

    def within(self, seconds, connection, work, *args):
        """What `work(*args)` returns, or its error once `connection` is cut after so many seconds.

        `connection` has a `fileno()`. 0 seconds are no limit.
        """
        if not seconds or connection.closed:
            return work(*args)
        self._run()
        number = next(self._numbers)
        with self._lock:
            self._waits[number] = (time.monotonic() + seconds, connection.fileno())
        try:
            return work(*args)
        finally:
            # Under the lock: whoever is behind here may close the connection, and its number
            # becomes another's, which is not to be cut.
            with self._lock:
                self._waits.pop(number, None)

    def _run(self):
        if self._pid != os.getpid():  # a thread does not come along into a forked process
            with self._lock:
                if self._pid != os.getpid():
                    self._pid = os.getpid()
                    Thread(target=self._look, name="cutting", daemon=True).start()

    def _look(self):
        while True:
            time.sleep(LOOKS_EACH)
            if self._waits:
                with self._lock:
                    now = time.monotonic()
                    late = [number for number, (until, _) in self._waits.items() if until < now]
                    for number in late:
                        _shut(self._waits.pop(number)[1])


def _shut(descriptor):
    # A copy, so that closing it here leaves the driver's own.
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as own:
        own.shutdown(socket.SHUT_RDWR)


within = Cutter().within
