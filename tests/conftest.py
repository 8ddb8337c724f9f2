import os

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import teardown_databases

from articles.models import triggers

from . import databases

# The same examples each time, and as long for each as this machine needs.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory):
    """One that all processes of the run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_modify_db_settings, folder_of_the_run
):
    """The test database: migrated once for a run, and copied."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made = databases.set_up(folder_of_the_run)
        patch.setattr(connection.ops, "sql_flush", databases.empty(connection))
        with django_db_blocker.block():
            yield
        teardown_databases(made, verbosity=0)


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        databases.forget_the_template()


@pytest.fixture(autouse=True)
def forget_everything_between_tests(settings, tmp_path):
    """Limits are counted in the cache, pictures are kept on disk: each test starts clean."""
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        name: {
            "BACKEND": "newsroom.safe_files.SafeFileStorage",
            "OPTIONS": {"location": tmp_path / folder, "base_url": None, "is_durable": False},
        }
        for name, folder in (("default", "media"), ("originals", "originals"))
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_the_database_after_it_was_written_for_good(request):
    """Such tests end by emptying every table, which the database's own guards would refuse.

    They are put up again after that, as after each migration.
    """
    marker = request.node.get_closest_marker("django_db")
    is_for_good = marker is not None and marker.kwargs.get("transaction")
    if not is_for_good and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.take_away()
