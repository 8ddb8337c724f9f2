"""`run.py site`, started and stopped as a newcomer does it, on an empty paper."""

import json
import os
import socket
import subprocess
import sys
from itertools import takewhile
from urllib.request import urlopen

import pytest

from tooling.packages import INSTALLED
from tooling.places import ROOT

pytestmark = pytest.mark.skipif(
    not INSTALLED.exists(), reason="started without run.py, which installs what the site needs"
)


@pytest.fixture
def newcomer(tmp_path):
    """The environment of somebody who has set nothing; the paper is there already, and empty."""
    (tmp_path / "db.sqlite3").touch()
    login = {"email": "editor@harbour.example", "password": "three-small-boats"}
    (tmp_path / "demo-login.json").write_text(json.dumps(login))
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path)}


def test_the_site_answers_says_who_may_sign_in_and_stops_when_told(newcomer):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "run.py", "site", "--port", str(port)]

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
    assert "three-small-boats" in "".join(said)
    assert status == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))
