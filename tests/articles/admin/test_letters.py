"""An administrator tries out at the desk whether letters arrive."""

import pytest
from django.urls import reverse

from newsroom.letter_box import examining
from tests.factories import UserFactory, chief_editor
from tests.post_offices import opened, publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def way():
    return reverse("admin:articles_task_letters")


@pytest.fixture
def boss(client):
    client.force_login(UserFactory(email="ana@example.org", is_staff=True, is_superuser=True))
    return client


def test_a_letter_goes_out_to_whoever_asks_and_the_page_says_so(boss, way, settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_REPLY_TO = "desk@news.eu", "answers@news.eu"
    settings.SITE_URL = "https://news.eu"
    with opened(settings) as office, publishing(monkeypatch, {"news.eu": ["v=spf1 mx -all"]}):
        text = boss.post(way, {"selector": ""}).text

    (letter,) = office.letters
    assert office.receivers == [["ana@example.org"]]
    assert letter["From"] == "desk@news.eu"
    assert letter["Reply-To"] == "answers@news.eu"
    assert letter["Message-ID"].endswith("@news.eu>")
    assert "A letter to ana@example.org is on its way" in text
    assert "v=spf1 mx -all" in text
    assert "news.eu has no rule" in text


def test_what_the_server_says_stands_on_the_page(boss, way, settings, monkeypatch):
    with opened(settings) as office, publishing(monkeypatch, {}):
        office.refuses = "554 5.7.1 <b>Not</b> from you"
        answer = boss.post(way)

    assert answer.status_code == 200
    assert "has read the letter and refused it" in answer.text
    assert "&lt;b&gt;Not&lt;/b&gt; from you" in answer.text


def test_to_open_the_page_asks_nobody(boss, way, monkeypatch, mailoutbox):
    monkeypatch.setattr(examining, "by_asking", None)
    answer = boss.get(way)

    assert answer.status_code == 200
    assert "harbour.example is a name for examples" in answer.text
    assert "Look, and send a letter to ana@example.org" in answer.text
    assert mailoutbox == []


def test_what_is_no_selector_comes_back_and_sends_nothing(boss, way, mailoutbox):
    answer = boss.post(way, {"selector": "s1; rm -rf"})

    assert answer.status_code == 422
    assert "A selector is made of letters and digits" in answer.text
    assert 'value="s1; rm -rf"' in answer.text
    assert mailoutbox == []


def test_nobody_else_may_and_not_all_day(client, boss, way, monkeypatch, settings):
    monkeypatch.setattr(examining, "by_asking", lambda selector: [])
    answers = [boss.post(way).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]

    client.force_login(chief_editor())
    assert client.post(way).status_code == 403
