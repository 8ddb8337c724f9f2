"""The process in which a stranger's file is read: `python -I -S child.py folder`.

It has little memory, little time, no secrets in its environment, and no Django. In the folder
lies job.json; when it ends well, answer.json lies there too, beside the files it has made.
"""

import errno
import json
import os
import resource
import sys
from pathlib import Path

LARGEST_FILE = 64 * 1024 * 1024  # bytes
OPEN_FILES = 64


def limit(megabytes, seconds):
    """Let this process have no more than that, from now on."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            # macOS knows no limit of memory; nothing may be raised above what it is already.
            continue


def main(folder):
    job = json.loads((folder / "job.json").read_text())
    limit(job["megabytes"], job["seconds"])
    os.nice(job["nice"])
    sys.path.extend(job["path"])
    answer = _answer(folder, job)
    (folder / "answer.json").write_text(json.dumps(answer))


def _answer(folder, job):
    from articles.pictures.sandbox.refused import Refused

    try:
        from articles.pictures.sandbox.developing import develop

        return {"done": develop(folder, job)}
    except Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": "The picture needs more memory than it may have."}
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return {"full": True}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
