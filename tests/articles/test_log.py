"""One log of what people do with stories, pictures, people, rights and settings."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import log
from articles.comments.models import Comment
from articles.log.subjects import NOT_WATCHED
from articles.log.watching import WATCHED
from articles.log.words import ACTIONS, told
from articles.models import Embargo, OldAddress, Paper, Record
from articles.publishing import Change
from newsroom import acting
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    chief_editor,
    editor,
    reporter,
)
from tests.factories.people import PASSWORD

from .wordpress_exports import post

pytestmark = pytest.mark.django_db

OURS = {"accounts", "articles", "comments", "auth"}


@pytest.fixture
def at_work():
    """at_work(user): as if this person had logged in and did what follows."""
    tokens = []

    def at_work(user):
        tokens.append(acting._visitor.set(lambda: user))
        return user

    yield at_work
    for token in reversed(tokens):
        acting._visitor.reset(token)


def lines_about(thing):
    return list(Record.objects.about(thing).order_by("pk"))


def last_about(thing):
    return lines_about(thing)[-1]


def in_words(line):
    return [str(one) for one in told(line)]


# Nothing is forgotten


def test_every_table_is_watched_or_somebody_has_said_why_not():
    tables = {m._meta.label_lower: m for m in apps.get_models() if m._meta.app_label in OURS}
    watched = {model._meta.label_lower for model in WATCHED}

    assert watched | set(NOT_WATCHED) == set(tables)
    assert not watched & set(NOT_WATCHED)


def test_every_field_of_a_watched_table_is_watched_or_somebody_elses():
    for model, watched in WATCHED.items():
        meta = model._meta
        fields = {field.name for field in meta.concrete_fields if not field.primary_key}
        many = {f.name for f in meta.many_to_many if f.remote_field.through._meta.auto_created}
        known = {*watched.fields, *watched.apart, *watched.many, watched.part_of} - {""}

        assert fields | many == known, meta.label


# Things


@pytest.mark.parametrize(
    ("make", "field", "after"),
    [
        (PictureFactory, "credit", "Ida Holm"),
        (GalleryFactory, "title", "A morning at the fish market"),
        (QuoteFactory, "speaker", "Ida Holm"),
        (TopicFactory, "name", "Ferries"),
        (SectionFactory, "name", "Harbour"),
        (AuthorFactory, "role", "city hall reporter"),
        (PolicyFactory, "title", "Who owns us"),
    ],
)
def test_what_is_made_changed_and_deleted_stands_in_the_log(at_work, make, field, after):
    ana = at_work(editor(name="Ana Petrov"))
    thing = make()
    before = getattr(thing, field)
    made = lines_about(thing)[0]

    setattr(thing, field, after)
    thing.save()
    changed = last_about(thing)
    if hasattr(thing, "placements"):
        thing.placements.all().delete()
    gone = type(thing).objects.get(pk=thing.pk)
    thing.delete()
    deleted = last_about(gone)

    assert (made.action, made.by, made.by_name) == ("created", ana, "Ana Petrov")
    assert (changed.action, changed.by) == ("changed", ana)
    assert changed.details[field] == [before, after]
    assert (deleted.action, deleted.title) == ("deleted", str(gone))


def test_a_difference_can_be_read(at_work):
    at_work(editor())
    section = SectionFactory(name="City")
    story = StoryFactory(section=section, prominence=1, comments_open=True)
    picture = PictureFactory(credit="Jo")
    picture.credit = "Jo Lindqvist"
    picture.save()
    story.section, story.prominence, story.comments_open = SectionFactory(name="Sport"), 2, False
    story.sponsor = "The Rope Works"
    story.save()

    assert in_words(last_about(picture)) == ["Credit: ‘Jo’ → ‘Jo Lindqvist’"]
    assert in_words(last_about(story)) == [
        "Section: ‘City’ → ‘Sport’",
        "Prominence: Normal → Top of the front page",
        "Sponsor: ‘The Rope Works’",
        "Readers may share their views: yes → no",
    ]


def test_of_long_texts_the_log_shows_the_place_where_they_part():
    topic = TopicFactory(description="before " * 50 + "the ferry" + " after" * 30)
    topic.description = topic.description.replace("ferry", "bridge")
    topic.save()

    before, after = last_about(topic).details["description"]

    assert "the ferry" in before
    assert "the bridge" in after
    assert max(len(before), len(after)) <= 201


@pytest.mark.parametrize("what", [{}, {"update_fields": ["name"]}])
def test_saving_without_a_change_leaves_no_line(what):
    section = SectionFactory()
    count = Record.objects.count()

    section.save(**what)

    assert Record.objects.count() == count


def test_only_what_is_really_saved_counts():
    section = SectionFactory(name="City")
    section.name, section.description = "Sport", "Never stored"
    section.save(update_fields=["name"])

    assert last_about(section).details == {"name": ["City", "Sport"]}


def test_who_writes_and_who_puts_it_in_the_byline_is_told_of_the_story(at_work):
    ana = at_work(reporter(name="Ana"))
    story = StoryFactory(by=ana, headline="Ferry sails", authors=[AuthorFactory(name="Bo")])
    story.write(by=ana, headline="Ferry sails again", note="New headline")
    story.topics.set([TopicFactory(name="Ferries")])
    story.topics.clear()
    story.bylines.all().delete()

    told_of = [(line.action, line.note, line.details) for line in lines_about(story)]

    assert told_of == [
        ("written", "", {"version": 1}),
        ("changed", "", {"bylines": [[], ["Bo"]]}),
        ("written", "New headline", {"version": 2}),
        ("changed", "", {"topics": [[], ["Ferries"]]}),
        ("changed", "", {"topics": [["Ferries"], []]}),
        ("changed", "", {"bylines": [["Bo"], []]}),
    ]
    assert {line.by for line in lines_about(story)} == {ana}


def test_a_verb_tells_once_what_it_does():
    ines = chief_editor()
    story = StoryFactory()
    story.submit(by=ines)
    story.approve(by=ines)
    story.publish(by=ines)
    story.write(by=ines, headline="Bridge closed again")
    story.update(by=ines, change=Change(kind="correction", text="It is closed."))
    story.take_down(by=ines, reason="A court said so.")
    number = story.pk
    story.delete_for_good(by=ines, reason="A court said so.")

    actions = Record.objects.filter(kind="story", object_id=number).order_by("pk")

    assert list(actions.values_list("action", flat=True)) == [
        *("written", "submitted", "approved", "published", "written", "correction"),
        *("taken down", "deleted for good"),
    ]
    assert not Record.objects.exclude(action__in=ACTIONS).exists()


def test_a_notice_that_is_changed_by_hand_is_told_of_its_story():
    correction = CorrectionFactory(text="23 to 19")
    correction.text = "24 to 19"
    correction.save()
    correction.delete()

    lines = lines_about(correction.story)[-3:]

    assert [name for line in lines for name in line.details] == [
        "corrections", "what is right of “Correction: 24 to 19”", "corrections"
    ]  # fmt: skip


def test_galleries_are_published_scheduled_and_withdrawn(at_work):
    at_work(editor())
    gallery = GalleryFactory()
    gallery.publish()
    gallery.withdraw()
    gallery.publish(at=timezone.now() + timedelta(days=1))

    assert [line.action for line in lines_about(gallery)][-3:] == [
        "published", "withdrawn", "scheduled"
    ]  # fmt: skip


def test_pictures_that_change_their_places_are_told_of_the_gallery():
    gallery = GalleryFactory()
    first, second = gallery.placements.all()
    first.caption = "By night"
    first.save()
    second.position = 7
    second.save()

    assert [list(line.details) for line in lines_about(gallery)][-2:] == [
        ["caption of “By night”"], ["order"]
    ]  # fmt: skip


def test_embargoes_old_addresses_and_the_paper_are_watched(at_work):
    ines = at_work(chief_editor())
    embargo = Embargo.objects.create(name="Budget", until=timezone.now() + timedelta(days=2))
    embargo.terms = "Agreed with the ministry."
    embargo.save()
    embargo.move(timezone.now() + timedelta(days=3), by=ines)
    address = OldAddress.objects.create(path="/2009/ferry", story=StoryFactory())
    paper = Paper.objects.get()
    paper.break_news("Storm closes the port", hours=1)

    assert [line.action for line in lines_about(embargo)] == ["created", "changed", "moved"]
    assert last_about(address).details["path"] == [None, "/2009/ferry"]
    assert last_about(paper).details["breaking_text"] == ["", "Storm closes the port"]
    assert last_about(paper).by == ines


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
    views.pick()
    views.unpick()
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


def everything_in_the_log():
    return json.dumps([[str(value) for value in row] for row in Record.objects.values_list()])


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
    token = acting._visitor.set(lambda: None)
    try:
        SectionFactory()
    finally:
        acting._visitor.reset(token)
    assert Record.objects.first().by_name == "somebody not logged in"


def test_nobody_is_asked_who_they_are_unless_something_changes():
    asked = []

    class Request:
        @property
        def user(self):
            asked.append("who")
            return AnonymousUser()

    read = acting.ActingMiddleware(lambda request: "a page")
    write = acting.ActingMiddleware(lambda request: acting.is_a_stranger())

    assert read(Request()) == "a page"
    assert asked == []
    assert write(Request()) is True
    assert asked == ["who"]
    assert acting.person() is None
    assert not acting.is_a_stranger()


# All or nothing


def test_what_is_undone_was_never_in_the_log():
    section = SectionFactory()
    count = Record.objects.count()

    with transaction.atomic():
        section.name = "Never"
        section.save()
        section.editors.add(editor())
        assert Record.objects.count() > count
        transaction.set_rollback(True)

    assert Record.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_a_change_whose_line_cannot_be_written_is_not_made(monkeypatch):
    gallery = GalleryFactory()
    monkeypatch.setattr(Record, "save", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        gallery.publish()

    gallery.refresh_from_db()
    assert gallery.published_at is None


def test_what_belongs_together_is_gathered_in_one_line():
    section = SectionFactory(name="City", position=1)
    ana, bo = editor(name="Ana"), editor(name="Bo")
    section.editors.add(ana)
    count = Record.objects.count()

    with transaction.atomic(), log.gathered():
        section.name = "Sport"
        section.save()
        section.position = 2
        section.name = "Harbour"
        section.save()
        section.editors.set([bo])
        section.editors.add(ana)
        section.editors.remove(bo)

    assert Record.objects.count() == count + 1
    line = last_about(section)
    assert (line.title, line.details) == (
        "Harbour", {"name": ["City", "Harbour"], "position": [1, 2]}
    )  # fmt: skip


def test_what_is_undone_while_gathering_is_in_no_line():
    section = SectionFactory(name="City")
    count = Record.objects.count()

    with transaction.atomic(), log.gathered(), transaction.atomic():
        section.name = "Never"
        section.save()
        transaction.set_rollback(True)

    assert Record.objects.count() == count


def test_an_import_is_one_line(bring_in):
    bring_in(post(1), post(2))
    bring_in(post(3), dry_run=True)

    line = Record.objects.exclude(kind="story").get()
    assert (line.kind, line.action, line.details) == ("paper", "imported", {"items": 2})
    assert not Record.objects.filter(action__in=["created", "changed", "written"]).exists()


# To take along

NASTY = [
    "=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(1)", "\tx", "  =1", "＝1",
    'a "quoted", word', "two\nlines", "<script>alert(1)</script>", "عبّارة", "🚢", "x\u2028y",
]  # fmt: skip


@pytest.fixture
def nasty():
    section = SectionFactory()
    for words in NASTY:
        Record.objects.keep(section, "changed", by=None, title=words, note=words, words=["", words])
    return Record.objects.filter(action="changed").order_by("pk")


def exported(*options):
    out = io.StringIO()
    call_command("export_log", *options, stdout=out)
    return out.getvalue()


def test_json_lines_give_back_every_word(nasty):
    lines = [json.loads(line) for line in exported("--format", "jsonl").splitlines()]

    told_of = [line for line in lines if line["action"] == "changed"]
    assert [line["title"] for line in told_of] == NASTY
    assert [line["details"]["words"][1] for line in told_of] == NASTY
    assert [line["at"] for line in told_of] == [record.at.isoformat() for record in nasty]


def test_no_cell_of_the_table_is_a_formula(nasty):
    rows = list(csv.DictReader(io.StringIO(exported("--format", "csv"))))

    rows = [row for row in rows if row["action"] == "changed"]
    assert [row["title"].removeprefix("'") for row in rows] == NASTY
    assert all(row["note"] == row["title"] for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_the_export_begins_where_one_says():
    now = timezone.now()
    section = SectionFactory()
    old = Record.objects.line(section, "changed", by=None, title="Old")
    old.at = now - timedelta(days=40)
    old.save()
    since = (now - timedelta(days=39)).date().isoformat()

    assert '"Old"' in exported()
    assert '"Old"' not in exported("--since", since)
    assert '"created"' in exported("--since", since)
    assert exported("--since", "9999-12-01T00:00Z") == ""


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2026-02-30", "0000-00-00"])
def test_a_day_that_is_none_is_refused_in_words(since):
    with pytest.raises(CommandError, match="is no day"):
        exported("--since", since)
