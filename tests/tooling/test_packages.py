"""What the locks pin is installed once, by one run.py at a time, or a sentence says why not."""

import re
import subprocess
import sys
import tomllib

import pytest

from tooling import packages, places
from tooling.progress import Done

from .sentences import sentence_of


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE", "distrust the package source"),
        ("WARNING: Retrying (Retry(total=4)) after connection broken", "check the network"),
        ("ERROR: No matching distribution found for django==6.1.3", "check the network"),
        ("OSError: [Errno 28] No space left on device", "make room"),
        ("noise\nERROR: Failed building wheel for nh3", "Failed building wheel for nh3"),
    ],
)
def test_what_pip_says_becomes_one_sentence(output, advice):
    sentence = packages.why_not_installed("requirements.lock", output)

    assert advice in sentence
    assert "\n" not in sentence


def test_installing_the_test_lock_is_enough_for_the_site(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(packages, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(packages, "can", lambda *_: True)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(
        packages, "follow", lambda step, *words: started.append(words) or Done(0, [], "")
    )

    packages.install(packages.TEST_LOCK)
    packages.install(packages.SITE_LOCK)

    assert len(started) == 1


@pytest.mark.parametrize("lock", [packages.SITE_LOCK, packages.TEST_LOCK], ids=lambda p: p.name)
def test_a_lock_carries_a_hash_for_everything_and_no_address(lock):
    text = lock.read_text()

    assert "://" not in text
    assert "--index-url" not in text
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\w)", text) if "==" in entry)


def test_the_locks_hold_what_pyproject_asks_for():
    project = tomllib.loads((places.ROOT / "pyproject.toml").read_text())
    site_needs = names(project["project"]["dependencies"])
    test_needs = names(project["dependency-groups"]["test"])

    assert site_needs <= names(pins(packages.SITE_LOCK))
    assert test_needs <= names(pins(packages.TEST_LOCK))
    assert pins(packages.SITE_LOCK) <= pins(packages.TEST_LOCK)


def pins(lock):
    return set(re.findall(r"^[\w.-]+==[\w.]+", lock.read_text(), re.MULTILINE))


def names(requirements):
    return {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-") for each in requirements}


def test_a_failure_of_pip_ends_in_one_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(packages, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(packages, "can", lambda *_: True)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(
        packages, "follow", lambda *_: Done(1, [], "ERROR: No matching distribution found")
    )

    with pytest.raises(SystemExit) as stopped:
        packages.install(packages.SITE_LOCK)

    assert "check the network" in sentence_of(stopped)
    assert not packages.INSTALLED.exists()


# --- Two at once ------------------------------------------------------------------------

HOLD = """
import sys
from tooling.places import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
FOLLOW = """
import sys
from tooling.places import alone
with alone(sys.argv[1]):
    print("mine", flush=True)
"""


def start(program, folder):
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=places.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_second_of_two_says_that_it_waits_and_goes_on_when_the_first_is_done(tmp_path):
    with start(HOLD, tmp_path) as first:
        assert first.stdout.readline() == "held\n"
        with start(FOLLOW, tmp_path) as second:
            assert second.stdout.readline().startswith("Waiting for another run.py")
            first.stdin.close()
            assert second.stdout.readline() == "mine\n"


def test_one_that_was_killed_holds_nobody_up(tmp_path):
    with start(HOLD, tmp_path) as first:
        first.stdout.readline()
        first.kill()
        first.wait()
        with start(FOLLOW, tmp_path) as second:
            assert second.stdout.read() == "mine\n"
    assert list(tmp_path.iterdir()) == []


def test_the_second_finds_the_packages_installed(monkeypatch, tmp_path):
    answers = iter([False, True])  # before waiting for the lock, and after
    monkeypatch.setattr(packages, "is_installed", lambda lock: next(answers))
    monkeypatch.setattr(packages, "_install", lambda lock: pytest.fail("installed twice"))

    packages.install(packages.SITE_LOCK)
