import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def forget_everything_between_tests(settings, tmp_path):
    """Limits are counted in the cache, pictures are kept on disk: each test starts clean."""
    cache.clear()
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": None},
        }
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
