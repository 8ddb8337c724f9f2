"""Caches forget what stood at a name of the past, and the stories that say it."""

import pytest

from newsroom import purging
from tests.factories import (
    AuthorFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def purged(monkeypatch, settings):
    """The paths that caches were asked to forget."""
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    paths = set()
    monkeypatch.setattr(purging, "purge_later", paths.update)
    return paths


def rename(row, slug):
    row.slug = slug
    row.save()


def test_a_renamed_topic_is_forgotten_at_every_name_that_it_had(purged):
    topic = TopicFactory(slug="one")
    story = StoryFactory(published=True, topics=[topic]).get_absolute_url()
    rename(topic, "two")
    purged.clear()
    rename(topic, "three")

    names = {f"/topics/{slug}/{end}" for slug in ("one", "two", "three")
             for end in ("", "latest.rss")}  # fmt: skip
    assert purged >= {*names, "/sitemap-topics.xml", "/", story, f"/text{story}"}


def test_the_stories_of_a_renamed_section_are_forgotten_where_they_stood(purged):
    section = SectionFactory(slug="town")
    story = StoryFactory(published=True, section=section)
    before = story.get_absolute_url()
    hidden = StoryFactory(section=section).get_absolute_url()
    purged.clear()
    rename(section, "city")

    story.section.refresh_from_db()
    assert purged >= {"/town/", "/city/", "/town/latest.rss", "/text/town/", before,
                      story.get_absolute_url(), f"/text{before}"}  # fmt: skip
    assert not any(hidden.partition("/town")[2] in path for path in purged)


def test_so_are_authors_policies_and_speakers(purged):
    author, policy = AuthorFactory(slug="ana"), PolicyFactory(slug="our-ethics")
    StoryFactory(published=True, authors=[author])
    quote = QuoteFactory(speaker="The mayor")
    rename(author, "ana-petrov")
    rename(policy, "ethics")
    quote.speaker = "Ana Petrov"
    quote.save()

    assert purged >= {
        *("/authors/ana/", "/authors/ana-petrov/latest.rss", "/about/our-ethics/"),
        *("/about/ethics/", "/quotes/by/the-mayor/", "/quotes/by/ana-petrov/"),
    }


def test_two_that_become_one_are_forgotten_with_the_stories_that_moved(purged):
    old, new = TopicFactory(slug="docks"), TopicFactory(slug="harbour")
    story = StoryFactory(published=True, topics=[old]).get_absolute_url()
    purged.clear()
    old.merge_into(new, by=None)

    assert purged >= {"/topics/docks/", "/topics/docks/latest.rss", "/topics/harbour/", story}


def test_what_nobody_could_see_is_not_even_asked_about(purged):
    topic = TopicFactory(slug="secret-merger")
    StoryFactory(topics=[topic])
    rename(topic, "ports")

    assert not purged
