"""A Python that is new enough for the site, wherever on this machine it is."""

import os
import re
import shutil
import sys
from pathlib import Path

from tooling.places import quietly, stop

# The newest release may still lack ready-made packages, hence not simply newest first.
VERSIONS = ("3.13", "3.14", "3.12", "3.15")
HOW_TO_GET_ONE = (
    "Python 3.12 or newer was not found: install one (where the system has none, as Debian 12, "
    "“apt-get install pipx”, “pipx install uv” and “~/.local/bin/uv python install 3.13” do, or "
    "“pyenv install 3.13”; run.py finds both), or name one with PYTHON=/path/to/python3 in front "
    "of this command."
)


def find_python():
    """A Python 3.12 or newer that can make virtual environments."""
    named = os.environ.get("PYTHON")
    recent = [python for python in ([named] if named else candidates()) if can(python)]
    for python in recent:
        if can(python, "venv", "ensurepip"):
            return python
    if recent:
        stop(
            f"{recent[0]} cannot make virtual environments: install its venv package "
            "(on Debian and Ubuntu: apt-get install python3-venv) and run this again."
        )
    if named:
        stop(f"PYTHON={named} is no Python 3.12 or newer that runs: name another, or unset it.")
    return stop(HOW_TO_GET_ONE)


def candidates():
    """Every place a suitable Python may be, the most promising first."""
    yield sys.executable
    for version in VERSIONS:
        if shutil.which(f"python{version}"):
            yield shutil.which(f"python{version}")
        # pyenv's own python3.x on PATH may exist and yet refuse to run.
        for place in (pyenvs(), Path(sys.base_prefix).parent):
            yield from newest_first(place, rf"{version}\.(\d+)")
        yield from newest_first(uvs(), rf"cpython-{version}\.(\d+)-.*")


def pyenvs():
    return Path(os.environ.get("PYENV_ROOT") or home() / ".pyenv") / "versions"


def uvs():
    """Where uv keeps the Pythons that it has installed."""
    if os.environ.get("UV_PYTHON_INSTALL_DIR"):
        return Path(os.environ["UV_PYTHON_INSTALL_DIR"])
    return Path(os.environ.get("XDG_DATA_HOME") or home() / ".local/share") / "uv/python"


def home():
    try:
        return Path.home()
    except RuntimeError:  # nobody's home is known
        return Path("/nonexistent")


def newest_first(place, pattern):
    """The Pythons in those folders of a place whose whole name has the pattern of a release."""
    try:
        names = [path.name for path in place.iterdir()]
    except OSError:
        return []
    found = [match for match in (re.fullmatch(pattern, name) for name in names) if match]
    found.sort(key=lambda match: int(match[1]), reverse=True)
    return [str(place / match[0] / "bin/python3") for match in found]


def can(python, *modules):
    """Whether `python` runs, is 3.12 or newer and has these modules."""
    question = (
        "import sys, importlib.util as u\n"
        "sys.exit(sys.version_info < (3, 12) or not all(map(u.find_spec, sys.argv[1:])))"
    )
    try:
        return quietly(python, "-c", question, *modules).returncode == 0
    except (OSError, ValueError):
        return False
