#!/usr/bin/env python3
"""Set up and run The Harbour Record.

  python3 run.py site [--host HOST] [--port PORT] [--fresh]
                                     the site with its demo paper; --fresh forgets what was written
  python3 run.py test [arguments]    all tests, on SQLite and on PostgreSQL; arguments go to pytest
  python3 run.py check               style, templates, migrations, a production's settings, and
                                     what pages weigh
  python3 run.py manage ...          any Django command

It needs only the standard library of Python 3.8 or newer, finds a Python 3.12 or newer for the
site itself, and keeps packages in .venv and everything that is written in var.
"""

import sys

if sys.version_info < (3, 8):
    sys.exit("run.py: this is a very old Python: start run.py with Python 3.8 or newer.")

from tooling import checks, site, suite

COMMANDS = {"site": site.run, "test": suite.run, "check": checks.run, "manage": site.run_manage}


def main(arguments):
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
    elif not arguments or arguments[0] not in COMMANDS:
        sys.exit(__doc__)
    else:
        sys.exit(COMMANDS[arguments[0]](arguments[1:]))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
