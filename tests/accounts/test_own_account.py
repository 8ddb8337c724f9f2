"""What somebody can do with their own account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "three unrelated words"


@pytest.mark.parametrize(
    "page", ["profile/", "data/", "delete/", "email/", "password/change/", "reauthenticate/"]
)
def test_strangers_are_asked_to_log_in(client, page):
    response = client.get(f"/accounts/{page}")

    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next=/accounts/{page}"


def test_a_name_is_changed(reader):
    assert reader.post("/accounts/profile/", {"name": " Bo  Lindqvist "}).status_code == 302

    assert User.objects.get().name == "Bo Lindqvist"
    assert "Your account has been changed." in reader.get("/accounts/profile/").content.decode()


@pytest.mark.parametrize("name", ["", "\u202e", "x" * 81, "\0"])
def test_a_name_that_cannot_be_used_changes_nothing(reader, name):
    assert reader.post("/accounts/profile/", {"name": name}).status_code == 422
    assert User.objects.get().name == "Bo Lind"


def test_nothing_but_the_name_can_be_changed_there(reader):
    reader.post("/accounts/profile/", {"name": "Bo", "is_staff": "1", "email": "x@example.org"})

    user = User.objects.get()
    assert (user.email, user.is_staff) == ("bo@example.org", False)


def test_a_new_password_keeps_this_device_and_ends_the_others(reader, member, mailoutbox):
    elsewhere = Client()
    elsewhere.force_login(member)

    response = reader.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW}
    )

    assert response.url == "/accounts/profile/"
    assert get_user(reader) == member
    assert get_user(elsewhere).is_anonymous
    assert "has been changed" in mailoutbox[0].subject


def test_a_new_password_needs_the_old_one(reader, mailoutbox):
    response = reader.post(
        "/accounts/password/change/", {"oldpassword": "a guess", "password1": NEW}
    )

    assert response.status_code == 422
    assert "not your current password" in response.content.decode()
    assert mailoutbox == []


def test_a_new_address_counts_once_it_is_confirmed(sure, member, mailoutbox):
    response = sure.post("/accounts/email/", {"email": "bo@elsewhere.example", "action_add": ""})
    assert response.url == "/accounts/email/"
    assert User.objects.get().email == "bo@example.org"
    assert "bo@elsewhere.example" in sure.get("/accounts/email/").content.decode()

    sure.post(re.search(r"http://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)[1])

    user = User.objects.get()
    assert user.email == "bo@elsewhere.example"
    assert [address.email for address in user.emailaddress_set.all()] == ["bo@elsewhere.example"]
    assert [letter.to for letter in mailoutbox] == [["bo@elsewhere.example"], ["bo@example.org"]]
    assert "has been changed" in mailoutbox[1].subject


def test_the_address_of_somebody_else_cannot_be_taken(sure, mailoutbox):
    UserFactory(email="eve@example.org", confirmed=False).emailaddress_set.all().delete()
    sure.post("/accounts/email/", {"email": "eve@example.org", "action_add": ""})

    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)[1]
    page = sure.post(link, follow=True)

    assert page.status_code == 200
    assert "another account uses it" in page.content.decode()
    assert User.objects.get(name="Bo Lind").email == "bo@example.org"


def test_a_change_of_mind_keeps_the_old_address(sure, mailoutbox):
    sure.post("/accounts/email/", {"email": "bo@elsewhere.example", "action_add": ""})
    sure.post("/accounts/email/", {"email": "bo@elsewhere.example", "action_remove": ""})

    assert "elsewhere" not in sure.get("/accounts/email/").content.decode()
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)[1]
    assert sure.get(link).status_code == 410


def test_a_screen_left_unlocked_is_not_enough_to_move_the_account(sure):
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        response = sure.post("/accounts/email/", {"email": "eve@example.org", "action_add": ""})
        assert response.url.startswith("/accounts/reauthenticate/")

        wrong = sure.post(response.url, {"password": "a guess"})
        assert wrong.status_code == 422

        sure.post(response.url, {"password": PASSWORD})
        assert "eve@example.org" in sure.get("/accounts/email/").content.decode()


def test_the_bare_address_leads_to_the_account(client):
    assert client.get("/accounts/").url == "/accounts/profile/"
