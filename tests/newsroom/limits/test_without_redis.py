"""While tries cannot be counted, reading goes on and nothing that has a limit is taken."""

from unittest import mock

import pytest
from django.core.cache import caches
from django.db import OperationalError

from articles.comments.models import Comment
from tests.factories import StoryFactory, UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent_redis(settings, client):
    backend = "django.core.cache.backends.redis.RedisCache"
    # No server listens there.
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    client.raise_request_exception = False
    yield
    caches["default"].close()
    del caches["default"]


def test_readers_read(client, silent_redis):
    story = StoryFactory(published=True)

    for path in ("/", story.get_absolute_url(), "/search/?q=bridge", "/accounts/login/",
                 "/accounts/signup/", "/accounts/password/reset/"):  # fmt: skip
        assert client.get(path).status_code == 200, path


def test_nobody_is_let_in_uncounted_and_everybody_is_told_why(client, silent_redis):
    user = UserFactory()
    forms = {
        "/accounts/login/": {"login": user.email, "password": PASSWORD},
        "/accounts/signup/": {"name": "Bo", "email": "bo@example.org", "password1": PASSWORD},
        "/accounts/password/reset/": {"email": user.email},
    }
    for path, typed in forms.items():
        answer = client.post(path, typed)
        assert answer.status_code == 503, path
        assert int(answer["Retry-After"]) > 0
        assert answer["Cache-Control"] == "no-store"
        assert "We cannot take this just now" in answer.text
        assert PASSWORD not in answer.text
    assert "_auth_user_id" not in client.session


def test_a_view_that_was_typed_comes_back(client, silent_redis):
    story = StoryFactory(published=True)
    client.force_login(UserFactory())
    share = f"{story.get_absolute_url()}views/"
    answer = client.post(share, {"text": "The bridge was never closed."})

    assert answer.status_code == 503
    assert "The bridge was never closed.</textarea>" in answer.text
    assert not Comment.objects.exists()


def test_without_a_database_too_the_page_is_the_one_that_needs_nothing(client, silent_redis):
    with mock.patch("newsroom.errors.rate_limits_unavailable", side_effect=OperationalError):
        answer = client.post("/accounts/password/reset/", {"email": "bo@example.org"})

    assert answer.status_code == 503
    assert "Our presses have stopped for a moment" in answer.text
