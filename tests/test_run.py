"""run.py finds its way on a machine it has never seen, or says in one sentence what is missing."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from subprocess import CompletedProcess

import pytest

from tooling import packages, places, site

# A script that is as good as the Python that runs these tests.
THIS_PYTHON = f'exec "{sys.executable}" "$@"'
# A program that prints a line when it is ready, and then does not listen.
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine whose only Python is the too old one that started run.py."""
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "nowhere" / "3.11"))
    monkeypatch.setattr(sys, "executable", program(tmp_path / "bin/python3", "exit 1"))
    return tmp_path


def program(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def sentence_of(stopped):
    text = str(stopped.value)
    assert "\n" not in text
    return text


# --- Python and packages ----------------------------------------------------------------


def test_a_recent_python_is_found_among_pyenvs_versions(bare_machine):
    recent = program(bare_machine / "pyenv/versions/3.13.0/bin/python3", THIS_PYTHON)
    program(bare_machine / "pyenv/versions/3.11.7/bin/python3", "exit 1")

    assert str(packages.find_python()) == recent


def test_a_python_on_the_path_that_does_not_answer_is_passed_over(bare_machine):
    program(bare_machine / "bin/python3.13", "exit 127")
    recent = program(bare_machine / "bin/python3.12", THIS_PYTHON)

    assert str(packages.find_python()) == recent


def test_without_a_recent_python_one_sentence_says_what_to_do(bare_machine):
    with pytest.raises(SystemExit) as stopped:
        packages.find_python()

    assert "PYTHON=/path/to/python3" in sentence_of(stopped)


def test_a_python_without_venv_names_the_package_to_install(bare_machine):
    no_modules = '[ "$#" -eq 2 ]'  # recent enough, but asked for modules it has none
    program(bare_machine / "bin/python3.12", no_modules)

    with pytest.raises(SystemExit) as stopped:
        packages.find_python()

    assert "python3-venv" in sentence_of(stopped)


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
    monkeypatch.setattr(
        packages, "quietly", lambda *words: started.append(words) or CompletedProcess(words, 0)
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


def test_run_py_is_understood_by_python_3_8():
    for path in [places.ROOT / "run.py", *places.ROOT.glob("tooling/*.py")]:
        ast.parse(path.read_text(), feature_version=(3, 8))


# --- The site ---------------------------------------------------------------------------


def test_a_taken_port_is_said_before_anything_is_changed():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        command = [sys.executable, "run.py", "site", "--fresh", "--port", port]
        done = subprocess.run(command, cwd=places.ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"run.py: port {port} is taken: stop what runs there or choose another with --port."
    ]


def test_a_host_that_is_not_this_machine_is_refused_in_one_sentence():
    with pytest.raises(SystemExit) as stopped:
        site.ensure_port_is_free("192.0.2.1", 8000)

    assert "choose another --host" in sentence_of(stopped)


@pytest.fixture
def written(monkeypatch, tmp_path):
    """A var/ with something in it, and no setting that leads elsewhere."""
    for name in ("DATABASE_URL", "MEDIA_ROOT", "VAR_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "VAR", tmp_path / "var")
    monkeypatch.setattr(site, "VAR", tmp_path / "var")
    database = tmp_path / "var/db.sqlite3"
    database.parent.mkdir()
    database.write_text("stories")
    return database


def test_fresh_forgets_what_was_written(written):
    site.forget_everything()

    assert not written.parent.exists()


def test_fresh_refuses_to_touch_a_database_of_somebody_else(monkeypatch, written):
    monkeypatch.setenv("DATABASE_URL", "postgres://newsroom@db.example/paper")

    with pytest.raises(SystemExit) as stopped:
        site.forget_everything()

    assert "unset DATABASE_URL" in sentence_of(stopped)
    assert written.exists()


def test_fresh_reads_dotenv_as_the_site_does(written):
    (places.ROOT / ".env").write_text("# ours\nDATABASE_URL='postgres://db.example/paper'\n")

    with pytest.raises(SystemExit):
        site.forget_everything()

    assert written.exists()


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(monkeypatch, written):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = places.local_environment()["SECRET_KEY"]

    assert len(first) >= 50
    assert places.local_environment()["SECRET_KEY"] == first
    assert (places.VAR / "secret-key").stat().st_mode & 0o077 == 0


def test_what_is_set_already_is_respected(monkeypatch, written):
    monkeypatch.setenv("SITE_URL", "https://paper.example")

    assert places.local_environment(SITE_URL="http://x")["SITE_URL"] == "https://paper.example"


def test_collected_files_do_not_ask_to_be_collected_again(monkeypatch, written):
    monkeypatch.setattr(site, "ROOT", places.ROOT)
    monkeypatch.setattr(site, "INSTALLED", written)
    style = places.ROOT / "static/css/site.css"
    style.parent.mkdir(parents=True)
    style.write_text("a {}")
    before = site.static_state()

    (places.VAR / "static").mkdir()
    (places.VAR / "static/site.css").write_text("a {}")
    assert site.static_state() == before

    os.utime(style, (1, 1))
    assert site.static_state() != before


def test_a_copied_example_of_dotenv_counts_as_nothing_set(monkeypatch, written):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (places.ROOT / ".env").write_text("SECRET_KEY=\nDATABASE_URL=\n")

    assert places.local_environment()["SECRET_KEY"]
    site.forget_everything()
    assert not written.exists()


def test_a_process_that_does_not_stop_when_asked_is_ended():
    with subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        process.stdout.readline()
        started = time.monotonic()
        site.end([process], patience=0.1)

    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - started < 30
