"""Which stories stand beside a story, and which one comes next."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Story
from articles.views.story_context import RELATED, related_and_next
from newsroom import clock
from tests.factories import SectionFactory, StoryFactory, TopicFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def found_near(story):
    return related_and_next(Story.objects.for_page().get(pk=story.pk))


def at(story, moment):
    Story.objects.filter(pk=story.pk).update(published_at=moment)


@pytest.mark.parametrize("topics", [0, 1, 2, 5])
def test_a_story_whose_hour_comes_after_the_first_answer_is_found_then(topics):
    shared = TopicFactory.create_batch(topics)
    story = StoryFactory(published=True, topics=shared)
    coming = StoryFactory(at=clock.now() + timedelta(hours=1), section=story.section, topics=shared)
    assert found_near(story) == ([], None)

    at(coming, clock.now())
    assert found_near(story) == ([coming], None)


def test_a_draft_is_previewed_beside_what_would_come_after_it_now():
    section = SectionFactory()
    old, new = StoryFactory.create_batch(2, published=True, section=section)
    at(old, timezone.now() - timedelta(days=1))
    draft = StoryFactory(section=section)

    assert found_near(draft) == ([old], new)


def test_a_story_that_shares_two_topics_stands_there_once():
    topics = TopicFactory.create_batch(2)
    other, story = StoryFactory.create_batch(2, published=True, topics=topics)

    assert other.section != story.section
    assert found_near(story) == ([other], None)


def nearest(story, stories):
    """The promise itself, of all stories: slow, and easy to read."""
    newest = sorted(stories, key=lambda s: (s.published_at, s.pk), reverse=True)
    others = [other for other in newest if other != story]
    place = (story.published_at, story.pk)
    beside = [other for other in others if other.section_id == story.section_id]
    next_one = next((s for s in beside if (s.published_at, s.pk) < place), None)
    topics = {topic.pk for topic in story.topics.all()}
    sharing = [s for s in others if topics & {topic.pk for topic in s.topics.all()}]
    rest = [other for other in beside if other not in sharing]
    return [other for other in sharing + rest if other != next_one][:RELATED], next_one


class TheNearest(TestCase):
    """Whatever the sections, topics and hours, also several stories of one hour."""

    @classmethod
    def setUpTestData(cls):
        cls.sections, cls.topics = SectionFactory.create_batch(2), TopicFactory.create_batch(3)
        cls.stories = StoryFactory.create_batch(9, published=True)
        cls.now = timezone.now()

    @settings(max_examples=20)
    @given(
        st.lists(
            st.tuples(st.integers(0, 1), st.sets(st.integers(0, 2)), st.integers(1, 5)),
            min_size=9,
            max_size=9,
        )
    )
    def test_are_the_same_as_among_all(self, drawn):
        links = Story.topics.through
        links.objects.all().delete()
        for story, (section, topics, hours) in zip(self.stories, drawn, strict=True):
            hour = self.now - timedelta(hours=hours)
            Story.objects.filter(pk=story.pk).update(
                section=self.sections[section], published_at=hour
            )
            links.objects.bulk_create(
                links(story=story, topic=self.topics[topic]) for topic in topics
            )
        stories = list(Story.objects.prefetch_related("topics"))
        for story in itertools.islice(stories, 4):
            assert found_near(story) == nearest(story, stories)
