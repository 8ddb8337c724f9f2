"""Readers who may share no views for a while, or not log in; it ends by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.comments import readers
from articles.comments.models import Comment
from articles.models import Record
from tests.factories import (
    CommentFactory,
    UserFactory,
    administrator,
    editor,
    moderator,
    reporter,
    section_editor,
)
from tests.factories.people import PASSWORD
from tests.html import on_one_line

pytestmark = pytest.mark.django_db

WORDS = "The bridge was never closed on the north side."
WEEK = timedelta(days=7)
REASON = "Called the mayor names."


def page_about(person):
    return reverse("admin:comments_comment_reader", args=[person.pk])


def log_in(client, person, **sent):
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD} | sent)


@pytest.fixture
def mara(client, reader):
    """A moderator at the desk, where the reader has said something."""
    CommentFactory(author=reader, name=reader.name, status="waiting")
    mara = moderator(name="Mara")
    client.force_login(mara)
    return mara


def restricted(reader, verb, **options):
    until = timezone.now() + WEEK
    verb(reader, by=moderator(), until=until, reason=REASON, **options)
    reader.refresh_from_db()


# By the moderators


def test_from_the_queue_one_press_leads_to_the_reader_and_the_form(client, mara, reader):
    queue = client.get(reverse("admin:comments_comment_changelist")).text
    assert page_about(reader) in queue
    view = reader.comments.get()
    assert (
        page_about(reader)
        in client.get(reverse("admin:comments_comment_change", args=[view.pk])).text
    )

    page = client.get(page_about(reader)).text
    assert "1 waiting" in page
    assert view.text in page


@pytest.mark.parametrize(("what", "state"), [("mute", "muted"), ("ban", "banned")])
def test_a_moderator_gives_an_end_and_a_reason_which_stay_in_the_log(
    client, mara, reader, what, state
):
    form = {"what": what, "days": "30", "reason": REASON}
    page = on_one_line(client.post(page_about(reader), form, follow=True).text)

    assert f"<strong>{state.capitalize()}</strong> until" in page
    reader.refresh_from_db()
    assert reader.is_banned == (what == "ban")
    assert timedelta(days=29) < reader.restricted_until - timezone.now() <= timedelta(days=30)
    line = Record.objects.get(kind="user", action=state)
    assert (line.by, line.note, line.title) == (mara, REASON, f"Reader {reader.pk}")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"days": "7", "reason": REASON}, "Choose one of the two."),
        ({"what": "mute", "days": "7", "reason": " "}, "Write the reason"),
        ({"what": "mute", "days": "4000", "reason": REASON}, "Choose one of these."),
        ({"what": "kill", "days": "7", "reason": REASON}, "Choose one of the two."),
        ({"what": "ban", "days": "7", "reason": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(client, mara, reader, form, words):
    answer = client.post(page_about(reader), form)
    assert answer.status_code == 422
    assert words in answer.text
    reader.refresh_from_db()
    assert not reader.is_muted


def test_it_is_ended_before_its_hour_and_twice_is_once(client, mara, reader):
    restricted(reader, readers.ban)
    for _ in range(2):
        client.post(reverse("admin:comments_comment_free", args=[reader.pk]))
    reader.refresh_from_db()
    assert not reader.is_muted
    assert Record.objects.filter(action="restriction ended").count() == 1


@pytest.mark.parametrize("of_role", [reporter, section_editor, UserFactory])
def test_nobody_mutes_or_bans_who_moderates_nothing(client, reader, of_role):
    CommentFactory(author=reader)
    with pytest.raises(PermissionDenied):
        readers.ban(reader, by=of_role(), until=timezone.now() + WEEK, reason=REASON)
    client.force_login(of_role())
    form = {"what": "ban", "days": "7", "reason": REASON}
    assert client.post(page_about(reader), form).status_code in (302, 403)
    reader.refresh_from_db()
    assert not reader.is_muted


@pytest.mark.parametrize("of_role", [administrator, editor, reporter, moderator])
def test_nobody_mutes_or_bans_a_colleague(client, mara, of_role):
    colleague = of_role()
    CommentFactory(author=colleague)
    with pytest.raises(PermissionDenied):
        readers.mute(colleague, by=mara, until=timezone.now() + WEEK, reason=REASON)
    form = {"what": "ban", "days": "7", "reason": REASON}
    assert client.post(page_about(colleague), form).status_code == 403
    assert 'name="reason"' not in client.get(page_about(colleague)).text


def test_a_moderator_looks_up_nobody_who_has_said_nothing(client, mara):
    assert client.get(page_about(UserFactory())).status_code == 404


# For the reader


def test_who_is_muted_is_told_until_when_and_why_and_keeps_the_words(
    reading, reader, story, address
):
    restricted(reader, readers.mute)
    page = on_one_line(reading.get(address(story)).text)
    assert "you can share views again from" in page
    assert REASON in page
    assert "<textarea" not in page

    answer = reading.post(address(story), {"text": WORDS})
    assert answer.status_code == 403
    assert WORDS in answer.text
    assert not Comment.objects.exists()
    assert reading.get("/accounts/profile/").status_code == 200


def test_a_guest_with_the_address_of_a_muted_reader_learns_nothing_of_it(
    client, reader, story, address, settings
):
    settings.GUEST_COMMENTS = True
    restricted(reader, readers.mute)
    guest = {"text": WORDS, "name": "Somebody", "email": reader.email.upper()}
    answer = client.post(address(story), guest)
    other = client.post(address(story), guest | {"email": "bo@example.org"})

    assert (answer.status_code, answer["Location"]) == (303, other["Location"])
    standing = dict(Comment.objects.values_list("email", "status"))
    assert {address.lower(): status for address, status in standing.items()} == {
        reader.email: "refused",
        "bo@example.org": "waiting",
    }


def test_who_is_banned_is_out_at_the_next_request_and_reads_why_when_they_log_in(client, reader):
    log_in(client, reader)
    assert client.get("/accounts/profile/").status_code == 200
    restricted(reader, readers.ban)

    assert client.get("/accounts/profile/").status_code == 302
    answer = log_in(client, reader)
    page = on_one_line(answer.text)
    assert answer.status_code == 403
    assert "Your account is closed for a while" in page
    assert f"The reason: {REASON}" in page
    assert str(timezone.localtime(reader.restricted_until).day) in page
    assert client.get("/accounts/profile/").status_code == 302
    assert client.get("/").status_code == 200


def test_whoever_guesses_at_a_banned_account_learns_nothing_of_it(client, reader):
    restricted(reader, readers.ban)
    answer = log_in(client, reader, password="a wrong pass phrase")
    assert answer.status_code == 422
    assert REASON not in answer.text


def test_a_session_that_was_begun_all_the_same_opens_nothing(reading, reader):
    until = timezone.now() + WEEK
    User.objects.filter(pk=reader.pk).update(restriction="banned", restricted_until=until)
    assert reading.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize("verb", [readers.mute, readers.ban])
def test_it_ends_by_itself(client, reader, story, address, verb):
    restricted(reader, verb)
    with time_machine.travel(timezone.now() + WEEK + timedelta(seconds=1)):
        assert log_in(client, reader).status_code == 302
        assert client.post(address(story), {"text": WORDS}).status_code == 303
