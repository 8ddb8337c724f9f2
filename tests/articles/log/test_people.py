"""The log of what is done to people, their rights and readers' views, and who did it."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.urls import reverse

from articles.comments.models import Comment
from articles.models import Record
from newsroom import actor
from tests.factories import (
    CommentFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    editor,
    reporter,
)
from tests.factories.people import PASSWORD

from .logged import everything_in_the_log, last_about, lines_about

pytestmark = pytest.mark.django_db


# Readers' views


def test_what_moderators_do_is_kept_and_not_what_readers_said(at_work):
    ines = at_work(editor(name="Ines"))
    view = CommentFactory(
        name="CANARY-name", text="CANARY-text", email="canary@example.org", status="waiting"
    )
    view.reports.create(reason="attack", words="CANARY-words")
    views = Comment.objects.filter(pk=view.pk)
    views.approve(by=ines)
    views.approve(by=ines)
    views.pick(by=ines)
    views.unpick(by=ines)
    views.refuse(by=ines)
    number = view.pk
    view.delete()

    lines = Record.objects.filter(kind="comment", object_id=number).order_by("pk")

    assert [line.action for line in lines] == [
        "approved", "picked", "no longer picked", "reports dealt with", "refused", "deleted"
    ]  # fmt: skip
    assert {line.by for line in lines} == {ines}
    assert all(line.title.startswith(f"View {number} on “Bridge") for line in lines)
    assert "canary" not in everything_in_the_log().lower()


# People and rights


def test_rights_given_and_taken_are_told_of_the_person(at_work):
    boss = at_work(UserFactory(is_staff=True, is_superuser=True, name="Boss"))
    ana = reporter(name="Ana")
    editors = Group.objects.get(name="Editor")
    ana.groups.add(editors)
    editors.user_set.remove(ana)
    ana.is_active = False
    ana.save()
    may_publish = Permission.objects.get(codename="publish_story")
    ana.user_permissions.add(may_publish)

    lines = lines_about(ana)[-4:]

    assert {(line.action, line.by) for line in lines} == {("rights changed", boss)}
    assert [line.details for line in lines] == [
        {"groups": [[], ["Editor"]]},
        {"groups": [["Editor"], []]},
        {"is_active": [True, False]},
        {"user_permissions": [[], ["Can publish, schedule and take down stories"]]},
    ]


def test_a_role_that_gets_another_right_stands_in_the_log():
    group = Group.objects.create(name="Interns")
    group.permissions.add(Permission.objects.get(codename="view_story"))
    group.delete()

    lines = Record.objects.filter(kind="group", title="Interns").order_by("pk")

    assert [line.action for line in lines] == ["created", "rights changed", "deleted"]
    assert lines[1].details == {"permissions": [[], ["Can view story"]]}


def test_who_edits_a_section_is_a_right_too():
    section, ana = SectionFactory(), editor(name="Ana")
    section.editors.add(ana)
    ana.edited_sections.clear()

    assert [(line.action, line.details) for line in lines_about(section)[1:]] == [
        ("rights changed", {"editors": [[], ["Ana"]]}),
        ("rights changed", {"editors": [["Ana"], []]}),
    ]


def test_of_a_password_the_log_knows_only_that_it_changed():
    ana = reporter(name="Ana")
    ana.set_password("CANARY-password")
    ana.save()

    line = last_about(ana)

    assert (line.action, line.details) == ("password changed", {"password": "changed"})
    assert "CANARY" not in everything_in_the_log()
    assert ana.password not in everything_in_the_log()


def test_an_old_hash_that_is_made_anew_at_a_log_in_is_no_new_password(settings):
    ana = reporter()
    count = len(lines_about(ana))
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]

    assert ana.check_password(PASSWORD)

    ana.refresh_from_db()
    assert ana.password.startswith("pbkdf2")
    assert len(lines_about(ana)) == count


def test_what_readers_do_with_their_own_account_is_theirs(client, at_work):
    reader = UserFactory(name="CANARY-name", email="canary@example.org")
    at_work(reader)
    reader.name, reader.email = "CANARY-two", "canary2@example.org"
    reader.set_password("CANARY-password")
    reader.save()
    reader.delete()

    assert not Record.objects.filter(kind="user").exists()


def test_what_the_newsroom_does_to_a_reader_is_told_without_a_name(at_work):
    boss = at_work(UserFactory(is_staff=True, is_superuser=True, name="Boss"))
    reader = UserFactory(name="CANARY-name", email="canary@example.org")
    reader.is_active = False
    reader.name, reader.email = "CANARY-two", "canary2@example.org"
    reader.save()
    number = reader.pk
    reader.delete()

    lines = Record.objects.filter(kind="user", object_id=number).order_by("pk")

    assert [line.action for line in lines] == ["created", "rights changed", "deleted"]
    assert {(line.title, line.by) for line in lines} == {(f"Reader {number}", boss)}
    assert lines[1].details == {
        "name": "changed", "email": "changed", "is_active": [True, False]
    }  # fmt: skip
    assert "canary" not in everything_in_the_log().lower()


def test_an_address_of_staff_is_masked():
    ana = reporter(name="", email="ana@harbour.example")
    ana.email = "petrov@harbour.example"
    ana.save()
    StoryFactory(by=ana)

    assert last_about(ana).details == {"email": ["a…@harbour.example", "p…@harbour.example"]}
    assert Record.objects.filter(by=ana).last().by_name == "p…@harbour.example"
    assert "ana@" not in everything_in_the_log()


def test_lines_stay_when_their_writer_goes():
    ana = editor(name="Ana")
    story = StoryFactory(published=True, by=ana)
    ana.delete()

    assert {(line.by, line.by_name) for line in lines_about(story)} == {(None, "Ana")}


# Who did it


def test_a_log_in_leaves_no_line_and_a_stranger_no_name(client):
    ana = reporter(email="ana@harbour.example")
    count = Record.objects.count()

    client.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})

    assert "_auth_user_id" in client.session
    assert Record.objects.count() == count
    token = actor._visitor.set(lambda: None)
    try:
        SectionFactory()
    finally:
        actor._visitor.reset(token)
    assert Record.objects.first().by_name == "somebody not logged in"


def test_nobody_is_asked_who_they_are_unless_something_changes():
    asked = []

    class Request:
        @property
        def user(self):
            asked.append("who")
            return AnonymousUser()

    read = actor.ActingMiddleware(lambda request: "a page")
    write = actor.ActingMiddleware(lambda request: actor.is_a_stranger())

    assert read(Request()) == "a page"
    assert asked == []
    assert write(Request()) is True
    assert asked == ["who"]
    assert actor.person() is None
    assert not actor.is_a_stranger()
