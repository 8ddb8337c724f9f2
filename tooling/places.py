"""Where things are, how a program is started there, and how run.py ends when it cannot go on."""

import argparse
import contextlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

from newsroom import environment

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def variables():
    """What the site itself reads: the environment, and below it .env."""
    return environment.read(ROOT)


def setting(name):
    """What the environment says, or else .env; None where that is nothing."""
    return variables().str(name) or None


# Everything the site writes.
VAR = variables().path("VAR_DIR", ROOT / "var", beside=ROOT)


def stop(sentence):
    """End with one sentence that says what to do, never with a traceback."""
    raise SystemExit(f"run.py: {sentence}")


class Parser(argparse.ArgumentParser):
    """Options of a command; what cannot be understood ends in one sentence too."""

    def error(self, message):
        stop(f"{message}: “python3 {self.prog} --help” says what there is.")


def call(*command, environment=None):
    """Run a program in the repository, before the eyes of the person, and tell its status."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode


def quietly(*command):
    """Run a program and keep what it says for us."""
    words = [str(word) for word in command]
    return subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip


@contextlib.contextmanager
def alone(folder=None, wait=True, shared=False):
    """Hold a lock on a folder (the repository); gives whether it was got.

    A second run.py waits, having said so; with `wait` off it is told False. Several may hold it
    `shared`. The lock ends with the process, however that ends, and leaves no file.
    """
    try:
        handle = os.open(str(folder or ROOT), os.O_RDONLY)
    except OSError:
        yield True  # nothing there that two could want
        return
    try:
        yield _locked(handle, wait, shared)
    finally:
        os.close(handle)


def _locked(handle, wait, shared):
    if fcntl is None:
        return True
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        if not wait:
            return False
        print("Waiting for another run.py that prepares this folder ...", flush=True)
        fcntl.flock(handle, kind)
    except OSError:
        pass  # some network's file systems know no locks; the only run goes on as before
    return True


def local_environment(**defaults):
    """What the site needs on this machine; every value that is set already is respected."""
    keep_secret()
    unset = {name: value for name, value in defaults.items() if not setting(name)}
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        unset["DJANGO_COLORS"] = "nocolor"
    return {**os.environ, **unset}


def keep_secret():
    """Make the secret that settings find in VAR, once; a production has to bring its own."""
    key = VAR / environment.LOCAL_SECRET
    if setting("ENVIRONMENT") == "production" or setting("SECRET_KEY"):
        return
    VAR.mkdir(parents=True, exist_ok=True)
    if environment.local_secret(VAR):
        return
    with alone():
        if environment.local_secret(VAR):
            return
        # Whole or not at all, also if the power fails.
        half = key.with_name(f"{key.name}.half")
        handle = os.open(str(half), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        half.replace(key)


def speak_any_letter():
    """Letters that a terminal cannot show become "?", and end nothing."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")
