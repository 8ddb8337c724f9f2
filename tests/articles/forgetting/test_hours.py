"""What the clock alone changes is forgotten at its hour: that is planned when it is said."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Embargo, Paper
from articles.publishing import Change
from newsroom.page_store.keys import DAY, YEAR
from tests.factories import GalleryFactory, QuoteFactory, StoryFactory
from tests.tiers import one_in_a_quick_run

from .paper_before import World, changed_and_forgotten, forgotten_since

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """clock(moment): the time of day is another one from now on."""
    if connection.vendor != "sqlite":
        pytest.skip("nobody can move the clock of PostgreSQL")

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return turn


def noon():
    """Of tomorrow: no test begins on one day and ends on the next."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    zone = timezone.get_current_timezone()
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, 12, tzinfo=zone)


def a_story_appears(paper, at):
    names = {"topics": [paper.topic], "authors": [paper.author]}
    StoryFactory(section=paper.section, **names).publish(by=None, at=at)


def a_story_that_others_name_appears(paper, at):
    story = StoryFactory(section=paper.section)
    story.publish(by=None, at=at)
    Paper.objects.get().break_news("It is open.", by=None, hours=3, story=story)
    QuoteFactory(speaker="Ines Duarte", story=story)
    paper.other_gallery.stories.add(story)
    paper.topic.start_here.add(story)


def a_story_changes(paper, at):
    story = paper.other
    story.write(by=None, headline="Another headline", body="<p>Another body.</p>")
    story.update(by=None, at=at, change=Change("correction", "Eleven.", wrong="Ten."))


def a_story_expires(paper, at):
    paper.story.expire(by=None, at=at)


def a_story_is_live_no_more(paper, at):
    story = paper.other
    story.live_label_until = at
    story.save()


def an_embargo_ends(paper, at):
    embargo = Embargo.objects.create(name="Budget", until=at)
    story = StoryFactory(section=paper.section)
    story.put_under(embargo, by=None)
    story.publish(by=None)
    gallery = GalleryFactory()
    gallery.put_under(embargo, by=None)
    gallery.publish(by=None)
    quote = QuoteFactory(speaker="Ines Duarte", story=None, runs_on=None)
    quote.put_under(embargo, by=None)
    quote.runs_on = timezone.localdate(at)
    quote.save()


def an_embargo_is_moved_and_ends(paper, at):
    embargo = Embargo.objects.create(name="Budget", until=at + HOUR)
    story = StoryFactory(section=paper.section)
    story.put_under(embargo, by=None)
    story.publish(by=None)
    embargo.move(at, by=None)


def breaking_news_ends(paper, at):
    row = Paper.objects.get()
    row.break_news("The bridge is open.", by=None, hours=1, story=paper.other)


def a_story_leaves_the_top(paper, at):
    lead, story = paper.story, paper.other
    lead.prominence = 1
    lead.save()
    story.prominence = 2
    story.save()
    type(story).objects.filter(pk=story.pk).update(published_at=at - timedelta(days=4))
    paper.other.save()


HOURS = [
    a_story_appears, a_story_that_others_name_appears, a_story_changes, a_story_expires,
    a_story_is_live_no_more,
    a_story_leaves_the_top, an_embargo_ends, an_embargo_is_moved_and_ends, breaking_news_ends,
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("happens", one_in_a_quick_run(HOURS, an_embargo_ends))
def test_what_an_hour_changes_is_forgotten_then(happens, clock):
    now = clock(noon())
    paper = World()
    happens(paper, now + HOUR)
    before = paper.look()

    clock(now + HOUR + timedelta(seconds=1))

    keys = forgotten_since(0, after=now)
    changed, forgotten = changed_and_forgotten(before, paper.look(), keys)
    assert changed
    assert changed - forgotten == set()


@pytest.mark.thorough
def test_what_midnight_changes_shows_the_day(clock):
    now = clock(noon())
    paper = World()
    before = paper.look()

    clock(now + timedelta(days=1))

    changed, shown = changed_and_forgotten(before, paper.look(), {DAY, YEAR})
    assert changed
    assert changed - shown == set()


def test_a_plan_takes_the_place_of_the_one_before(clock):
    now = clock(noon())
    story = StoryFactory()
    story.publish(by=None, at=now + HOUR)
    story.publish(by=None, at=now + 2 * HOUR)

    clock(now + HOUR + timedelta(seconds=1))
    assert forgotten_since(0, after=now) == set()
    clock(now + 2 * HOUR + timedelta(seconds=1))
    assert f"story-{story.pk}" in forgotten_since(0, after=now)
