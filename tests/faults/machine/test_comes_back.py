"""A process that the system kills comes back by itself, as deploy/ has it started."""

import os
import re
import shlex
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.site import ask
from tests.ports import free_port
from tooling.places import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.looks]


def options_of_the_service():
    """What deploy/harbour-web.service gives granian, without its address."""
    unit = (ROOT / "deploy/harbour-web.service").read_text()
    words = shlex.split(re.search("^ExecStart=(.*)$", unit, re.M)[1])[1:-1]
    return [word for word in words if word not in ("--host", "127.0.0.1", "--port", "8000")]


def children_of(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def test_a_web_process_that_is_killed_comes_back_and_the_others_answer_meanwhile(site):
    port = free_port()
    site.start_server(port=port, options=options_of_the_service())
    before = web_processes(site.server)
    assert len(before) == 2

    os.kill(int(before[0]), signal.SIGKILL)
    statuses, until = set(), time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError):  # what the killed one had taken
            statuses.add(ask(port, "/healthz")[0])
        if statuses and len(set(web_processes(site.server)) - {before[0]}) == 2:
            break
        time.sleep(0.1)

    assert statuses == {200}
    now = web_processes(site.server)
    assert before[0] not in now
    assert before[1] in now
    assert len(now) == 2
    assert site.server.poll() is None


def web_processes(server):
    """Those that granian has forked or spawned; not the one that keeps track of resources."""
    return [
        pid for pid in children_of(server)
        if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]  # fmt: skip
