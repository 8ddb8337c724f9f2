#!/usr/bin/env python3
"""Set up and run The Harbour Record.

  python3 run.py site [--host HOST] [--port PORT] [--fresh [--yes]] [--empty]
                                     the site with its demo paper; --host 0.0.0.0 lets phones in
                                     the same network in; --fresh forgets what was written, after
                                     asking on a terminal; --empty begins a paper of your own
  python3 run.py test [--thorough] [arguments]
                                     the tests, on SQLite and on PostgreSQL: one of each kind, or
                                     all with --thorough; arguments go to pytest
  python3 run.py check [--quick]     style, templates, migrations, a production's settings, and
                                     what pages weigh; --quick only what takes seconds
  python3 run.py manage ...          any Django command

It needs only the standard library of Python 3.8 or newer, finds a Python 3.12 or newer for the
site itself, and keeps packages in .venv and everything that is written in var.
"""

import sys

if sys.version_info < (3, 8):
    sys.exit("run.py: this is a very old Python: start run.py with Python 3.8 or newer.")

from newsroom.environment import Wrong

NAMES = ("site", "test", "check", "manage")


def main(arguments):
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
    elif not arguments or arguments[0] not in NAMES:
        sys.exit(__doc__)
    else:
        sys.exit(command(arguments[0])(arguments[1:]))


def command(name):
    # Here, since they read .env as they are imported.
    from tooling import checks, places, site, suite

    places.speak_any_letter()
    return {"site": site.run, "test": suite.run, "check": checks.run, "manage": site.run_manage}[
        name
    ]


def explain(sentence):
    sys.exit(f"run.py: {sentence}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except Wrong as wrong:
        explain(wrong)
    except PermissionError as problem:
        explain(f"this user may not write or read {problem.filename}: give them the right to.")
