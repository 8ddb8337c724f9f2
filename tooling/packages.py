"""The locked packages in a .venv of their own."""

import hashlib
import shutil

from tooling.places import PYTHON, ROOT, VENV, alone, quietly, stop
from tooling.progress import Step, follow
from tooling.pythons import can, find_python

SITE_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
INSTALLED = VENV / ".installed-locks"


def install(lock):
    """Install what `lock` pins into .venv; at once when that has been done.

    Of two that begin at the same time the second waits, and finds the work done.
    """
    if not is_installed(lock):
        with alone():
            if not is_installed(lock):
                _install(lock)


def is_installed(lock):
    return INSTALLED.exists() and digest(lock) in INSTALLED.read_text().split() and is_usable()


def is_usable():
    return can(PYTHON, "pip")


def digest(lock):
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _install(lock):
    if not is_usable():
        make_venv()
    number = lock.read_text(encoding="utf-8").count("==")
    where = f"{lock.name} into {VENV.name}"
    step = Step("Packages", f"installing {number} of {where}, which takes a minute or two")
    step.begin()
    wanted = ["--require-hashes", "-r", lock]
    uv = shutil.which("uv")
    # uv is quicker, but does not know pip's settings for a mirror: pip has the last word.
    if not uv or quietly(uv, "pip", "install", "--quiet", "--python", PYTHON, *wanted).returncode:
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
        pip += ["--no-color", "--progress-bar", "off"]
        # Pip names each once when it fetches it, and all of them at the end.
        done = follow(step, [*pip, *wanted], r"^(?:Collecting|Requirement already) ", number + 5)
        if done.status:
            step.clear()
            stop(why_not_installed(lock.name, "\n".join([*done.said, done.complaints])))
    # The test lock holds everything the site needs as well.
    INSTALLED.write_text("\n".join(digest(each) for each in {lock, SITE_LOCK}))
    step.end(f"{number} are in {VENV.name}")


def make_venv():
    """A new .venv in place of a missing, outdated or half-made one."""
    python = find_python()
    shutil.rmtree(str(VENV), ignore_errors=True)
    made = quietly(python, "-m", "venv", VENV)
    if made.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        reason = [*made.stdout.split("\n"), *made.stderr.strip().split("\n")][-1]
        stop(f"{python} could not make {VENV.name} ({reason}): mend that and run this again.")


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
