"""A Python that is new enough, and the locked packages in a .venv of their own."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from tooling.places import PYTHON, ROOT, VENV, quietly, stop

SITE_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
INSTALLED = VENV / ".installed-locks"


def candidates():
    """Every place a suitable Python may be, the most promising first."""
    if os.environ.get("PYTHON"):
        yield os.environ["PYTHON"]
        return
    yield sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    # The newest release may still lack ready-made packages, hence not simply newest first.
    for version in ("3.13", "3.14", "3.12", "3.15"):
        if shutil.which(f"python{version}"):
            yield shutil.which(f"python{version}")
        # pyenv's own python3.x on PATH may exist and yet refuse to run.
        for place in (pyenv, Path(sys.base_prefix).parent):
            yield from sorted(place.glob(f"{version}.*/bin/python3"), reverse=True)


def can(python, *modules):
    """Whether `python` runs, is 3.12 or newer and has these modules."""
    question = (
        "import sys, importlib.util as u\n"
        "sys.exit(sys.version_info < (3, 12) or not all(map(u.find_spec, sys.argv[1:])))"
    )
    try:
        return quietly(python, "-c", question, *modules).returncode == 0
    except OSError:
        return False


def find_python():
    """A Python 3.12 or newer that can make virtual environments."""
    recent = [python for python in candidates() if can(python)]
    for python in recent:
        if can(python, "venv", "ensurepip"):
            return python
    if recent:
        stop(
            f"{recent[0]} cannot make virtual environments: install its venv package "
            "(on Debian and Ubuntu: apt-get install python3-venv) and run this again."
        )
    return stop(
        "Python 3.12 or newer was not found: install it, "
        "or name it with PYTHON=/path/to/python3 in front of this command."
    )


def make_venv():
    """A new .venv in place of a missing, outdated or half-made one."""
    python = find_python()
    shutil.rmtree(VENV, ignore_errors=True)
    made = quietly(python, "-m", "venv", VENV)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        reason = [*made.stdout.split("\n"), *made.stderr.strip().split("\n")][-1]
        stop(f"{python} could not make {VENV.name} ({reason}): mend that and run this again.")


def install(lock):
    """Install what `lock` pins into .venv; at once when that has been done."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    usable = can(PYTHON, "pip")
    if usable and INSTALLED.exists() and digest in INSTALLED.read_text().split():
        return
    if not usable:
        make_venv()

    print(f"Installing {lock.name} into {VENV.name} ...", flush=True)
    wanted = ["--quiet", "--require-hashes", "-r", lock]
    uv = shutil.which("uv")
    # uv is quicker, but does not know pip's settings for a mirror: pip has the last word.
    if not uv or quietly(uv, "pip", "install", "--python", PYTHON, *wanted).returncode:
        done = quietly(PYTHON, "-m", "pip", "install", "--no-input", *wanted)
        if done.returncode:
            stop(why_not_installed(lock.name, done.stdout + done.stderr))
    # The test lock holds everything the site needs as well.
    held = {lock, SITE_LOCK}
    INSTALLED.write_text("\n".join(hashlib.sha256(each.read_bytes()).hexdigest() for each in held))


def why_not_installed(lock, output):
    """pip's many lines as the one sentence that helps."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            f"a downloaded package is not the one recorded in {lock}, so nothing was installed: "
            "try again, and distrust the package source if it stays so."
        )
    if "No space left" in output:
        return "the disk is full: make room and run this again."
    if "Retrying (" in output or "No matching distribution" in output:
        return (
            "the packages could not be downloaded: check the network "
            "(or pip's settings for a mirror) and run this again."
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")]
    reason = errors[-1][7:] if errors else "no reason given"
    return f"pip could not install {lock} ({reason}): mend that and run this again."
