"""The worker under faketime: `faketime -f +3h python -m tests.faults.worker work …`.

Python's time.sleep waits for a moment of the monotonic clock, which faketime mistakes for one of
the clock that it sets, and refuses. Waiting for an event that never comes is the same pause.
"""

import sys
import threading
import time

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    time.sleep = lambda seconds: threading.Event().wait(seconds)
    execute_from_command_line(["manage.py", *sys.argv[1:]])
