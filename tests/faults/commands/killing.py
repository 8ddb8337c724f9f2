"""Runs commands in processes that kill themselves at a point, and once more; prints what is left.

`python -m tests.faults.commands.killing import_ghost FOLDER` with the environment of a site. Points
are statements to the database and changes to files, counted by a wrapper around the database's
cursor and by an audit hook (PEP 578); nothing in the code under test knows of it.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.db import connection
from django.test.utils import override_settings

from .tried import COMMANDS

POINTS = 20
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}


class Point:
    """Counts what changes something, and kills the process at one of them."""

    def __init__(self, at):
        self.at, self.done, self.is_on = at, 0, False
        sys.addaudithook(self.hear)

    def hear(self, event, args):
        if not self.is_on:
            return
        if event in CHANGES or event == "subprocess.Popen" or (event == "open" and _writes(args)):
            self.count()

    def count(self):
        self.done += 1
        if self.done == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def execute(self, execute, sql, params, many, context):
        self.count()
        result = execute(sql, params, many, context)
        self.count()
        return result


def _writes(args):
    path, mode, flags = args
    if str(path).endswith((".pyc", "/dev/null")):
        return False
    return (
        bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if flags else "r" not in (mode or "")
    )


class Trial:
    """One turn: a copy of the paper in a folder of its own, and what a command does to it."""

    def __init__(self, command, template, folder):
        self.command, self.folder = command, folder
        shutil.copytree(template.folder, folder / "var")
        (folder / "tmp").mkdir()
        self.name = template.copy_database(folder)

    def run(self, at=0):
        """(how the process ended that ran it and killed itself there, how many points it had)."""
        return self._in_a_process(self._run, at)

    def left(self):
        return json.loads(self._in_a_process(lambda point: self.command.left(self.folder))[1])

    def _run(self, point):
        point.is_on = True
        with connection.execute_wrapper(point.execute):
            self.command.run(self.folder)
        point.is_on = False
        return point.done

    def _in_a_process(self, work, at=0):
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        sys.stdout.flush()
        if child := os.fork():
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            return ended, answer.read_text() if answer.exists() else ""
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            connection.settings_dict["NAME"] = self.name
            os.environ["TMPDIR"] = str(self.folder / "tmp")
            import tempfile

            tempfile.tempdir = None
            with override_settings(**settings_in(self.folder / "var")):
                text = json.dumps(work(Point(at)))
            answer.write_text(text)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)


class Template:
    """The paper of the site as it was prepared, to be copied."""

    def __init__(self, folder):
        self.folder = folder
        self.url, self.made = os.environ["DATABASE_URL"], 0

    def copy_database(self, folder):
        from tests import databases

        self.made += 1
        if self.url.startswith("sqlite"):
            return str(databases.SQLite(urlsplit(self.url).path).copy(folder).file)
        name = urlsplit(self.url).path.lstrip("/")
        server = urlsplit(self.url)._replace(path="/postgres").geturl()
        return databases.Postgres(server, name).copy_as(f"{name}_{self.made}").name


def settings_in(folder):
    from django.conf import settings

    def storage(name):
        return {
            "BACKEND": "newsroom.safe_files.SafeFileStorage",
            "OPTIONS": {"location": folder / name, "base_url": None, "is_durable": False},
        }

    names = {"default": "media", "originals": "originals", "imports": "imports"}
    return {
        "VAR_DIR": folder,
        "STORAGES": settings.STORAGES | {key: storage(name) for key, name in names.items()},
        # Once for all: whoever is killed there is killed between two statements as well.
        "PAGE_STORE_MB": 0,
    }


def prepared(name, folder):
    """The command, and the paper that it is tried on."""
    command = COMMANDS[name]
    template = Template(folder / "template")
    template.folder.mkdir()
    source = template
    if command.is_empty:
        # What it brings in is made in a paper of its own.
        source = Trial(None, template, _new(folder / "source"))
        connection.close()
        connection.settings_dict["NAME"] = source.name
        with override_settings(**settings_in(source.folder / "var")):
            made = command(folder)
        connection.close()
    else:
        with override_settings(**settings_in(template.folder)):
            made = command(folder)
        connection.close()
        if template.url.startswith("sqlite"):
            import sqlite3

            with sqlite3.connect(urlsplit(template.url).path) as own:
                own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            own.close()
    return made, template


def _new(folder):
    folder.mkdir()
    return folder


def run(name, folder):
    command, template = prepared(name, folder)
    whole = Trial(command, template, _new(folder / "whole"))
    ended, points = whole.run()
    assert ended == 0, f"It ended with {ended} without being killed."
    wanted, points = whole.left(), int(points)
    report = {"points": points, "killed": 0, "problems": []}
    for number in range(POINTS):
        at = 1 + round(number * (points - 1) / (POINTS - 1))
        trial = Trial(command, template, _new(folder / f"at-{number}"))
        ended, _ = trial.run(at)
        while not ended and at > 1:
            # What looks at the clock has fewer points on some day: before the last of them.
            at = max(1, at - max(1, points // POINTS))
            trial = Trial(command, template, _new(folder / f"{number}-before-{at}"))
            ended, _ = trial.run(at)
        report["killed"] += ended == -signal.SIGKILL
        ended, _ = trial.run()
        if ended:
            report["problems"].append([at, "it could not be run again"])
            continue
        left = trial.left()
        if left != wanted:
            report["problems"].append([at, differing(wanted, left)])
        shutil.rmtree(trial.folder)
    return report


def differing(wanted, left):
    """The first that differs, in a few hundred characters."""
    if isinstance(wanted, dict):
        for key in sorted({*wanted, *left}):
            if wanted.get(key) != left.get(key):
                return [key, str(wanted.get(key))[:300], str(left.get(key))[:300]]
    pairs = [(w, g) for w, g in zip(wanted, left, strict=False) if w != g]
    return [str(part)[:600] for part in pairs[0]] if pairs else ["length"]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201
