"""The environment of the tests, set before Django reads its settings.

DATABASE_URL and CACHE_URL are left alone: the same tests run on SQLite and PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

_var = tempfile.mkdtemp(prefix="harbour-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)

os.environ.update(
    SECRET_KEY="a secret for tests only, known to everybody who reads this line",
    VAR_DIR=_var,
    ENVIRONMENT="local",
    DEBUG="off",
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    TASKS_BACKEND="django.tasks.backends.immediate.ImmediateBackend",
    HASH_STATIC_FILES="off",
    # Nobody outside is asked for anything; a test that does has a server of its own.
    CHECK_LINKS_ELSEWHERE="off",
    # Whoever tests the second factor says so; all others are at the desk without.
    STAFF_SECOND_FACTOR="except-on-this-machine",
    # A process for each picture takes a tenth of a second. Tests of what it may do start it.
    PICTURES_IN_A_CHILD="off",
    # Each test has a paper of its own; what keeps pages from one to the next starts a site for it.
    PAGE_STORE_MB="0",
    # What the machine says of itself is another thing each second; a test that reads it says so.
    METRICS_FROM="192.0.2.1",
    # Sync Playwright runs an event loop in the thread that also asks the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
    # PostgreSQL need not wait for the disk: no test takes its current away.
    PGOPTIONS="-c synchronous_commit=off",
)
