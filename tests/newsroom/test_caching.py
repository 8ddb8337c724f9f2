import pytest

from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_anonymous_page_may_be_kept_for_a_minute(client, settings):
    answer = client.get(StoryFactory(published=True).get_absolute_url())

    assert "public" in answer["Cache-Control"]
    assert f"s-maxage={settings.PAGE_CACHE_SECONDS}" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_a_page_made_for_somebody_is_not_kept(client):
    client.force_login(UserFactory(name="Ana"))
    answer = client.get(StoryFactory(published=True).get_absolute_url())

    assert "Ana" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/nowhere/", "/quotes/?page=abc", "/galleries/?page=99"])
def test_a_missing_page_is_not_kept_by_anybody(client, path):
    assert "public" not in client.get(path).headers.get("Cache-Control", "")


def test_a_story_taken_down_is_not_kept(client):
    answer = client.get(StoryFactory(taken_down="A mistake.").get_absolute_url())

    assert "public" not in answer["Cache-Control"]
