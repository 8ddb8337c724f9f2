#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from newsroom import environment

if __name__ == "__main__":
    if sys.argv[1:2] == ["test"]:
        sys.exit("manage.py: tests are run by “python3 run.py test”; arguments go to pytest.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "manage.py: this Python has no Django: “python3 run.py site” makes .venv, "
            "and then it is .venv/bin/python manage.py."
        )
    try:
        execute_from_command_line(sys.argv)
    except environment.Wrong as wrong:
        print(f"manage.py: {wrong}", file=sys.stderr)  # noqa: T201
        sys.exit(environment.EXIT_STATUS)
