"""The worker's part: one file at a time, each in a process of its own.

A process, because an import is long: letters, purges and pictures go on beside it, it ends wherever
it is when somebody stops it, and what it takes of memory goes with it.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import MoveIn

from . import files

logger = logging.getLogger(__name__)

PROGRAM = "articles.interchange.from_the_desk.process"
LOOK_SECONDS = 0.5
# A worker that has written nothing for so long is gone.
GONE_AFTER = timedelta(seconds=30)
# What ends its process without a word must not do so for ever.
MOST_TRIES = 3
# Between the wish that it ends and its end by force.
TO_END_SECONDS = 4
NO_WORD = (
    f"The process that took it in has ended {MOST_TRIES} times without a word, perhaps for lack of "
    "memory. Whoever runs the site finds more in the worker’s log."
)


def do_if_due(stop_requested=None):
    """Take in the file whose turn it is, if nobody else is at one; returns whether there was one.

    With `stop_requested`, an Event, it ends early and the file waits for the next worker.
    """
    row = _claimed(timezone.now())
    if row is None:
        return False
    answer = _answer(row, stop_requested or Event())
    ours = MoveIn.objects.filter(pk=row.pk, state=MoveIn.State.RUNNING, began_at=row.began_at)
    if answer is None:
        ours.update(state=MoveIn.State.WAITING)
        return True
    is_over = answer["state"] == MoveIn.State.DONE and not row.is_dry_run
    ours.update(
        state=answer["state"],
        report=answer.get("report", ""),
        trouble=answer.get("trouble", ""),
        ended_at=timezone.now(),
        **({"folder": ""} if is_over else {}),
    )
    if is_over:
        files.remove(row.folder)
    return True


def is_alive(row):
    """Whether somebody is at one that runs."""
    written_at = files.told(row.folder).get("at", 0)
    latest = max(row.began_at.timestamp(), written_at)
    return time.time() - latest < GONE_AFTER.total_seconds()


def _claimed(now):
    """The MoveIn that is ours to do, or None."""
    running = MoveIn.objects.filter(state=MoveIn.State.RUNNING).first()
    if running:
        return None if is_alive(running) else _taken_over(running, now)
    row = MoveIn.objects.filter(state=MoveIn.State.WAITING).order_by("pk").first()
    if row is None:
        return None
    waiting = MoveIn.objects.filter(pk=row.pk, state=MoveIn.State.WAITING)
    try:
        with transaction.atomic():
            is_ours = waiting.update(state=MoveIn.State.RUNNING, began_at=now)
    except IntegrityError:  # another worker was quicker with another one
        return None
    row.began_at = now
    return row if is_ours else None


def _taken_over(row, now):
    same = MoveIn.objects.filter(pk=row.pk, state=row.state, began_at=row.began_at)
    tries = row.tries + 1
    if tries >= MOST_TRIES:
        state = MoveIn.State.REFUSED
        same.update(state=state, tries=tries, trouble=NO_WORD, ended_at=now)
        return None
    logger.warning("“%s” was left unfinished, and is begun again", row.file_name)
    is_ours = same.update(began_at=now, tries=tries)
    row.began_at, row.tries = now, tries
    return row if is_ours else None


def _answer(row, stop_requested):
    """What became of it: state, report, trouble. None if this worker ends first."""
    while True:
        with tempfile.TemporaryDirectory(prefix="import-") as here:
            answer = Path(here) / "answer.json"
            try:
                with files.of_this_machine(row.folder) as path:
                    job = {
                        "kind": row.kind, "path": str(path), "choices": row.choices,
                        "is_dry_run": row.is_dry_run, "folder": row.folder, "answer": str(answer),
                    }  # fmt: skip
                    _run(job, stop_requested)
            except OSError as error:
                logger.error("A file cannot be brought in: %s", error)
                return {"state": MoveIn.State.REFUSED, "trouble": _in_words(error)}
            told = _told(answer)
        if told and (told["state"] != MoveIn.State.STOPPED or files.is_to_stop(row.folder)):
            return told
        if told or stop_requested.is_set():
            return None  # whoever ends this machine's processes has ended it
        row.tries += 1
        MoveIn.objects.filter(pk=row.pk).update(tries=row.tries)
        if row.tries >= MOST_TRIES:
            return {"state": MoveIn.State.REFUSED, "trouble": NO_WORD}


def _told(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _in_words(error):
    if isinstance(error, FileNotFoundError):
        return "The file has gone: give it again."
    return f"The file cannot be read just now ({error.strerror or error}). Try again."


def _run(job, stop_requested):
    """Run the process until it ends, or is ended."""
    process = subprocess.Popen(  # noqa: S603 our own program, without a shell
        [sys.executable, "-m", PROGRAM],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # what is pressed at a terminal is for the worker, which tells it
    )
    try:
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(job).encode())
        while process.poll() is None and not stop_requested.is_set():
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_SECONDS)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(TO_END_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
