"""Closing the paper with a file, and opening it again without a restart."""

import pytest

from tests.factories import StoryFactory, UserFactory, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    file = tmp_path / "maintenance"
    file.touch()
    return file


def test_readers_are_told_to_come_back_later(client, closed):
    for path in ("/", StoryFactory(published=True).get_absolute_url(), "/text/", "/nowhere/"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert answer["Cache-Control"] == "no-store"
        assert "Our presses have stopped for a moment" in answer.text
        assert "style-src 'sha256-" in answer["Content-Security-Policy"]


def test_the_page_asks_the_database_nothing(client, closed, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


def test_nothing_is_taken_from_readers_even_if_they_have_an_account(client, closed):
    client.force_login(UserFactory())

    assert client.get("/accounts/").status_code == 503
    assert client.post("/accounts/signup/").status_code == 503


def test_the_newsroom_logs_in_and_sees_the_whole_site(client, closed):
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/admin/").status_code == 302

    client.force_login(editor())
    assert client.get("/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_load_balancer_hears_that_the_site_is_alive(client, closed):
    assert client.get("/healthz").text == "ok"


def test_the_paper_opens_without_a_restart(client, closed):
    assert client.get("/").status_code == 503
    closed.unlink()
    assert client.get("/").status_code == 200
