"""`run.py test`: the tests, on SQLite and, where one answers, on PostgreSQL."""

import os
from urllib.parse import urlsplit

from tooling import tools
from tooling.packages import TEST_LOCK, install
from tooling.places import PYTHON, call, quietly, stop

# Where a PostgreSQL that trusts its own machine usually answers.
USUAL_POSTGRES = [
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/postgres",
]
# How every page looks, at five widths and colours: slow, and no database has a part in it.
LOOKS = (
    "readers/test_every_page",
    "readers/test_looks",
    "readers/test_odd_stories",
    "readers/test_gallery",
    "readers/test_screen_reader",
    "desk/test_publishing_is_open_to_all",
)
ONCE_IS_ENOUGH = [f"--ignore=tests/journeys/{name}.py" for name in LOOKS]
KNOCK = """
import sys, psycopg2
try:
    cursor = psycopg2.connect(sys.argv[1], connect_timeout=3).cursor()
    cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    sys.exit(None if cursor.fetchone()[0] else "its user may not create databases")
except psycopg2.Error as problem:
    sys.exit(str(problem).strip().splitlines()[0])
"""


def run(arguments):
    """Run pytest once per database and end with its own last lines.

    The first run that fails is the last, so that those lines never hide a failure.
    """
    install(TEST_LOCK)
    fetch_tools()
    postgres = find_postgres()
    status = pytest("SQLite", "sqlite://:memory:", arguments)
    if postgres and not status:
        status = pytest("PostgreSQL", postgres, arguments or ONCE_IS_ENOUGH)
    return status


def fetch_tools():
    """What the tests need beside Python packages, or a line that says what is left out."""
    try:
        tools.html_checker()
    except tools.Missing as reason:
        print(f"SKIPPED the Nu HTML checker: {reason}.", flush=True)


def find_postgres():
    """Where to test on PostgreSQL, or None after saying why that is left out."""
    asked_for = os.environ.get("TEST_POSTGRES_URL")
    for url in [asked_for] if asked_for else USUAL_POSTGRES:
        answer = quietly(PYTHON, "-c", KNOCK, url)
        if answer.returncode == 0:
            # A name of its own, so that two runs on one machine do not meet.
            return urlsplit(url)._replace(path=f"/harbour_{os.getpid()}").geturl()
    reason = (answer.stderr.strip().splitlines() or ["no answer"])[-1]
    if asked_for:
        stop(f"PostgreSQL cannot be used as TEST_POSTGRES_URL says ({reason}): start it or unset.")
    print(
        f"SKIPPED the run on PostgreSQL, only SQLite is tested: {reason}. "
        "Start PostgreSQL on 127.0.0.1:5432 or set TEST_POSTGRES_URL.",
        flush=True,
    )
    return None


def pytest(name, database, arguments):
    in_parallel = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    words = arguments if in_parallel else ["-n", "auto", *arguments]
    print(f"Tests on {name}:", flush=True)
    environment = {**os.environ, "DATABASE_URL": database}
    return call(PYTHON, "-m", "pytest", *words, environment=environment)
