"""Guessing passwords: few tries for each account and network, and owners still get in."""

import pytest
import time_machine
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

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
    assert 900 - 30 < int(refused["Retry-After"]) <= 900
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
    assert 60 - 30 < int(refused["Retry-After"]) <= 60


def test_a_claimed_address_does_not_give_new_tries(client, member):
    for guess in range(12):
        response = client.post(
            LOGIN,
            {"login": "bo@example.org", "password": "a guess"},
            headers={"x-forwarded-for": f"198.51.100.{guess}"},
        )

    assert response.status_code == 429


def test_what_is_left_to_wait_is_said_to_the_second(client, member):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, password="a guess")
        clock.shift(100)
        for _ in range(10):
            refused = log_in(client, password="a guess")
        assert refused.status_code == 429
        assert refused["Retry-After"] == "800"
        clock.shift(799)
        assert log_in(client).status_code == 429
        clock.shift(1)
        assert log_in(client).status_code == 302


def test_a_network_of_ipv6_counts_as_one_visitor(member):
    for guess in range(30):
        visitor = Client(REMOTE_ADDR=f"2001:db8:0:1::{guess:x}")
        assert log_in(visitor, f"reader{guess}@example.org", "a guess").status_code == 422

    assert log_in(Client(REMOTE_ADDR="2001:db8:0:1:ffff::1"), "x@example.org").status_code == 429
    assert log_in(Client(REMOTE_ADDR="2001:db8:0:2::1")).status_code == 302
