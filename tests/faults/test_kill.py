"""kill -9 at any point between the click and the announcement: all of it happened, or nothing."""

import json
import subprocess
import sys

import pytest

from tests.tiers import one_in_a_quick_run
from tooling.places import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.database]


def kill_everywhere(site, click):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", click],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("click", "told"),
    one_in_a_quick_run(
        [("publish", 1), ("schedule", 1), ("correct", 1), ("take down", 1)], ("publish", 1)
    ),
)
def test_a_process_killed_anywhere_leaves_all_or_nothing_and_one_announcement(site, click, told):
    report = kill_everywhere(site, click)

    assert report["problems"] == []
    assert report["killed"] >= 20
    assert 0 < report["done"] < report["killed"]  # some before the commit, some after it
    assert report["purges"] == told
