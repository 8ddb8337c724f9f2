import gc
import itertools
import os
import threading
import time
from copy import copy

import hypothesis
import pytest
from django.core.cache import cache
from django.test import TransactionTestCase, client
from django.test.utils import ContextList

from newsroom.templatetags import components

from . import databases, developed_once
from .kept import HASHERS

# The same examples each time, and as long for each as this machine needs.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    """Of what is collected nearly all stays: it is not looked through for garbage meanwhile."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """Nor again and again while the tests run."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory):
    """One that all processes of the run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    folder_of_the_run,
    pytestconfig,
):
    """The test database: migrated once for a run at most, and copied."""
    cache = getattr(pytestconfig, "cache", None)  # none with `-p no:cacheprovider`
    kept = cache.mkdir("migrated") if cache else None
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made = databases.set_up(folder_of_the_run, kept)
        origin = databases.Origin(folder_of_the_run)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: origin.restore())
        with django_db_blocker.block():
            yield origin
        databases.tear_down(made)


@pytest.fixture
def origin(django_db_setup):
    """What stands in the test database before its first test."""
    return django_db_setup


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        databases.forget_the_template()


# Templates of single fields and parts, of which a page has two hundred.
PARTS = ("django/forms/", "admin/widgets/", "components/")


@pytest.fixture(autouse=True, scope="session")
def copy_no_context_of_parts():
    """`response.context` is that of the page: to copy its parts' takes a tenth of its time."""

    def store(page, signal, sender, template, context, **named):
        page.setdefault("templates", []).append(template)
        contexts = page.setdefault("context", ContextList())
        if not (template.name or "").startswith(PARTS):
            contexts.append(copy(context))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", store)
        yield


@pytest.fixture(autouse=True, scope="session")
def wait_for_no_disk():
    """Nothing here says what stays after a power cut, and each wait takes milliseconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


def _work_of_threads():
    """Processor seconds of each thread there is."""
    return {
        thread: time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
        for thread in threading.enumerate()
    }


@pytest.fixture(autouse=True, scope="session")
def no_thread_works_on():
    """One that a test has left at full speed takes the time of all tests that follow it."""
    yield
    if hasattr(time, "pthread_getcpuclockid"):
        before = _work_of_threads()
        time.sleep(0.2)
        after = _work_of_threads()
        working = [thread.name for thread in before if after.get(thread, 0) - before[thread] > 0.05]
        assert working == []


@pytest.fixture(autouse=True, scope="session")
def develop_each_drawing_once():
    with pytest.MonkeyPatch.context() as patch:
        developed_once.patch(patch)
        yield


_numbers = itertools.count()


@pytest.fixture
def disk(tmp_path_factory):
    """Where this test keeps its pictures: a folder that is there once it has any."""
    return tmp_path_factory.getbasetemp() / f"disk-{next(_numbers)}"


@pytest.fixture(autouse=True)
def forget_everything_between_tests(settings, disk):
    """Limits are counted in the cache, pictures are kept on disk: each test starts clean."""
    cache.clear()
    components.forget()
    settings.STORAGES = settings.STORAGES | {
        name: {
            "BACKEND": "newsroom.safe_files.SafeFileStorage",
            "OPTIONS": {"location": disk / folder, "base_url": None},
        }
        for name, folder in (("default", "media"), ("originals",) * 2, ("imports",) * 2)
    }
    settings.PASSWORD_HASHERS = HASHERS
