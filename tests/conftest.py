import pytest
from django.core.cache import cache

from articles.models import triggers


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
    """Such tests end by emptying every table, which the database's own guards would refuse."""
    marker = request.node.get_closest_marker("django_db")
    is_for_good = marker is not None and marker.kwargs.get("transaction")
    if not is_for_good and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    triggers.put_up()
    yield
    triggers.take_away()
