"""Programs that are no Python packages: the Nu HTML checker and Lighthouse.

Each has a folder in tooling/npm whose lock pins every package by hash, as the Python locks do.
They live in .venv/tools beside the Python packages. A machine without Java or Node.js does
without them, and is told so.
"""

import hashlib
import shutil
import subprocess

from tooling.places import ROOT, VENV

LOCKS = ROOT / "tooling" / "npm"
HOME = VENV / "tools"
# No package's own scripts: what is downloaded runs only when it is asked to.
NPM_CI = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]


class Missing(Exception):
    """A tool that cannot be used here, with the reason and the cure in words."""


def html_checker(may_fetch=True):
    """The command that checks the HTML files named after it."""
    folder = _tool("nu", "java", may_fetch)
    return ["java", "-Xss1m", "-jar", folder / "vnu-jar/build/dist/vnu.jar"]


def lighthouse(may_fetch=True):
    """The command that audits the address named after it."""
    return ["node", _tool("lighthouse", "node", may_fetch) / "lighthouse/cli/index.js"]


def _tool(name, runs_on, may_fetch):
    """Where the packages of a tool are, fetched when they are not there or not the right ones."""
    if not shutil.which(runs_on):
        package = {"java": "default-jre-headless", "node": "nodejs"}[runs_on]
        raise Missing(f"{runs_on} is not installed (on Debian: apt-get install {package})")
    folder, stamp = HOME / name, HOME / name / "installed"
    digest = hashlib.sha256((LOCKS / name / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return folder / "node_modules"
    if not may_fetch:
        raise Missing("it is not fetched yet, “python3 run.py test” does that")
    _fetch(name, folder)
    stamp.write_text(digest)
    return folder / "node_modules"


def _fetch(name, folder):
    if not shutil.which("npm"):
        raise Missing("npm is not installed (on Debian: apt-get install npm)")
    print(f"Fetching {name} into {folder.relative_to(ROOT)} ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(str(LOCKS / name / file), str(folder / file))
    done = subprocess.run(
        [*NPM_CI, "--loglevel", "error"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stderr.replace("npm error", "").split())[:200]
        raise Missing(f"npm could not fetch it ({said or 'it gave no reason'})")
