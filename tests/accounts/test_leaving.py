"""What somebody takes with them, and what stays when their account goes."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import holdings as articles_holdings
from articles.comments import holdings as comments_holdings
from articles.comments.models import Comment
from articles.models import Record
from tests.accounts import second_steps
from tests.articles.forgetting.paper_before import begin, forgotten_since
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    StoryFactory,
    UserFactory,
    chief_editor,
    editor,
)
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
DATA, DELETE = "/accounts/data/", "/accounts/delete/"
STAY, GO = {"password": PASSWORD, "views": "stay"}, {"password": PASSWORD, "views": "go"}
# Columns that name a person and are in no part of the file; why.
NOT_TOLD = {
    "accounts.User_groups.user": "in the profile",
    "accounts.User_user_permissions.user": "in the profile, as roles",
    "account.EmailAddress.user": "addresses",
    "mfa.Authenticator.user": "second_step",
    "usersessions.UserSession.user": "sessions",
    "admin.LogEntry.user": "never written: articles.log takes its place",
    **dict.fromkeys(
        (f"articles.Editing.{name}" for name in ("person", "asked_by", "taken_by")),
        "for minutes, while a form is open",
    ),
}
NOT_TOLD["articles.MoveIn.by"] = "which export an administrator gave, for a year"
# Each of these is a verb, which is a line of the log.
NOT_TOLD |= dict.fromkeys(
    (
        *("articles.AcceptedFinding.by", "articles.Correction.created_by"),
        *("articles.Invitation.invited_by", "articles.Embargo.created_by"),
        *("articles.ShareLink.made_by", "articles.Tombstone.deleted_by"),
        *("articles.Story.submitted_by", "articles.Story.approved_by"),
        *("articles.Story.returned_to", "comments.Comment.decided_by"),
        "comments.Report.dealt_with_by",
    ),
    "log",
)


def opened(response):
    """What is in the file: (the page for people, {part: its entries})."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        data = json.loads(archive.read("my-data.json"))
        page = archive.read("my-data.html").decode()
    return page, {part["name"]: part["entries"] for part in data["parts"]}


def test_a_file_holds_all_that_the_account_does_in_plain_words(sure, member):
    story = StoryFactory(headline="Ferry sails again", published=True)
    CommentFactory(author=member, story=story, name="Bo Lind", text="It was <never> closed.")
    CommentFactory(story=story, name="Eve", text="Of somebody else.")

    response = sure.post(DATA)
    page, parts = opened(response)

    assert response["Content-Disposition"].startswith('attachment; filename="my-data-20')
    assert "no-store" in response["Cache-Control"]
    assert parts["profile"][0]["E-mail address"] == "bo@example.org"
    assert parts["addresses"][0]["Confirmed by a letter"] is True
    assert parts["sessions"][0]["Network address"] == "127.0.0.1"
    (view,) = parts["views"]
    assert view["Text"] == "It was <never> closed."
    assert view["Address"] == f"http://testserver{story.get_absolute_url()}"
    for words in ("Bo Lind", "Ferry sails again", "It was &lt;never&gt; closed.", "yes"):
        assert words in page
    assert "somebody else" not in page


def test_neither_secrets_nor_what_readers_do_not_have_is_in_it(sure, member):
    secret = second_steps.set_up(member)
    hidden = StoryFactory(headline="Mayor resigns", published=True)
    CommentFactory(author=member, story=hidden, text="So she does.")
    hidden.take_down(by=None, reason="Too early.")

    response = sure.post(DATA)
    page, parts = opened(response)

    assert parts["views"][0]["Text"] == "So she does."
    assert "Mayor resigns" not in page
    assert [each["What it is"] for each in parts["second_step"]] == [
        "App for codes",
        "Recovery codes",
    ]
    for never in (secret, member.password, sure.session.session_key):
        assert never not in page + json.dumps(parts)


def test_whoever_works_at_the_desk_finds_what_they_did_there(client):
    ana = editor(email="ana@example.org", name="Ana Petrov")
    AuthorFactory(user=ana, name="Ana Petrov")
    StoryFactory(by=ana, headline="Ferry sails again").publish(by=ana)
    second_steps.log_in(client, ana)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    _, parts = opened(client.post(DATA))

    assert parts["profile"][0]["Works at the desk as"] == "Editor"
    assert parts["stories"][0]["Story"] == "Ferry sails again"
    assert parts["author"][0]["Your name"] == "Ana Petrov"
    assert {"written", "published"} <= {line["What you did"] for line in parts["log"]}


def test_who_is_muted_reads_there_until_when_and_why(sure, member):
    member.restrict("muted", until=timezone.now() + timedelta(days=2), because="Insults.")

    page, parts = opened(sure.post(DATA))

    assert parts["profile"][0]["Because"] == "Insults."
    assert "Shares no views until" in page


def test_every_column_that_names_a_person_is_told_of_or_says_why_not():
    """A new table that keeps something about people fails here until somebody decides."""
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    }
    told = articles_holdings.TOLD | comments_holdings.TOLD

    assert found == set(told) | set(NOT_TOLD)
    assert not set(told) & set(NOT_TOLD)


def test_a_screen_left_unlocked_gives_no_file(reader):
    assert reader.get(DATA).status_code == 200
    response = reader.post(DATA)
    assert response.url.startswith("/accounts/reauthenticate/")

    given = reader.post(response.url, {"password": PASSWORD})
    assert given["Content-Type"] == "application/zip"


def test_the_sixth_file_in_an_hour_has_to_wait(sure):
    answers = [sure.post(DATA) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600


def test_an_account_goes_and_its_views_stay_by_nobody(reader, member, mailoutbox):
    elsewhere = Client()
    second_steps.log_in(elsewhere, member)
    comment = CommentFactory(author=member, name="Bo Lind")

    wrong = reader.post(DELETE, STAY | {"password": "a guess"})
    assert wrong.status_code == 422
    assert 'value="stay"' in wrong.content.decode()
    response = reader.post(DELETE, STAY)

    assert "has been deleted" in response.content.decode()
    assert not User.objects.exists()
    assert get_user(reader).is_anonymous
    assert get_user(elsewhere).is_anonymous
    assert not Session.objects.exists()
    comment.refresh_from_db()
    assert (comment.name, comment.author) == ("Former reader", None)
    (letter,) = mailoutbox
    assert letter.to == ["bo@example.org"]
    assert "by “Former reader”" in " ".join(letter.body.split())


def test_views_go_where_the_reader_says_so_and_answers_of_others_stay(reader, member, mailoutbox):
    alone = CommentFactory(author=member, name="Bo Lind")
    begun = CommentFactory(author=member, name="Bo Lind", text="Mine, and answered.", is_pick=True)
    answered_by_me = CommentFactory(story=begun.story, parent=begun, author=member, name="Bo Lind")
    answer = CommentFactory(story=begun.story, parent=begun, name="Eve", text="I see.")

    reader.post(DELETE, GO)

    assert not Comment.objects.filter(pk__in=[alone.pk, answered_by_me.pk]).exists()
    begun.refresh_from_db()
    assert (begun.name, begun.text) == ("Former reader", "Who wrote this has taken it away.")
    assert not begun.is_pick
    page = Client().get(begun.story.get_absolute_url()).content.decode()
    assert "I see." in page
    assert "Bo Lind" not in page
    assert answer.pk
    assert "gone as well" in mailoutbox[0].body


@pytest.mark.parametrize("sent", [{}, {"views": "all"}, {"views": "stay\0"}])
def test_nothing_goes_without_a_choice(reader, sent):
    response = reader.post(DELETE, {"password": PASSWORD} | sent)

    assert response.status_code == 422
    assert User.objects.exists()


@pytest.mark.parametrize("choice", [STAY, GO])
def test_the_pages_that_showed_a_name_are_forgotten_and_no_others(reader, member, choice):
    shown = CommentFactory(author=member, name="Bo Lind")
    CommentFactory(author=member, status="waiting")
    CommentFactory(name="Eve")

    before = begin()
    reader.post(DELETE, choice)

    assert forgotten_since(before) == {f"views-of-{shown.story_id}"}


def test_the_second_step_is_asked_for_first(client, member):
    secret = second_steps.set_up(member)
    second_steps.log_in(client, member)
    client.post(second_steps.CODE, {"code": second_steps.code(secret)})
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()

    way = client.get(DELETE).url
    assert way == "/accounts/second-step/reauthenticate/?next=%2Faccounts%2Fdelete%2F"
    assert client.post(DELETE, STAY).status_code == 302
    assert User.objects.exists()

    again = {"code": second_steps.code(secret, step=1), "next": DELETE}
    assert client.post("/accounts/second-step/reauthenticate/", again).url == DELETE
    client.post(DELETE, STAY)
    assert not User.objects.exists()


def test_guesses_at_the_password_are_counted(reader):
    answers = [reader.post(DELETE, STAY | {"password": f"guess {n}"}) for n in range(11)]

    assert [answer.status_code for answer in answers[:2]] == [422, 422]
    assert answers[-1].status_code == 429
    assert User.objects.exists()


def test_whoever_has_worked_here_is_told_what_stays(client):
    ana = editor(email="ana@example.org", name="Ana Petrov")
    author = AuthorFactory(user=ana, name="Ana Petrov")
    story = StoryFactory(by=ana, headline="Ferry sails again", authors=[author])
    story.publish(by=ana)
    second_steps.log_in(client, ana)

    page = client.get(DELETE).content.decode()
    assert "1 story that you have written in stays, with its byline." in page
    assert "The log, which nobody can change, keeps your name." in page

    client.post(DELETE, STAY)
    assert not User.objects.filter(email="ana@example.org").exists()
    assert "Ana Petrov" in Client().get(story.get_absolute_url()).content.decode()
    assert Record.objects.filter(by=None, by_name="Ana Petrov", action="published").exists()


def test_the_last_administrator_stays(client):
    last = chief_editor(email="ana@example.org", is_superuser=True)
    second_steps.log_in(client, last)

    assert "the only one who may do everything" in client.get(DELETE).content.decode()
    assert client.post(DELETE, STAY).status_code == 403
    assert User.objects.exists()

    UserFactory(is_superuser=True, is_staff=True)
    assert client.post(DELETE, STAY).status_code == 200
