"""How long a loaded paper takes to be kept, to leave and to come in elsewhere, and in what memory.

    .venv/bin/python -m benchmarks.keeping [--database URL] [--stories 2000]

Makes the demo paper and so many stories more in a database of its own, and prints for backup,
backup with its proof, export and import (into another new database) the time, what of it a
processor worked, and the most memory. Ends with 1 if a story costs more than it should, or memory
is not what a paper of any size may take.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.sites.own import drop_database, exit_code, new_database, own_site, parse_arguments

# Milliseconds of a processor for a story, and MB.
LIMITS = {"backup": 6, "export": 18, "import": 18, "memory": 300}
UNITS = {"backup": "ms", "export": "ms", "import": "ms", "memory": "MB"}


def main():
    chosen = parse_arguments(rounds=1, stories=2000)
    load = (["load_demo"], ["load_stories", f"--count={chosen.stories}"])
    found, most = {}, 0
    with own_site(chosen.database, *load) as var, tempfile.TemporaryDirectory() as folder:
        paper, backups = Path(folder, "paper.zip"), Path(folder, "backups")
        for name, command in {
            "backup": ["backup", backups],
            "again": ["backup", backups],
            "proof": ["backup", backups, "--verify"],
            "export": ["export_paper", paper],
        }.items():
            found[name], memory = measure(name, command)
            most = max(most, memory)
        print(f"The export has {paper.stat().st_size / 1e6:.1f} MB.")
        another = another_database(chosen.database)
        there = {"DATABASE_URL": another, "VAR_DIR": str(var / "there")}
        try:
            run(["migrate", "-v0"], there)
            found["import"], memory = measure("import", ["import_paper", paper], there)
        finally:
            drop_database(chosen.database, another)
    found = {name: 1000 * seconds / chosen.stories for name, seconds in found.items()}
    return exit_code(found | {"memory": max(most, memory)}, LIMITS, UNITS)


def another_database(url):
    if not url.startswith("postgres"):
        return ""  # a file in VAR_DIR
    return new_database(url, "there")


def measure(name, command, environment=()):
    """(seconds of a processor, most MB of memory), printed with the time that it took."""
    began = time.monotonic()
    used = run(command, environment)
    took, processor = time.monotonic() - began, used.ru_utime + used.ru_stime
    memory = used.ru_maxrss / 1024
    print(f"{name:8} {took:6.1f} s, {processor:5.1f} s of a processor, {memory:4.0f} MB")
    return processor, memory


def run(command, environment=()):
    child = subprocess.Popen(
        [sys.executable, "manage.py", *map(str, command)],
        env=os.environ | dict(environment),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"manage.py {command[0]} failed")
    return used


if __name__ == "__main__":
    sys.exit(main())
