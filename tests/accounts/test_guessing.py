"""Guessing passwords: few tries for each account and network, and owners still get in."""

import pytest
from django.contrib.auth import get_user
from django.test import Client

from tests.accounts.test_login import LOGIN, log_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return UserFactory(email="bo@example.org")


def test_the_eleventh_guess_has_to_wait_whatever_the_host_is_called(client, member):
    for guess in range(10):
        response = client.post(
            LOGIN,
            {"login": "bo@example.org", "password": f"guess {guess}"},
            headers={"host": f"localhost:{8000 + guess}"},
        )
        assert response.status_code == 422

    refused = log_in(client)

    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert "15 minutes" in refused.content.decode()
    assert get_user(client).is_anonymous


def test_a_stranger_is_told_to_wait_just_the_same(client):
    for _ in range(10):
        log_in(client, "stranger@example.org", "a guess")

    assert log_in(client, "stranger@example.org", "a guess").status_code == 429


def test_the_owner_is_not_locked_out_on_a_device_they_have_used(client, member):
    log_in(client)
    client.post("/accounts/logout/")
    burglar = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(12):
        refused = log_in(burglar, password="a guess")

    assert refused.status_code == 429
    assert log_in(client).status_code == 302
    assert log_in(burglar).status_code == 429


def test_a_known_device_is_known_for_its_own_account_only(client, member):
    UserFactory(email="eve@example.org")
    eve = Client(REMOTE_ADDR="203.0.113.9")
    log_in(eve, "eve@example.org")
    eve.post("/accounts/logout/")
    for _ in range(10):
        log_in(Client(REMOTE_ADDR="203.0.113.10"), password="a guess")

    assert log_in(eve).status_code == 429


def test_a_forged_device_cookie_changes_nothing(client, member):
    for _ in range(10):
        log_in(client, password="a guess")
    client.cookies["known_device"] = "bo:abc:abc"

    assert log_in(client).status_code == 429


def test_one_network_cannot_try_many_accounts(client):
    for number in range(30):
        assert log_in(client, f"reader{number}@example.org", "a guess").status_code == 422

    refused = log_in(client, "another@example.org", "a guess")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"


def test_a_claimed_address_does_not_give_new_tries(client, member):
    for guess in range(12):
        response = client.post(
            LOGIN,
            {"login": "bo@example.org", "password": "a guess"},
            headers={"x-forwarded-for": f"198.51.100.{guess}"},
        )

    assert response.status_code == 429
