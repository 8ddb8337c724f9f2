"""What the database writes beside a name: the hour of each story that stands under it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Author, Byline, Story, Topic, listed
from newsroom.bulk_insert import insert
from tests.factories import AuthorFactory, SectionFactory, StoryFactory, TopicFactory, editor

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def names():
    return {"topics": [TopicFactory()], "authors": [AuthorFactory()]}


def links():
    yield from Byline.objects.order_by("pk")
    yield from Story.topics.through.objects.order_by("pk")


def said_by(row):
    return [getattr(row, name) for name in listed.COLUMNS]


def assert_links_say_what_their_stories_do():
    stories = Story.objects.in_bulk()
    assert [said_by(link) for link in links()] == [
        said_by(stories[link.story_id]) for link in links()
    ]


def test_links_say_what_their_story_says_after_each_verb(names):
    story, chief, now = StoryFactory(**names), editor(), timezone.now()
    steps = [
        lambda: story.publish(by=chief),
        lambda: story.expire(by=chief, at=now + timedelta(days=3)),
        lambda: story.expire(by=chief, at=None),
        lambda: story.take_down(by=chief, reason="A mistake."),
        lambda: story.publish(by=chief),
    ]
    said = []
    for step in [lambda: None, *steps]:
        step()
        assert_links_say_what_their_stories_do()
        said.append([link.status for link in links()])
    assert said[0] == ["draft", "draft"]
    assert said[1] == ["published", "published"]
    assert said[4] == ["taken_down", "taken_down"]


def test_a_name_that_comes_later_says_it_too():
    story = StoryFactory(at=timezone.now() - timedelta(days=1))
    story.topics.add(TopicFactory(), TopicFactory())
    story.topics.set([TopicFactory()])
    TopicFactory().stories.add(story)
    story.bylines.create(author=AuthorFactory())
    assert [link.published_at for link in links()] == [story.published_at] * 3
    assert_links_say_what_their_stories_do()


def test_rows_that_no_signal_tells_of_say_it_as_well(names):
    story = StoryFactory(at=timezone.now() - timedelta(days=1))
    insert(Byline, [{"story_id": story.pk, "author_id": names["authors"][0].pk, "position": 0}])
    insert(Story.topics.through, [{"story_id": story.pk, "topic_id": names["topics"][0].pk}])
    Story.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert len(list(links())) == 2
    assert_links_say_what_their_stories_do()


def test_links_that_are_stored_before_their_story_say_it_too(names):
    story = StoryFactory()
    row = vars(story)
    number = story.pk + 1
    for model, name in ((Byline, "author"), (Story.topics.through, "topic")):
        (named,) = names[f"{name}s"]
        insert(model, [{"story_id": number, f"{name}_id": named.pk}])
    assert [link.status for link in links()] == ["", ""]
    copied = {f.attname: row[f.attname] for f in Story._meta.concrete_fields}
    insert(Story, [copied | {"id": number, "slug": "again"}])
    assert [link.status for link in links()] == ["draft", "draft"]


def test_a_byline_that_was_read_before_the_story_came_out_does_not_hide_it(names):
    story = StoryFactory(**names)
    byline = story.bylines.get()
    story.publish(by=editor())
    byline.position = 4
    byline.save()
    assert_links_say_what_their_stories_do()


def test_two_names_that_are_made_one_keep_the_hours():
    one, other = TopicFactory(), TopicFactory()
    author, another = AuthorFactory(), AuthorFactory()
    StoryFactory(topics=[one], authors=[author], at=timezone.now() - timedelta(days=1))
    one.merge_into(other, by=editor())
    author.merge_into(another, by=editor())
    assert_links_say_what_their_stories_do()
    assert [Topic.objects.published().get(), Author.objects.published().get()] == [other, another]


def test_links_from_before_there_were_hours_are_filled_in(names, monkeypatch):
    monkeypatch.setattr(listed, "AT_ONCE", 2)
    section = SectionFactory()
    listed.take_away()
    for day in range(5):
        StoryFactory(section=section, at=timezone.now() - timedelta(days=day), **names)
    assert {link.status for link in links()} == {""}
    listed.put_up()
    assert_links_say_what_their_stories_do()
    assert {link.status for link in links()} == {"published"}


def test_triggers_that_are_put_up_again_are_the_same(names):
    for _ in range(2):
        listed.put_up()
    StoryFactory(at=timezone.now() - timedelta(days=1), **names)
    assert_links_say_what_their_stories_do()
