#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from newsroom import environment

# How PostgreSQL's library and SQLite begin to say that there is no database.
UNREACHABLE = ("connection to server", "could not translate", "unable to open database")


def end(sentence):
    print(f"manage.py: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(environment.EXIT_STATUS)


if __name__ == "__main__":
    if sys.argv[1:2] == ["test"]:
        sys.exit("manage.py: tests are run by “python3 run.py test”; arguments go to pytest.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError:
        sys.exit(
            "manage.py: this Python has no Django: “python3 run.py site” makes .venv, "
            "and then it is .venv/bin/python manage.py."
        )
    try:
        execute_from_command_line(sys.argv)
    except environment.Wrong as wrong:
        end(wrong)
    except OperationalError as problem:
        if "--traceback" in sys.argv or not str(problem).startswith(UNREACHABLE):
            raise
        reason = " ".join(str(problem).split())
        end(f"the database that DATABASE_URL names cannot be reached ({reason}): mend that.")
