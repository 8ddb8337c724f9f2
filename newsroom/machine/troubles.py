"""The last errors of all processes of this machine: a file in VAR_DIR that never grows long.

A file and no table: it is read when the database is what has gone.
"""

import fcntl
import json
import os

from django.conf import settings

LONGEST = 128 * 1024  # bytes; beyond, the older half is forgotten
SHOWN = 50


def path():
    return settings.VAR_DIR / "last-errors.jsonl"


def keep(trouble):
    """Append a dict of texts. Raises OSError when it cannot be written."""
    line = (json.dumps(trouble) + "\n").encode()
    with path().open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.seek(0, os.SEEK_END) + len(line) > LONGEST:
            file.seek(-LONGEST // 2, os.SEEK_END)
            kept = file.read().partition(b"\n")[2]
            file.truncate(0)
            file.write(kept)
        file.write(line)


def last():
    """The last SHOWN, newest first; none where the file cannot be read."""
    try:
        lines = path().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [one for line in reversed(lines[-SHOWN:]) if (one := _read(line))]


def _read(line):
    try:
        return json.loads(line)
    except ValueError:  # half a line: the machine went down over it
        return None
