"""From one page to the next: the address goes along, letters are few, and nobody keeps a page."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.accounts.test_login import LOGIN, log_in
from tests.accounts.test_password_reset import RESET, ask
from tests.accounts.test_signup import sign_up
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
FILLED = 'value="bo@example.org"'


@pytest.mark.parametrize("has_account", [True, False])
def test_the_address_just_typed_stands_in_the_form_for_a_new_password_and_back(client, has_account):
    if has_account:
        UserFactory(email="bo@example.org")
    assert FILLED not in client.get(RESET).content.decode()
    log_in(client, password="forgotten")

    assert FILLED in client.get(RESET).content.decode()
    assert FILLED in client.get(LOGIN).content.decode()
    assert "bo@" not in client.cookies["address"]["path"]
    assert client.cookies["address"]["httponly"]

    client.cookies["address"] = "bo@example.org:forged"
    assert FILLED not in client.get(LOGIN).content.decode()


def test_so_does_one_in_whatever_letters(client):
    log_in(client, email="بو@example.org", password="forgotten")
    assert client.cookies["address"].value.isascii()
    assert 'value="بو@example.org"' in client.get(RESET).content.decode()


def test_once_somebody_is_logged_in_it_is_forgotten(client):
    UserFactory(email="bo@example.org")
    ask(client)
    log_in(client)
    client.get("/accounts/profile/")

    assert client.cookies["address"].value == ""


def test_nobody_fills_a_strangers_letter_box(mailoutbox):
    UserFactory(email="bo@example.org")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for visitor in range(6):  # from as many places
            sign_up(Client(REMOTE_ADDR=f"203.0.113.{visitor}"), "Bo@Example.org")
            clock.shift(9 * 60)

    assert [letter.to for letter in mailoutbox] == [["bo@example.org"]] * 3


@pytest.mark.parametrize("path", ["/no-such-page/", "/accounts/no-such-page/", "/city/1/x/"])
def test_what_names_somebody_is_kept_by_nobody_whatever_its_status(client, path):
    client.force_login(UserFactory(name="Bo Lindqvist"))
    answer = client.get(path)

    assert answer.status_code == 404
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert client.put("/accounts/profile/")["Cache-Control"] == "private, no-store"
