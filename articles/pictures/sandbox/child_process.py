"""The child process in which a stranger's file is read: `python -I -S child_process.py folder`.

It has little memory, little time, no environment and no Django. In the folder lies job.json (see
processing.process, and below). As soon as it has all that it needs, and has not touched the
stranger's file, it makes an empty file `started`; when it ends with 0, answer.json lies there too,
beside the files that it has made: {"done": what `process` returned}, {"refused": sentence} or
{"full": true}.
"""

import errno
import json
import os
import resource
import sys
from pathlib import Path

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_OPEN_FILES = 64
STARTED = "started"


def limit_resources(megabytes, cpu_seconds):
    """Lower this process's RLIMIT_AS and RLIMIT_CPU to that, and the other limits to ours."""
    for resource_limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
    ):
        try:
            resource.setrlimit(resource_limit, (value, value))
        except (OSError, ValueError):
            # macOS knows no limit of memory; nothing may be raised above what it is already.
            continue


def main(folder):
    """Do the job in the folder: `megabytes`, `seconds` (of a processor), `nice`, and `path`, where
    to find the sandbox's modules and Pillow; the rest is for `processing.process`."""
    job = json.loads((folder / "job.json").read_text())
    limit_resources(job["megabytes"], job["seconds"])
    os.nice(job["nice"])
    sys.path.extend(job["path"])
    from articles.pictures.sandbox.processing import process

    (folder / STARTED).touch()
    answer = _answer(process, folder, job)
    (folder / "answer.json").write_text(json.dumps(answer))


def _answer(process, folder, job):
    from articles.pictures.sandbox.errors import Refused

    try:
        return {"done": process(folder, job)}
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
