"""`run.py site`, started and stopped as a newcomer does it, on an empty paper."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.ports import free_port
from tooling import serving
from tooling.packages import INSTALLED
from tooling.places import ROOT

has_packages = pytest.mark.skipif(
    not INSTALLED.exists(), reason="started without run.py, which installs what the site needs"
)
# A program that prints a line when it is ready, and then does not listen.
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def newcomer(tmp_path):
    """The environment of somebody who has set nothing; a password is left of another database."""
    (tmp_path / "db.sqlite3").touch()
    login = {"email": "editor@harbour.example", "password": "three-small-boats"}
    (tmp_path / "demo-login.json").write_text(json.dumps(login))
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path)}


@has_packages
def test_the_site_answers_says_who_may_sign_in_and_stops_when_told(newcomer):
    port = free_port()
    command = [sys.executable, "run.py", "site", "--empty", "--port", str(port)]

    with subprocess.Popen(
        command, cwd=ROOT, env=newcomer, stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            said = list(takewhile(lambda line: "Ctrl+C" not in line, site.stdout))
            with urlopen(f"http://127.0.0.1:{port}/") as front:
                page = front.read().decode()
        finally:
            site.terminate()
        status = site.wait(30)

    assert "The Harbour Record" in page
    assert f"http://127.0.0.1:{port}/admin/" in "".join(said)
    login = json.loads((Path(newcomer["VAR_DIR"]) / "demo-login.json").read_text())
    assert f"{login['email']} with {login['password']}" in "".join(said)
    assert "three-small-boats" not in "".join(said)
    assert status == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))


def test_a_process_that_does_not_stop_when_asked_is_ended():
    with subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        process.stdout.readline()
        started = time.monotonic()
        serving.end([process], patience=0.1)

    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - started < 30


def test_a_process_that_was_killed_is_started_again(capsys):
    command = [sys.executable, "-c", DEAF]
    revive = serving.Reviving({"worker": command, "web server": command}, os.environ)
    processes = {name: serving.start(command, os.environ) for name in revive.commands}
    left_alone = processes["web server"]
    try:
        killed = processes["worker"]
        killed.kill()
        killed.wait(30)
        revive(processes)

        assert processes["worker"].pid != killed.pid
        assert processes["worker"].poll() is None
        assert processes["web server"] is left_alone
        assert "The worker ended by itself (-9) and is started again." in capsys.readouterr().out
    finally:
        serving.end(processes.values(), patience=0)
        for process in processes.values():
            process.wait(30)


def test_a_process_that_ends_again_and_again_is_given_up_in_words(capsys):
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    revive = serving.Reviving({"worker": command}, os.environ)
    processes = {"worker": serving.start(command, os.environ)}

    for _ in range(serving.Reviving.MOST_ENDS - 1):
        processes["worker"].wait(30)
        revive(processes)
    processes["worker"].wait(30)
    with pytest.raises(SystemExit, match="the worker ends again and again"):
        revive(processes)
