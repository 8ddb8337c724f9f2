"""Running the sandbox: a folder for each job, and a child process with limits.

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

from .sandbox import child_process
from .sandbox.errors import Refused
from .storing import working_folder

logger = logging.getLogger(__name__)

MAX_ANSWER_BYTES = 1024 * 1024
# Seconds by the clock for each second of a processor: the machine may have other things to do.
TIMEOUT_FACTOR = 4
# How much more time there is for all sizes than for the first, for which somebody waits.
BACKGROUND_FACTOR = 6


class CannotStart(OSError):
    """The process that reads pictures could not be started, or ended before it read anything: the
    machine has no memory or no processes left, or something is missing. It says nothing of the
    picture; trying again may help."""


@contextmanager
def job_folder():
    """A new folder for one job, as a Path; deleted with everything in it."""
    parent = working_folder()
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="job-", dir=parent, ignore_cleanup_errors=True) as name:
        yield Path(name)


def run(folder, file, file_format, *, while_running=None, **job):
    """Have a picture processed into the folder; return the answer (see sandbox.processing.process).

    `file` is a path, `file_format` a key of formats.SUFFIXES, `job` the rest of the job;
    `while_running()` is called while the process works. Raises Refused also for what takes too
    much time or memory; CannotStart if it was not read at all, another OSError if the disk is full.
    """
    somebody_waits = bool(job.get("first"))
    job |= {
        "file": str(file),
        "format": file_format,
        "megapixels": settings.PICTURE_MAX_MEGAPIXELS,
        "frames": settings.PICTURE_MAX_FRAMES,
    }
    if not settings.PICTURES_IN_A_CHILD:
        from .sandbox.processing import process

        if while_running:
            while_running()
        return process(folder, job)
    cpu_seconds = settings.PICTURE_SECONDS * (1 if somebody_waits else BACKGROUND_FACTOR)
    job |= {
        "megabytes": settings.PICTURE_MEGABYTES,
        "seconds": cpu_seconds,
        "nice": 0 if somebody_waits else 10,
        "path": [str(settings.BASE_DIR), *(entry for entry in sys.path if entry)],
    }
    (folder / "job.json").write_text(json.dumps(job))
    _run_process(folder, cpu_seconds * TIMEOUT_FACTOR, while_running)
    return _answer(folder)


def _run_process(folder, timeout, while_running):
    process = _started(folder)
    try:
        if while_running:
            while_running()
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode and not (folder / child_process.STARTED).exists():
        raise CannotStart(errno.EAGAIN, f"It ended with {process.returncode} before it began")
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("The picture takes too long to read.")
    if process.returncode:
        logger.warning("A picture ended its child process with %s", process.returncode)
        raise Refused("The picture is damaged and cannot be read.")


def _started(folder):
    try:
        return subprocess.Popen(  # noqa: S603 our own program, without a shell
            [sys.executable, "-I", "-S", child_process.__file__, str(folder)],
            env={},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise CannotStart(error.errno, error.strerror) from error


def _answer(folder):
    with (folder / "answer.json").open() as file:
        answer = json.loads(file.read(MAX_ANSWER_BYTES))
    if "refused" in answer:
        raise Refused(answer["refused"])
    if "full" in answer:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return answer["done"]
