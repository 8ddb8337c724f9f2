"""Who works at the desk says whether they want letters about stories."""

import re

import pytest

from accounts import letters
from articles import announcing
from newsroom import mail
from tests.factories import StoryFactory, UserFactory, editor, reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return editor(email="ana@example.org", name="Ana Petrov")


@pytest.fixture
def way(ana):
    return letters.stop_link(ana).removeprefix("http://testserver")


def wait_for(ana):
    StoryFactory(by=reporter()).submit(by=None)
    announcing.deliver_due()


def test_each_carries_a_way_to_end_them_for_people_and_programs(ana, mailoutbox, way):
    wait_for(ana)

    (letter,) = mailoutbox
    sent = letter.message()
    assert sent["List-Unsubscribe"] == f"<http://testserver{way}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (letter.body, letter.alternatives[0].content):
        assert f"http://testserver{way}" in part
        assert "No more letters about stories" in part


def test_letters_about_an_account_carry_none(ana):
    sent = mail.write("password_changed", ana.email, when="today", new_password="x").message()

    assert sent["List-Unsubscribe"] is None


def test_a_mail_program_ends_them_without_a_log_in(client, ana, way, mailoutbox):
    response = client.post(way, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    ana.refresh_from_db()
    assert not ana.story_letters
    wait_for(ana)
    assert mailoutbox == []


def test_opening_the_link_ends_nothing_because_mail_scanners_open_links(client, ana, way):
    page = client.get(way).content.decode()

    assert "No more letters about stories?" in page
    ana.refresh_from_db()
    assert ana.story_letters
    assert "You get no more" in client.post(way).content.decode()
    assert "You get no more" in client.get(way).content.decode()


@pytest.mark.parametrize("token", ["x", "1:2:3", "%00", "é"])
def test_a_forged_link_is_refused_in_words(client, ana, token):
    response = client.post(f"/accounts/letters/{token}/")

    assert response.status_code in (404, 410)
    ana.refresh_from_db()
    assert ana.story_letters


def test_somebody_without_an_account_any_more_has_none(client, ana, way):
    ana.delete()

    response = client.get(way)
    assert response.status_code == 410
    assert "This link no longer works" in response.content.decode()


def test_a_box_in_the_account_says_the_same_to_staff_alone(client, ana):
    client.force_login(ana)
    assert re.search(r'name="story_letters"[^>]*checked', client.get("/accounts/profile/").text)
    client.post("/accounts/profile/", {"name": "Ana Petrov"})
    ana.refresh_from_db()
    assert not ana.story_letters

    client.force_login(UserFactory())
    assert "story_letters" not in client.get("/accounts/profile/").text
