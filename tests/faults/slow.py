"""A task that takes as long as a test wants."""

import time
from pathlib import Path

from newsroom.task_queue import SLOW, task


@task("Waiting", queue=SLOW)
def wait_for_file(path):
    while not Path(path).exists():
        time.sleep(0.05)
