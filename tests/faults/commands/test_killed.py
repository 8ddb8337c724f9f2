"""kill -9 anywhere in an import, an export or a backup, and once more: the same as without."""

import json
import subprocess
import sys

import pytest

from tooling.places import ROOT

from .killing import POINTS
from .tried import COMMANDS

pytestmark = [pytest.mark.faults, pytest.mark.database, pytest.mark.thorough]


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_was_killed_is_run_again_and_leaves_the_same(site, tmp_path, command):
    folder = tmp_path / "killed"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.commands.killing", command, str(folder)],
        cwd=ROOT,
        env=site.environment | {"PICTURES_IN_A_CHILD": "off", "PAGE_STORE_MB": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["problems"] == []
    assert report["killed"] == POINTS
