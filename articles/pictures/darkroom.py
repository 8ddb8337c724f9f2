"""Where files of strangers are developed: a folder for each job, and a process that may do little.

The process gets a few hundred megabytes and seconds (settings PICTURE_…), and none of our
environment. What it has made is taken over by name; of its answer at most a megabyte is read.
"""

import errno
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .sandbox import child
from .sandbox.refused import Refused
from .storing import working_folder

logger = logging.getLogger(__name__)

LONGEST_ANSWER = 1024 * 1024  # bytes
# Of a processor's time, by the clock: the machine may have other things to do.
PATIENCE = 4
# For all sizes instead of the first, and nobody waits.
UNHURRIED = 6


@contextmanager
def job_folder():
    """A folder for one job, which goes with everything in it."""
    place = working_folder()
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="job-", dir=place, ignore_cleanup_errors=True) as name:
        yield Path(name)


def develop(folder, file, kind, *, meanwhile=None, **job):
    """Have a picture developed into the folder; return the answer (see developing.develop).

    `file` is a path, `kind` a key of kinds.SUFFIXES; `meanwhile()` is called while the process
    works. Raises Refused, in words, also if it takes too long or too much; OSError if the disk
    is full.
    """
    is_hurried = bool(job.get("first"))
    job |= {
        "file": str(file),
        "kind": kind,
        "megapixels": settings.PICTURE_MAX_MEGAPIXELS,
        "frames": settings.PICTURE_MAX_FRAMES,
    }
    if not settings.PICTURES_IN_A_CHILD:
        from .sandbox import developing

        if meanwhile:
            meanwhile()
        return developing.develop(folder, job)
    seconds = settings.PICTURE_SECONDS * (1 if is_hurried else UNHURRIED)
    job |= {
        "megabytes": settings.PICTURE_MEGABYTES,
        "seconds": seconds,
        "nice": 0 if is_hurried else 10,
        "path": [str(settings.BASE_DIR), *(place for place in sys.path if place)],
    }
    (folder / "job.json").write_text(json.dumps(job))
    _run(folder, seconds * PATIENCE, meanwhile)
    return _answer(folder)


def _run(folder, patience, meanwhile):
    process = subprocess.Popen(  # noqa: S603 our own program, without a shell
        [sys.executable, "-I", "-S", child.__file__, str(folder)],
        env={},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if meanwhile:
            meanwhile()
        process.wait(patience)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("The picture takes too long to read.")
    if process.returncode:
        logger.warning("A picture ended its process with %s", process.returncode)
        raise Refused("The picture is damaged and cannot be read.")


def _answer(folder):
    with (folder / "answer.json").open() as file:
        answer = json.loads(file.read(LONGEST_ANSWER))
    if "refused" in answer:
        raise Refused(answer["refused"])
    if "full" in answer:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return answer["done"]
