"""`run.py test`: the tests, on SQLite and, where one answers, on PostgreSQL.

A quick run, of five minutes, has one of each kind; `--thorough` has everything. tests/tiers.py
says which test is in which. What somebody names (a file, `-k` or `-m`) is run as a whole.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tooling import tools
from tooling.packages import TEST_LOCK, install
from tooling.places import PYTHON, ROOT, VENV, call, quietly, stop

THOROUGH = "--thorough"
COMPILED = VENV / "pycache"
# Of a file that is named, each process takes what another has not begun. Of all files each takes
# the next one, in the order of tests/tiers.py: what a file makes for its tests is made once.
SHARED_OUT = ("--dist", "worksteal")
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
# Where a PostgreSQL that trusts its own machine usually answers.
USUAL_POSTGRES = [
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/postgres",
]
KNOCK = """
import sys, psycopg2
try:
    cursor = psycopg2.connect(sys.argv[1], connect_timeout=10).cursor()
    cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    sys.exit(None if cursor.fetchone()[0] else "its user may not create databases")
except psycopg2.Error as problem:
    sys.exit(str(problem).strip().splitlines()[0])
"""


def run(arguments):
    """Run pytest on both databases at the same time and end with the last lines of one of them.

    What fails first is the last that is printed, so that those lines never hide a failure.
    """
    install(TEST_LOCK)
    fetch_tools()
    postgres = find_postgres()
    is_thorough = THOROUGH in arguments
    first = words_for_pytest(arguments, processes(is_second=False, is_thorough=is_thorough))
    second = words_for_pytest(arguments, processes(is_second=True, is_thorough=is_thorough))
    try:
        if not postgres:
            return on_sqlite(first)
        if any(word.startswith("--pdb") for word in arguments):  # one keyboard for both
            return on_sqlite(first) or on_postgresql(postgres, second)
        with Beside(postgres, second) as beside:
            return on_sqlite(first) or beside.finish()
    finally:
        # What tests have written and compiled themselves is never seen again.
        passing = Path(tempfile.gettempdir()).resolve()
        shutil.rmtree(COMPILED / passing.relative_to(passing.anchor), ignore_errors=True)


class Beside:
    """A run on PostgreSQL whose words are kept until `finish()`; ended where the block is left."""

    def __init__(self, database, words):
        self.command = [PYTHON, "-m", "pytest", *words]
        self.environment = environment_on(database)

    def __enter__(self):
        self.said = tempfile.NamedTemporaryFile()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=self.said,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        return self

    def finish(self):
        """Print what it says, from its beginning on; its status."""
        print("Tests on PostgreSQL, begun together with SQLite's:", flush=True)
        status = None
        # Opened anew: the place in a file that is inherited is one for both processes.
        with Path(self.said.name).open(encoding="utf-8", errors="replace") as words:
            while status is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    status = self.process.wait(timeout=0.5)
                print(words.read(), end="", flush=True)
        return status

    def __exit__(self, *exception):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.said.close()


def words_for_pytest(arguments, number):
    """What pytest is asked for: a tier, and so many processes."""
    words = [word for word in arguments if word != THOROUGH]
    is_named = any(word.startswith(("-k", "-m")) or is_a_test(word) for word in words)
    if THOROUGH not in arguments and not is_named:
        words = ["--tier=quick", *words]
    if not any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in words):
        words = ["-n", str(number), *(SHARED_OUT if is_named else BY_FILE), *words]
    return words


def processes(*, is_second, is_thorough):
    """How many processes: more than there are processors, since some always wait for a browser.

    Of a thorough run both databases have as many; of a quick run there is less for PostgreSQL.
    """
    cores = os.cpu_count() or 1
    if is_thorough:
        return max(1, cores)
    return max(1, cores // 2) if is_second else cores + 1


def is_a_test(word):
    return (ROOT / word.partition("::")[0]).exists()


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


def on_sqlite(words):
    print("Tests on SQLite:", flush=True)
    return call(PYTHON, "-m", "pytest", *words, environment=environment_on("sqlite://:memory:"))


def on_postgresql(database, words):
    print("Tests on PostgreSQL:", flush=True)
    return call(PYTHON, "-m", "pytest", *words, environment=environment_on(database))


def environment_on(database):
    # Each process reads three hundred files of tests, which are compiled once and kept.
    kept = {"PYTHONPYCACHEPREFIX": str(COMPILED), "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **kept, "DATABASE_URL": database}
