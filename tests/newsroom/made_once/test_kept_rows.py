"""Rows that come as they came before are made into models once, and each asker has a copy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Section, Story
from newsroom import kept_rows
from newsroom.kept_rows import origin
from newsroom.page_store.keys import collecting
from tests.factories import PictureFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def cards():
    return list(Story.objects.for_cards().order_by("pk"))


@pytest.fixture
def stories():
    return [StoryFactory(published=True, headline=name) for name in ("One", "Two")]


def as_django_makes_them(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(kept_rows.KeptRows, "_has_more_to_add", lambda self: True)
        return cards()


def values(instance):
    """All that it holds, with what came in its row."""
    held = {name: value for name, value in vars(instance).items() if name[0] != "_"}
    related = instance._state.fields_cache
    return held | {name: related[name] and values(related[name]) for name in related}


def test_they_are_what_django_makes_of_them(stories, monkeypatch):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)

    expected = [values(story) for story in as_django_makes_them(monkeypatch)]

    assert [values(story) for story in cards()] == expected
    assert [values(story) for story in cards()] == expected
    assert expected[2]["live"]["lead_picture"]["key"] == picture.key


def test_an_asker_changes_a_copy(stories):
    first, again = cards()[0], cards()[0]
    assert origin(first) is origin(again) is not None
    first.slug = first.section.slug = first.live.headline = "mine"
    first.section = Section(name="Mine")

    assert again.live.headline == cards()[0].live.headline == "One"
    assert again.section.slug == cards()[0].section.slug != "mine"
    assert origin(first) is None
    assert origin(again) is not None


def test_a_row_that_changed_anywhere_is_another(stories):
    before = [origin(story) for story in cards()]
    Section.objects.filter(pk=stories[0].section_id).update(name="Renamed")

    after = [origin(story) for story in cards()]

    assert cards()[0].section.name == "Renamed"
    assert after[0] is not before[0]
    assert (after[1] is before[1]) == (stories[1].section_id != stories[0].section_id)


def test_what_the_clock_says_is_in_the_row(stories):
    label_ends = timezone.now() + timedelta(hours=1)
    Story.objects.filter(pk=stories[0].pk).update(live_label_until=label_ends)
    assert [story.shows_as_live for story in cards()] == [True, False]
    Story.objects.filter(pk=stories[0].pk).update(live_label_until=timezone.now())
    assert [story.shows_as_live for story in cards()] == [False, False]


def test_other_columns_make_another_row(stories):
    [whole] = Story.objects.for_cards().filter(pk=stories[0].pk)
    [less] = Story.objects.for_cards().defer("sponsor").filter(pk=stories[0].pk)

    assert origin(whole) is not origin(less)
    assert "sponsor" in less.get_deferred_fields()
    assert "sponsor" not in whole.get_deferred_fields()


def test_a_page_that_shows_a_kept_row_has_the_keys_of_all_in_it(stories):
    with collecting() as first:
        cards()
    with collecting() as again:
        cards()

    assert again == first
    story = stories[0]
    assert {f"story-{story.pk}", f"section-{story.section_id}"} < first


def test_what_is_looked_for_from_a_section_knows_its_section(stories, django_assert_num_queries):
    section = stories[0].section
    with django_assert_num_queries(1):
        found = list(section.stories.for_cards())
        assert {story.section.name for story in found} == {section.name}
    assert [story.pk for story in section.stories.all()] == [story.pk for story in found]


def test_many_rows_are_all_right_when_memory_is_full(stories, monkeypatch):
    monkeypatch.setattr(kept_rows, "MOST", 1)
    assert [story.live.headline for story in cards()] == ["One", "Two"]
    assert [story.live.headline for story in cards()] == ["One", "Two"]
    assert [story.live.headline for story in Story.objects.for_cards().iterator()] != []


def test_nobody_is_nobody():
    assert list(Story.objects.none().for_cards()) == []
    assert list(Story.objects.for_cards().filter(pk__in=[])) == []
