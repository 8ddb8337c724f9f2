"""The one rule: from its hour until it expires, readers see a story, and at no other moment."""

from datetime import timedelta

import pytest
from django.db import connection

from articles.models import Story
from newsroom import clock
from newsroom.paging import Pages
from tests.factories import SectionFactory, StoryFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def story_of(*, begins, ends=None):
    story = StoryFactory(published=True)
    Story.objects.filter(pk=story.pk).update(published_at=begins, expires_at=ends)
    story.refresh_from_db()
    return story


def test_a_story_without_an_end_stays():
    now = clock.now()
    story = story_of(begins=now)

    assert story in Story.objects.published(now)
    assert story in Story.objects.published(now + 10_000 * HOUR)
    assert story not in Story.objects.published(now - timedelta(microseconds=1))


def test_a_story_ends_at_the_very_moment_it_expires():
    now = clock.now()
    story = story_of(begins=now - 2 * HOUR, ends=now)

    assert story not in Story.objects.published(now)
    assert story in Story.objects.published(now - timedelta(microseconds=1))
    assert story not in Story.objects.published()


def test_whatever_is_not_seen_is_told_to_be_hidden_never_unknown():
    now = clock.now()
    stories = [
        StoryFactory(),
        story_of(begins=now - HOUR),
        story_of(begins=now + HOUR),
        story_of(begins=now - HOUR, ends=now + HOUR),
        story_of(begins=now - 2 * HOUR, ends=now - HOUR),
        StoryFactory(taken_down="A mistake."),
    ]
    told = dict(Story.objects.with_hours().values_list("pk", "is_out"))

    assert [told[story.pk] for story in stories] == [False, True, False, True, False, False]
    assert all(told[story.pk] == story.is_out_at(now) for story in stories)


def test_what_is_no_longer_seen_is_not_counted_for_the_pages():
    now, section = clock.now(), SectionFactory()
    for number in range(5):
        StoryFactory(section=section, published=True, headline=f"Ferry {number}")
    gone = section.stories.newest_first()[0]
    Story.objects.filter(pk=gone.pk).update(published_at=now - 2 * HOUR, expires_at=now - HOUR)

    assert Pages(section.stories.published().for_cards().newest_first(), 2).count == 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps nothing beside")
@pytest.mark.parametrize("name", ["newest_for_readers", "newest_in_section_for_readers"])
def test_the_indexes_for_readers_keep_what_the_rule_asks_for(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
        (index,) = cursor.fetchone()

    assert "INCLUDE (expires_at)" in index
    assert "WHERE ((status)::text = 'published'::text)" in index
