"""Many who log in at once: few passwords are hashed, and whoever is refused loses nothing."""

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts import hashers
from accounts.models import User
from newsroom.at_once import AtOnce
from tests.accounts.test_login import LOGIN, log_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = "four words of salt"
PASSWORD = "correct horse battery"
OTHERS = {
    "signup": (
        "/accounts/signup/",
        {"name": "Bo Berg", "email": "new@example.org", "password1": NEW},
    ),
    "signup, a member": (
        "/accounts/signup/",
        {"name": "Bo Berg", "email": "bo@example.org", "password1": NEW},
    ),
}
OF_A_MEMBER = {
    "change": ("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW}),
    "reauthenticate": ("/accounts/reauthenticate/", {"password": PASSWORD}),
    "delete": ("/accounts/delete/", {"password": PASSWORD, "views": "stay"}),
}
KINDS = ["accounts.hashers.Argon2PasswordHasher", "accounts.hashers.PBKDF2PasswordHasher"]


@pytest.fixture(params=KINDS)
def hashing(request, settings, monkeypatch):
    """As in production, with a place for one, who waits no time."""
    settings.PASSWORD_HASHERS = [request.param]
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "iterations", 1)
    monkeypatch.setattr(hashers, "hashing", AtOnce(1, seconds=0))
    return hashers


@pytest.fixture
def member(hashing):
    return UserFactory(email="bo@example.org", password=PASSWORD)


def assert_is_told_to_come_again(response):
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "no-store" in response["Cache-Control"]
    words = response.content.decode()
    assert "too many tries in a short time" in words
    assert "You can go on in a minute" in words
    assert PASSWORD not in words
    assert NEW not in words


@pytest.mark.parametrize("email", ["bo@example.org", "stranger@example.org"])
def test_who_comes_while_others_are_hashed_is_told_so_and_gets_the_address_back(
    client, hashing, member, email
):
    with hashing.hashing():
        response = log_in(client, email, PASSWORD)

    assert_is_told_to_come_again(response)
    assert email in response.content.decode()
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("form", OTHERS)
def test_so_it_is_with_every_form_of_a_stranger_that_has_a_password(client, hashing, member, form):
    address, fields = OTHERS[form]
    with hashing.hashing():
        response = client.post(address, fields)

    assert_is_told_to_come_again(response)
    assert fields["email"] in response.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("form", OF_A_MEMBER)
def test_so_it_is_with_every_form_of_a_member(client, hashing, member, form):
    address, fields = OF_A_MEMBER[form]
    client.force_login(member)
    with hashing.hashing():
        response = client.post(address, fields)

    assert_is_told_to_come_again(response)
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_who_was_refused_for_others_has_used_up_no_try(client, hashing, member):
    with hashing.hashing():
        for _ in range(12):
            assert log_in(client, password=PASSWORD).status_code == 503

    assert log_in(client, password=PASSWORD).status_code == 302


@pytest.mark.parametrize("email", ["bo@example.org", "stranger@example.org"])
def test_who_has_used_up_the_tries_costs_no_hash(hashing, member, email):
    for guess in range(10):
        guesser = Client(REMOTE_ADDR=f"203.0.113.{guess}")
        assert log_in(guesser, email, "a guess").status_code == 422

    with hashing.hashing():
        refused = log_in(Client(REMOTE_ADDR="203.0.113.99"), email, "a guess")

    assert refused.status_code == 429
    assert 900 - 30 < int(refused["Retry-After"]) <= 900


def test_a_network_that_has_used_up_its_tries_costs_no_hash(hashing):
    """Of IPv6 whoever has one address has as many as they like."""
    for guess in range(30):
        guesser = Client(REMOTE_ADDR=f"2001:db8:0:1::{guess:x}")
        assert log_in(guesser, f"reader{guess}@example.org", "a guess").status_code == 422

    with hashing.hashing():
        refused = log_in(Client(REMOTE_ADDR="2001:db8:0:1:a:b:c:d"), "x@example.org", "a guess")
        other = log_in(Client(REMOTE_ADDR="2001:db8:0:2::1"), "x@example.org", "a guess")

    assert (refused.status_code, other.status_code) == (429, 503)


def test_readers_notice_nothing(client, hashing):
    with hashing.hashing():
        assert client.get("/").status_code == 200
        assert client.get(LOGIN).status_code == 200
