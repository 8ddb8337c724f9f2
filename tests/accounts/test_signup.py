"""Opening an account: the address is confirmed first, and nobody learns who has one."""

import re

import pytest
from django.contrib.auth import get_user

from accounts.models import User
from tests.factories import UserFactory
from tests.html import on_one_line

pytestmark = pytest.mark.django_db
SIGNUP = "/accounts/signup/"
CHECK = "/accounts/confirm-email/"
PASSWORD = "three unrelated words"


def sign_up(client, email="bo@example.org", name="Bo Lind", password=PASSWORD):
    return client.post(SIGNUP, {"email": email, "name": name, "password1": password})


def confirm_link(letter):
    return re.search(r"http://testserver(/accounts/confirm-email/\S+)", letter.body)[1]


def test_a_reader_opens_an_account_confirms_the_address_and_logs_in(client, mailoutbox):
    assert sign_up(client).url == CHECK
    assert get_user(client).is_anonymous

    link = confirm_link(mailoutbox[0])
    assert "bo@example.org" in client.get(link).content.decode()
    assert client.post(link).url == "/accounts/login/"

    response = client.post("/accounts/login/", {"login": "bo@example.org", "password": PASSWORD})
    assert response.url == "/accounts/profile/"
    assert User.objects.get().name == "Bo Lind"


def test_whoever_came_from_a_story_goes_on_there_in_any_browser(client, mailoutbox):
    here = "/city/12/ferry/share/?reply_to=3"
    form = {"email": "bo@example.org", "name": "Bo", "password1": PASSWORD, "next": here}
    client.post(SIGNUP, form)
    other = type(client)()
    page = other.get(confirm_link(mailoutbox[0]))
    back = re.search(r'name="next" value="([^"]+)"', page.content.decode())[1]

    log_in = other.post(confirm_link(mailoutbox[0]), {"next": back}).url
    assert log_in.startswith("/accounts/login/?next=")
    answer = other.post(log_in, {"login": "bo@example.org", "password": PASSWORD, "next": here})
    assert answer.url == here


def test_no_other_site_gets_into_the_letter(client, mailoutbox):
    form = {"email": "bo@example.org", "name": "Bo", "password1": PASSWORD}
    client.post(SIGNUP, form | {"next": "//evil.example/"})
    assert "evil" not in mailoutbox[0].body


def test_opening_the_link_is_not_enough_because_mail_scanners_open_links(client, mailoutbox):
    sign_up(client)
    client.get(confirm_link(mailoutbox[0]))

    response = client.post("/accounts/login/", {"login": "bo@example.org", "password": PASSWORD})

    assert response.url == CHECK


def test_a_used_or_invented_link_is_refused_in_words(client, mailoutbox):
    sign_up(client)
    link = confirm_link(mailoutbox[0])
    client.post(link)

    for dead in [link, f"{CHECK}MQ:abc:def/"]:
        response = client.get(dead)
        assert response.status_code == 410
        assert "no longer works" in response.content.decode()


def headers(response):
    # The answers may fall into two seconds.
    return {name: value for name, value in response.headers.items() if name != "Expires"}


def test_a_member_who_signs_up_again_gets_the_same_answer_and_a_letter(client, mailoutbox):
    member = UserFactory(email="bo@example.org", name="The first Bo")

    known, new = sign_up(client), sign_up(type(client)(), "new@example.org")

    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert headers(known) == headers(new)
    assert set(known.cookies) == set(new.cookies)
    assert [letter.subject for letter in mailoutbox] == [
        "You have an account at The Harbour Record already",
        "Confirm your e-mail address for The Harbour Record",
    ]
    member.refresh_from_db()
    assert member.name == "The first Bo"
    assert not member.check_password(PASSWORD)
    assert User.objects.count() == 2


def test_signing_up_twice_before_confirming_is_one_account(client, mailoutbox):
    assert sign_up(client).url == sign_up(type(client)(), "BO@example.org").url == CHECK

    assert User.objects.count() == 1


def test_two_at_the_same_moment_are_one_account(client, mailoutbox, monkeypatch):
    """Both forms found the address free before either was saved."""
    UserFactory(email="bo@example.org")
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *a, **k: True
    )

    assert sign_up(client).url == CHECK
    assert User.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_letter_to_a_stranger_says_nothing_that_the_sender_wrote(client, mailoutbox):
    sign_up(client, name="Win a boat at evil.example")

    [letter] = mailoutbox
    assert "evil.example" not in letter.body + letter.alternatives[0].content + letter.subject


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "bo@example.org\r\nBcc: all@example.org"),
        ("email", "b" * 60 + "@" + "e" * 60 + ("." + "x" * 60) * 4 + ".org"),
        ("name", ""),
        ("name", "\u200b \u202e"),
        ("name", "x" * 81),
        ("name", "e" + "\u0301" * 70),
        ("password1", ""),
        ("password1", "short"),
        ("password1", "password1234"),
        ("password1", "bo@example.org"),
        ("password1", "x" * 1_000_000),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_and_the_rest_comes_back(
    client, mailoutbox, field, value
):
    typed = {"email": "bo@example.org", "name": "Bo Lind", "password1": PASSWORD, field: value}

    response = client.post(SIGNUP, typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in page
    assert "Error: Open an account" in on_one_line(page)
    assert ('value="Bo Lind"' in page) == (field != "name")
    assert PASSWORD not in page
    assert User.objects.count() == len(mailoutbox) == 0


def test_direction_changing_characters_are_taken_out_of_a_name(client):
    sign_up(client, name="  Bo \u202egnp.exe\u202c   Lind ")

    assert User.objects.get().name == "Bo gnp.exe Lind"


def test_one_network_cannot_open_accounts_all_day(client):
    for number in range(20):
        sign_up(client, f"reader{number}@example.org", password="short")

    refused = sign_up(client)
    assert refused.status_code == 429
    assert 3600 - 30 < int(refused["Retry-After"]) <= 3600


def test_rights_cannot_be_smuggled_in(client):
    client.post(
        SIGNUP,
        {
            "email": "bo@example.org",
            "name": "Bo",
            "password1": PASSWORD,
            "is_staff": "1",
            "is_superuser": "1",
            "groups": "1",
            "verified": "1",
        },
    )

    user = User.objects.get()
    assert [user.is_staff, user.is_superuser, user.groups.exists()] == [False, False, False]
    assert not user.emailaddress_set.get().verified
