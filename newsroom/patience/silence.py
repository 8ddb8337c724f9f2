"""A service that takes connections and says nothing: frozen, or cut off with its machine.

Whoever asks it waits until a timeout. If all did, all threads would wait, also those that readers
need who want nothing of it. So one asks at a time, and the others hear at once that it is silent.
"""

import time
from contextlib import contextmanager
from threading import Lock

# An error that comes sooner is an answer ("connection refused") and holds nobody up.
HELD_UP = 1  # seconds


class Silence:
    """`with silence.asked():` around whatever waits for one service, in any thread.

    Raises `error` (an exception to be raised anew, as `error()`) without waiting while the service
    is known to be silent and another thread is asking already.
    """

    def __init__(self, error):
        self._error = error
        self._asking = Lock()
        self.is_known = False

    @contextmanager
    def asked(self):
        is_first = self._asking.acquire(blocking=False) if self.is_known else None
        if is_first is False:
            raise self._error()
        began = time.monotonic()
        try:
            yield
        except Exception:
            if time.monotonic() - began >= HELD_UP:
                self.is_known = True
            raise
        else:
            self.is_known = False
        finally:
            if is_first:
                self._asking.release()
