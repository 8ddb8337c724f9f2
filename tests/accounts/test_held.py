"""A mute or ban outlives the account: nobody gets round it by deleting it and opening it again."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from accounts import held
from accounts.models import HeldRestriction, User
from articles.comments import readers
from articles.comments.models import Comment
from tests.factories import StoryFactory, administrator, moderator
from tests.factories.people import PASSWORD
from tests.html import on_one_line

pytestmark = pytest.mark.django_db
WEEK, REASON = timedelta(days=7), "Called others names."
GOOD = "cobalt ferry umbrella ninety"
LOGIN, DELETE = "/accounts/login/", "/accounts/delete/"


@pytest.fixture
def mara():
    return moderator()


@pytest.fixture
def muted(client, member, mara):
    """Bo, logged in, who shares no views for a week."""
    readers.mute(member, by=mara, until=timezone.now() + WEEK, reason=REASON)
    client.post(LOGIN, {"login": member.email, "password": PASSWORD})
    return User.objects.get(pk=member.pk)


def leave(client):
    assert client.post(DELETE, {"password": PASSWORD, "views": "go"}).status_code == 200
    assert not User.objects.filter(email="bo@example.org").exists()


def sign_up(client, email="bo@example.org"):
    form = {"name": "Bo again", "email": email, "password1": GOOD}
    return client.post("/accounts/signup/", form)


def open_again(client, mailoutbox, email="bo@example.org"):
    """By the page and the letter; returns the account."""
    sign_up(client, email)
    client.post(re.search(r"http://testserver(\S+/confirm-email/\S+)", mailoutbox[-1].body)[1])
    return User.objects.get(email=email)


def test_an_account_that_is_opened_again_shares_no_views_either(client, muted, mailoutbox):
    leave(client)
    again = open_again(client, mailoutbox)

    assert (again.is_muted, again.restricted_because) == (True, REASON)
    assert again.restricted_until == muted.restricted_until
    client.post(LOGIN, {"login": again.email, "password": GOOD})
    answer = client.post(
        reverse("comments:share", args=address_of(StoryFactory(published=True))), {"text": "Me."}
    )
    assert answer.status_code == 403
    assert not Comment.objects.exists()


def address_of(story):
    return [story.section.slug, story.pk, story.slug]


def test_no_address_and_no_name_is_kept_for_it(client, muted):
    said = on_one_line(client.get(DELETE).text)
    assert "a fingerprint of the address and the reason are kept" in said
    leave(client)

    kept = serializers.serialize("json", HeldRestriction.objects.all())
    assert REASON in kept
    assert not re.search(r"bo@|example\.org|Bo Lind", kept)


def test_whoever_was_not_muted_leaves_nothing(reader):
    leave(reader)
    assert not HeldRestriction.objects.exists()


def test_it_is_over_when_its_hour_has_come(client, muted, mailoutbox):
    leave(client)
    with time_machine.travel(timezone.now() + WEEK + timedelta(seconds=1)):
        assert not open_again(client, mailoutbox).is_muted
        held.clear_old()
    assert not HeldRestriction.objects.exists()


def test_whoever_only_claims_the_address_learns_nothing_of_it(client, member, mara):
    readers.ban(member, by=mara, until=timezone.now() + WEEK, reason=REASON)
    member.delete()  # as an administrator may

    assert sign_up(client).status_code == 302
    answer = client.post(LOGIN, {"login": "bo@example.org", "password": GOOD}, follow=True)
    assert REASON not in answer.text
    assert not User.objects.get(email="bo@example.org").is_muted


def test_a_ban_is_held_where_an_administrator_deletes_the_account(client, member, mara, mailoutbox):
    readers.ban(member, by=mara, until=timezone.now() + WEEK, reason=REASON)
    client.force_login(administrator())
    client.post(reverse("admin:accounts_user_delete", args=[member.pk]), {"post": "yes"})
    client.logout()

    assert open_again(client, mailoutbox).is_banned
    answer = client.post(LOGIN, {"login": "bo@example.org", "password": GOOD})
    assert answer.status_code == 403
    assert REASON in answer.text


def test_another_address_leaves_the_first_one_muted(client, muted, mailoutbox):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "other@example.org", "action_add": ""})
    [link] = [re.search(r"http://testserver(\S+/confirm-email/\S+)", letter.body)
              for letter in mailoutbox if letter.to == ["other@example.org"]]  # fmt: skip
    client.post(link[1])
    assert User.objects.get(pk=muted.pk).email == "other@example.org"

    client.logout()
    assert open_again(client, mailoutbox).is_muted


def test_it_is_found_by_a_secret_of_before(client, muted, mailoutbox, settings):
    leave(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret " * 5
    assert open_again(client, mailoutbox).is_muted


def test_a_moderator_ends_it_for_good(client, muted, mara, mailoutbox):
    leave(client)
    again = open_again(client, mailoutbox)
    readers.set_free(again, by=mara)
    client.logout()
    client.post(LOGIN, {"login": again.email, "password": GOOD})
    assert client.post(DELETE, {"password": GOOD, "views": "go"}).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=10)):  # until another letter goes
        assert not open_again(client, mailoutbox).is_muted


@pytest.mark.parametrize("email", ["bo@example.org", "BO@example.org"])
def test_a_guest_with_the_address_shares_nothing_either(client, muted, settings, email):
    settings.GUEST_COMMENTS = True
    leave(client)
    path = reverse("comments:share", args=address_of(StoryFactory(published=True)))
    client.post(path, {"text": "Me again.", "name": "Bo", "email": email})

    assert [comment.status for comment in Comment.objects.all()] == ["refused"]


def test_a_colleague_is_not_muted_by_what_they_were_as_a_reader(client, muted):
    leave(client)
    ana = User.objects.create_user("bo@example.org", GOOD, is_staff=True)
    assert not ana.is_muted
