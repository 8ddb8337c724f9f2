"""Forgotten password: one letter, one link, one hour."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import tasks
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
SENT = "/accounts/password/reset/done/"
NEW = "three unrelated words"


@pytest.fixture
def member():
    return UserFactory(email="bo@example.org")


def link_in(letter):
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]


def ask(client, email="bo@example.org"):
    return client.post(RESET, {"email": email})


def open_link(client, link):
    """The form behind the link; the address of it no longer holds the key."""
    return client.get(link, follow=True)


def choose(client, page, password=NEW):
    return client.post(page.request["PATH_INFO"], {"password1": password})


def test_the_letter_leads_to_a_new_password_and_back_to_log_in(client, member, mailoutbox):
    assert ask(client).url == SENT

    [letter] = mailoutbox
    assert letter.to == ["bo@example.org"]
    assert "1 hour" in letter.body
    done = choose(client, open_link(client, link_in(letter)))

    assert done.url == "/accounts/password/reset/key/done/"
    assert "Back to log in" in client.get(done.url).content.decode()
    assert get_user(client).is_anonymous
    assert client.login(email=member.email, password=NEW)


def test_letter_and_pages_tell_how_long_the_link_lives(client, member, mailoutbox, settings):
    settings.PASSWORD_RESET_TIMEOUT = 30 * 60
    asked_for = client.get(RESET).content.decode()
    sent = client.get(ask(client).url).content.decode()
    link = link_in(mailoutbox[0])
    used_up = client.get(link[:-2] + "x/", follow=True).content.decode()
    html = mailoutbox[0].alternatives[0].content
    for words in (asked_for, sent, used_up, mailoutbox[0].body, html):
        assert "30 minutes" in words


def test_the_key_does_not_stay_in_the_address(client, member, mailoutbox):
    ask(client)
    link = link_in(mailoutbox[0])

    response = client.get(link)

    assert response.status_code == 302
    assert response.url.endswith("-set-password/")
    assert link.rstrip("/").rsplit("-", 1)[1] not in response.url


def test_the_link_works_once(client, member, mailoutbox):
    ask(client)
    link = link_in(mailoutbox[0])
    choose(client, open_link(client, link))

    again = open_link(client, link)

    assert again.status_code == 410
    assert "This link no longer works" in again.content.decode()


def test_the_link_dies_after_an_hour(client, member, mailoutbox):
    ask(client)
    link = link_in(mailoutbox[0])

    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert open_link(client, link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert open_link(client, link).status_code == 410


@pytest.mark.parametrize("night", ["2026-10-25T00:40Z", "2027-03-28T00:40Z"])
def test_it_does_so_in_the_nights_when_clocks_are_changed_too(client, member, mailoutbox, night):
    asked_at = datetime.fromisoformat(night)
    with time_machine.travel(asked_at, tick=False):
        ask(client)
    link = link_in(mailoutbox[0])

    with time_machine.travel(asked_at + timedelta(minutes=59), tick=False):
        assert open_link(client, link).status_code == 200
    with time_machine.travel(asked_at + timedelta(minutes=61), tick=False):
        assert open_link(client, link).status_code == 410


def test_the_link_dies_when_the_password_changes(client, member, mailoutbox):
    ask(client)
    member.set_password(NEW)
    member.save()

    assert open_link(client, link_in(mailoutbox[0])).status_code == 410


def test_the_link_dies_when_the_address_changes(client, member, mailoutbox):
    ask(client)
    member.email = "bo@elsewhere.example"
    member.save()
    member.confirm_address()

    assert open_link(client, link_in(mailoutbox[0])).status_code == 410


@pytest.mark.parametrize(
    "key",
    ["1-x", "zzzzzzzzzzzzz-abc-def", "zzzzzzzzzzzzzzzzzz-a-b", "1-é", "0-0-0", "1-set-password"],
)
def test_an_invented_link_is_refused_in_words(client, member, key):
    response = client.get(f"/accounts/password/reset/key/{key}/")

    assert response.status_code == 410
    assert "Ask for a new link" in response.content.decode()


def test_other_devices_are_logged_out(client, member, mailoutbox, django_user_model):
    elsewhere = type(client)()
    elsewhere.force_login(member)
    ask(client)

    choose(client, open_link(client, link_in(mailoutbox[0])))

    assert get_user(elsewhere).is_anonymous
    assert elsewhere.get("/accounts/profile/").status_code == 302


def test_a_second_letter_says_that_the_password_was_changed(client, member, mailoutbox):
    ask(client)
    choose(client, open_link(client, link_in(mailoutbox[0])))

    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]] * 2
    assert "has been changed" in mailoutbox[1].subject
    assert "http://testserver/accounts/password/reset/" in mailoutbox[1].body


def test_a_stranger_gets_the_same_answer_and_no_letter(client, member, mailoutbox):
    for_member, for_stranger = ask(client), ask(client, "stranger@example.org")

    assert for_member.status_code == for_stranger.status_code == 302
    assert dict(for_member.headers) == dict(for_stranger.headers)
    assert for_member.content == for_stranger.content
    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]]


def test_the_answer_does_not_wait_for_the_account_to_be_looked_up(
    client, member, settings, django_assert_num_queries
):
    tasks.wait_for_a_worker(settings)
    with django_assert_num_queries(1):  # into the queue
        ask(client)
    with django_assert_num_queries(1):
        ask(client, "stranger@example.org")


def test_no_letter_goes_to_a_closed_account(client, mailoutbox):
    UserFactory(email="bo@example.org", is_active=False)

    assert ask(client).url == SENT
    assert mailoutbox == []


def test_capitals_in_the_address_do_not_matter(client, member, mailoutbox):
    ask(client, "Bo@Example.ORG")

    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]]


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example"]
)
def test_a_forged_host_gets_no_letter(client, member, mailoutbox, host):
    response = client.post(RESET, {"email": "bo@example.org"}, headers={"host": host})

    assert response.status_code == 400
    assert mailoutbox == []


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-original-url": "https://evil.example/"},
        {"x-forwarded-proto": "gopher"},
        {"host": "localhost:6666"},
    ],
)
def test_links_come_from_the_settings_whatever_the_request_says(
    client, member, mailoutbox, headers
):
    client.post(RESET, {"email": "bo@example.org"}, headers=headers)

    [letter] = mailoutbox
    html = letter.alternatives[0].content
    links = re.findall(r"https?://[^\s\"<]+", letter.body + html)
    assert links
    assert all(link.startswith("http://testserver/") for link in links)


def test_the_fourth_letter_within_an_hour_is_refused(client, member, mailoutbox):
    for _ in range(3):
        assert ask(client).status_code == 302

    refused = ask(client)

    assert refused.status_code == 429
    assert 3600 - 30 < int(refused["Retry-After"]) <= 3600
    assert "an hour" in refused.content.decode()
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    "email",
    [
        "",
        "bo",
        "bo@example.org\r\nBcc: all@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_an_address_that_is_none_is_refused_in_words(client, mailoutbox, email):
    response = ask(client, email)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert mailoutbox == []


@pytest.mark.parametrize(
    "password", ["short", "password1234", "x" * 257, "bo@example.org", "a\0" * 8]
)
def test_a_weak_password_is_refused_in_words_and_the_link_lives_on(
    client, member, mailoutbox, password
):
    ask(client)
    page = open_link(client, link_in(mailoutbox[0]))

    refused = choose(client, page, password)

    assert refused.status_code == 422
    assert 'href="#id_password1"' in refused.content.decode()
    assert choose(client, page).status_code == 302


def test_who_has_read_the_letter_has_confirmed_the_address(client, mailoutbox):
    newcomer = UserFactory(email="bo@example.org", confirmed=False)
    newcomer.emailaddress_set.update(verified=False)
    ask(client)

    choose(client, open_link(client, link_in(mailoutbox[0])))

    response = client.post(reverse("account_login"), {"login": "bo@example.org", "password": NEW})
    assert response.url == "/accounts/profile/"


@pytest.mark.django_db(transaction=True)
def test_the_letter_is_sent_by_the_worker_and_its_key_is_never_in_the_queue(
    client, member, settings, mailoutbox
):
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    ask(client)
    assert mailoutbox == []

    call_command("db_worker", batch=True, reload=False, startup_delay=False, interval=0)

    [letter] = mailoutbox
    key = link_in(letter).split("/")[-2]
    assert key not in str(list(DBTaskResult.objects.values_list("args_kwargs", "return_value")))
    assert User.objects.get().check_password(PASSWORD)
