"""One log of what people do with stories, galleries, pictures and the paper's furniture."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from articles.log.subjects import NOT_WATCHED
from articles.log.watching import WATCHED
from articles.log.words import changes
from articles.models import Embargo, OldAddress, Paper, Record
from articles.models.record import ACTIONS
from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    chief_editor,
    editor,
    reporter,
)

from .logged import last_about, lines_about

pytestmark = [pytest.mark.database, pytest.mark.django_db]

OURS = {"accounts", "articles", "comments", "auth"}


def in_words(line):
    return [str(one) for one in changes(line)]


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
        known = {*watched.fields, *watched.unwatched, *watched.many, watched.part_of} - {""}

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
    gallery.publish(by=None)
    gallery.withdraw(by=None)
    gallery.publish(by=None, at=timezone.now() + timedelta(days=1))

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
    paper.break_news("Storm closes the port", by=ines, hours=1)
    paper.end_breaking_news(by=ines)

    assert [line.action for line in lines_about(embargo)] == ["created", "changed", "moved"]
    assert last_about(address).details["path"] == [None, "/2009/ferry"]
    said = [(line.action, line.note, line.by) for line in lines_about(paper)]
    assert said == [
        ("breaking news", "Storm closes the port", ines),
        ("breaking news ended", "Storm closes the port", ines),
    ]
    assert last_about(paper).by == ines
