"""What run.py tells while it works: a bar on a terminal, plain lines everywhere else."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from tooling.places import ROOT

WIDEST = 28  # characters of a bar


class Step:
    """A piece of work with a name, which says that it has begun, how far it is and how it ended.

    On a terminal that can move its cursor this is one line that changes; elsewhere (a pipe, a
    file, TERM=dumb) one line at the beginning and one at the end. It has no colours.
    """

    def __init__(self, name, what, stream=None):
        self.name, self.what = name, what
        self.stream = stream or sys.stdout
        self.moves = self.stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.shown = ""
        self.has_begun = False

    def begin(self):
        if self.has_begun:
            return
        self.has_begun = True
        if self.moves:
            self._draw(f"{self.name}: {self.what} ...")
        else:
            self._line(f"{self.name}: {self.what} ...")

    def at(self, done, total):
        """How far it is; `total` may be a guess, and "done" more than that."""
        self.begin()
        if self.moves:
            part = min(done / total, 1) if total else 0
            room = shutil.get_terminal_size().columns - len(self.name) - 9
            width = max(0, min(WIDEST, room))
            full = int(part * width)
            bar = f"[{'#' * full}{'.' * (width - full)}] " if width > 4 else ""
            self._draw(f"{self.name}: {bar}{part:4.0%}")

    def end(self, how="ready"):
        """Say how it ended; nothing where it never began, because there was nothing to do."""
        if self.has_begun:
            self.clear()
            self._line(f"{self.name}: {how}")

    def clear(self):
        """Leave the line to somebody else."""
        self._draw("")

    def _draw(self, text):
        if not self.moves:
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        self.stream.write("\r" + text.ljust(len(self.shown)) + ("" if text else "\r"))
        self.stream.flush()
        self.shown = text

    def _line(self, text):
        self.stream.write(f"{text}\n")
        self.stream.flush()


class Done:
    """How a program ended: its status, what it said, and what it complained about."""

    def __init__(self, status, said, complaints):
        self.status, self.said, self.complaints = status, said, complaints


def follow(step, command, mark, total=0, environment=None):
    """Run a program for a step; each line of it that matches `mark` is one more of `total`.

    Where `mark` has two groups, they are how many are done and how many there are.
    """
    words = [str(word) for word in command]
    said, done = [], 0
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            words, cwd=str(ROOT), env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8", errors="replace",
        ) as process:  # fmt: skip
            for line in process.stdout:
                found = re.search(mark, line)
                if not found:
                    said.append(line.rstrip("\n"))
                elif found.groups():
                    step.at(int(found[1]), int(found[2]))
                else:
                    done += 1
                    step.at(done, total)
        complaints.seek(0)
        return Done(process.returncode, said, complaints.read().decode("utf-8", "replace"))
