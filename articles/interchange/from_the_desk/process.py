"""The process that takes in one file: it is told which by JSON, and writes down what became of it.

Beside the import a thread writes each second how far it is, and looks whether somebody wants it to
stop, or the worker is gone, which nobody then would hear from it.
"""

import errno
import json
import os
import signal
import sys
import time
from pathlib import Path
from threading import Event, Thread, main_thread

BEAT_SECONDS = 1
# Time to undo what was done, before it ends where it is.
TO_END_SECONDS = 60
STOPPED = (
    "Stopped. What had come in stays, and the rest follows when it is brought in again; of a trial "
    "nothing stays."
)
DISK_FULL = "The disk is full: make room, and bring it in again. What had come in stays."


class Stopped(BaseException):
    """Somebody wants it to end. No error: nothing on the way may take it for one."""


class Progress:
    """How far an import is."""

    def __init__(self, clock=time.monotonic):
        self.doing, self.done, self.total = "", 0, 0
        self._clock, self._since = clock, clock()

    def __call__(self, items, total, doing):
        self.doing, self.done, self.total = doing, 0, total
        self._since = self._clock()
        for item in items:
            yield item
            self.done += 1

    def told(self):
        seconds = self._clock() - self._since
        return {"doing": self.doing, "done": self.done, "total": self.total, "seconds": seconds}


def import_file(job, progress):
    """What became of it: {"state", "report", "trouble"}."""
    from django.db import Error

    from . import Refused, kinds

    try:
        lines = kinds.run(
            job["kind"], job["path"], job["choices"], dry_run=job["is_dry_run"], progress=progress
        )
    except Stopped:
        return {"state": "stopped", "trouble": STOPPED}
    except Refused as refused:
        return {"state": "refused", "trouble": str(refused)}
    except Error as error:
        first = (str(error).strip().splitlines() or ["it gave no reason"])[0].rstrip(".")
        return {"state": "refused", "trouble": f"The database refused: {first}. Try again."}
    except MemoryError:
        return {"state": "refused", "trouble": "There is not enough memory for this file."}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return {"state": "refused", "trouble": DISK_FULL}
        raise
    return {"state": "done", "report": "\n".join(lines) + "\n"}


class Watching(Thread):
    """Tells how far it is; ends the main thread where somebody wants that."""

    def __init__(self, folder, progress):
        super().__init__(name="watching", daemon=True)
        self.folder, self.progress, self.is_over = folder, progress, Event()
        self.parent = os.getppid()

    def run(self):
        from . import files

        while not self.is_over.wait(BEAT_SECONDS):
            if os.getppid() != self.parent:
                os._exit(1)
            files.tell(self.folder, **self.progress.told())
            if files.is_to_stop(self.folder):
                signal.pthread_kill(main_thread().ident, signal.SIGTERM)
                if not self.is_over.wait(TO_END_SECONDS):
                    os._exit(1)
                return


def main():
    import django

    def stop(*_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        raise Stopped

    job, progress = json.load(sys.stdin), Progress()
    os.nice(10)  # readers and letters first
    signal.signal(signal.SIGTERM, stop)
    answer = {"state": "stopped", "trouble": STOPPED}
    try:
        django.setup()
        watching = Watching(job["folder"], progress)
        watching.start()
        answer = import_file(job, progress)
        watching.is_over.set()
    except Stopped:
        pass
    path = Path(job["answer"])
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(answer), encoding="utf-8")
    unfinished.rename(path)


if __name__ == "__main__":
    main()
