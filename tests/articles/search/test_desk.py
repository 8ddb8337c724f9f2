"""What the desk finds stories by: every text, kept right by whatever changes it."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import DeskEntry, SearchEntry, Story
from articles.search import desk, full_text
from articles.search.finding import Search
from tests.factories import (
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    chief_editor,
    editor,
    reporter,
)

from .searching import published_story

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def ana(db):
    return editor(name="Ana Petrov")


def draft(headline="Quay opens", body="Nothing else.", **fields):
    return StoryFactory(headline=headline, standfirst="", body=f"<p>{body}</p>", **fields)


def found(words, by):
    found = desk.matching(Story.objects.visible_to(by), desk.typed_as_query(words), by=by)
    stories = Story.objects.select_related("latest").in_bulk(found.numbers)
    return sorted(story.latest.headline for story in stories.values())


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("ferry", True),
        ("ferries sailing", True),
        ('"ferry sails"', True),
        ('"sails ferry"', False),
        ("ferry -night", False),
        ("cafe", True),
        ("terrac*", True),
        ("err*", False),
        ("te*", False),  # too short for a beginning: nearly every text would be found
        ('"ferry sai*"', False),
    ],
)
def test_an_editor_finds_a_draft_by_its_words_as_readers_find_stories(ana, words, is_found):
    draft("Terraces and the harbour", "The ferry sails at night, from the café.")

    assert (found(words, ana) == ["Terraces and the harbour"]) == is_found


def test_readers_find_no_word_of_what_is_not_out(ana):
    story = published_story("Quay opens", "The crane is red.")
    story.write(by=ana, headline="Zebra crossing", body="<p>The okapi was there.</p>")
    draft("Okapi alone")
    found_by_readers = [Search(words).stories.count() for words in ("zebra", "okapi")]
    columns = SearchEntry.objects.values_list("headline", "names", "text")

    assert found("okapi", ana) == ["Okapi alone", "Zebra crossing"]
    assert found_by_readers == [0, 0]
    assert "okapi" not in str(list(columns))
    assert "zebra" not in str(list(columns))


def test_a_story_is_found_by_its_newest_text_and_by_what_readers_still_have(ana):
    story = published_story("Quay opens", "The crane is red.")
    story.write(by=ana, body="<p>The crane is green.</p>")
    assert found("crane green", ana) == found("crane red", ana) == ["Quay opens"]

    story.publish(by=ana)
    assert found("crane red", ana) == []


def test_a_reporter_finds_own_texts_and_of_others_what_readers_have():
    jo, other = reporter(name="Jo"), reporter(name="Other")
    draft("Mine", "An okapi.", created_by=jo, by=jo)
    draft("With my name", "An okapi.", authors=[AuthorFactory(user=jo)])
    draft("Hidden", "An okapi.", created_by=other, by=other)
    live = published_story("Live", "A zebra.")
    live.write(by=editor(), headline="Live and new", body="<p>An okapi.</p>")
    own = published_story("Own live", "A zebra.", created_by=jo)
    own.write(by=editor(), body="<p>An okapi.</p>")

    assert found("okapi", jo) == ["Mine", "Own live", "With my name"]
    assert found("zebra", jo) == ["Live and new", "Own live"]


def test_what_was_taken_down_or_merged_the_desk_finds_still(ana):
    boss = chief_editor()
    down, merged, other = (published_story(name, "An okapi.") for name in ("Down", "One", "Two"))
    down.take_down(by=ana, reason="It was wrong.")
    merged.merge_into(other, by=boss)

    assert found("okapi", ana) == ["Down", "One", "Two"]
    assert Search("okapi").stories.count() == 1


def test_what_is_deleted_for_good_is_gone_from_the_index_too(ana):
    story = draft("Quay opens", "An okapi.")
    story.delete_for_good(by=chief_editor(), reason="It was libel.")

    assert not DeskEntry.objects.exists()
    assert found("okapi", ana) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM articles_deskindex WHERE articles_deskindex MATCH 'okapi'"
            )
            assert cursor.fetchone() == (0,)


def test_a_name_that_changes_is_found_by_the_new_one(ana):
    section, topic, author = SectionFactory(name="Old"), TopicFactory(name="Old"), AuthorFactory()
    story = draft(section=section, authors=[author])
    story.topics.add(topic)
    for row, name in ((section, "Newish"), (topic, "Freshness"), (author, "Mirela Okafor")):
        row.name = name
        row.save()

    assert found("newish", ana) == found("freshness", ana) == found("okafor", ana) == ["Quay opens"]
    assert found("old", ana) == []
    story.topics.clear()
    story.bylines.all().delete()
    assert found("freshness", ana) == found("okafor", ana) == []


def test_a_caption_that_changes_is_found_by_the_new_one(ana):
    picture = PictureFactory(caption="A crane.")
    draft(lead_picture=picture)
    picture.caption = "An okapi."
    picture.save()

    assert found("okapi", ana) == ["Quay opens"]
    assert found("crane", ana) == []


def test_what_is_rolled_back_is_not_found(ana):
    story = draft()
    with transaction.atomic():
        story.write(by=ana, body="<p>An okapi.</p>")
        transaction.set_rollback(True)

    assert found("okapi", ana) == []


def test_of_more_than_a_thousand_the_newest_are_found(ana, monkeypatch):
    monkeypatch.setattr(desk, "MAX_COUNTED", 2)
    old = [published_story(f"Old {n}", "An okapi.") for n in range(2)]
    for story in old:
        Story.objects.filter(pk=story.pk).update(published_at="2019-03-01T00:00Z")
    call_command("reindex")
    assert found("okapi", ana) == ["Old 0", "Old 1"]
    for n in range(3):
        draft(f"New {n}", "An okapi.")

    assert found("okapi", ana) == ["New 0", "New 1", "New 2"]


def test_an_order_of_words_is_looked_for_in_the_newest_that_have_them(ana, monkeypatch):
    monkeypatch.setattr(full_text, "MOST_COMPARED", 2)
    monkeypatch.setattr(desk, "MOST_COMPARED", 2)
    for n in range(2):
        draft(f"Order {n}", "A blue okapi.")
    asked = desk.typed_as_query('"blue okapi"')
    assert not desk.matching(Story.objects.all(), asked, by=ana).newest_alone
    for n in range(2):
        draft(f"Other {n}", "An okapi, blue.")

    assert desk.matching(Story.objects.all(), asked, by=ana) == desk.Found([], newest_alone=True)
    assert len(found("blue okapi", ana)) == 4
    assert found('"okapi blue"', ana) == ["Other 0", "Other 1"]


def test_stories_from_before_there_was_an_index_are_entered_once(ana):
    published_story("Live", "An okapi.")
    changed = published_story("Changed", "A crane.")
    changed.write(by=ana, body="<p>An okapi.</p>")
    draft("Draft", "An okapi.")
    before = _entries()
    DeskEntry.objects.all().delete()
    assert found("okapi", ana) == []

    desk.complete()
    assert _entries() == before
    assert found("okapi", ana) == ["Changed", "Draft", "Live"]
    desk.complete()
    assert _entries() == before


def test_reindexing_brings_the_desks_index_back(ana):
    draft("Draft", "An okapi.")
    before = _entries()
    DeskEntry.objects.all().delete()
    call_command("reindex")

    assert _entries() == before


def _entries():
    rows = DeskEntry.objects.order_by("story").values_list("story", "headline", "names", "text")
    return list(rows)
