"""kill -9 while pictures are taken in: what a row promises is there, and nothing stays behind."""

import json
import subprocess
import sys

import pytest

from tooling.places import ROOT

pytestmark = pytest.mark.faults


def kill_while_developing(site, count, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.developing", str(count)],
        cwd=ROOT,
        env=site.environment | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.thorough
def test_a_hundred_processes_that_are_killed_leave_no_row_without_its_files(site):
    report = kill_while_developing(site, 100)

    assert report["problems"] == []
    assert report["killed"] == 100
    # Some were killed between their files and their row, some after their row.
    assert report["left behind"] > 0
    assert report["half done"] > 0
    assert report["repaired"] == 0


@pytest.mark.thorough
def test_nor_do_those_that_develop_in_a_process_of_their_own(site):
    report = kill_while_developing(site, 5, PICTURES_IN_A_CHILD="on")

    assert report["problems"] == []
    assert report["killed"] == 5
