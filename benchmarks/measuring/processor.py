"""Processor time that processes have used, which depends less on what else the machine does."""

import contextlib
import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of_processes(says):
    """What all that run now and whose command line `says` (bytes) is true of have used so far."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if says((stat.parent / "cmdline").read_bytes()):
                found += (int(fields[11]) + int(fields[12])) / TICKS
    return found


def of_server(port):
    """granian's at this port, in seconds."""
    of_this = str(port).encode()
    return seconds_of_processes(lambda command: b"granian" in command and of_this in command)


def of_database(name=""):
    """PostgreSQL's on this machine, in seconds; of its connections to `name` alone if given."""
    # granian's command line may have the database's address.
    return seconds_of_processes(
        lambda command: b"postgres: " in command[:10] and f" {name}".encode() in command
    )


def of_process(pid):
    """What a process of this machine has used so far, in seconds, to the microsecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
