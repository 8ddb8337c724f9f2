"""A search looks among the newest stories first, and never loses one by that."""

import itertools
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from articles.models import DeskEntry, SearchEntry, Story
from articles.search import finding, marks
from articles.search.finding import Search
from articles.search.query import parse
from newsroom import clock
from tests.articles.forgetting.paper_before import World
from tests.articles.forgetting.test_changed_is_forgotten import ACTIONS
from tests.factories import GalleryFactory, SectionFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def written(headline, at, **fields):
    return StoryFactory(published=True, headline=headline, published_at=at, **fields)


def headlines(search):
    return [story.text.headline for story in search.stories[:20]]


@pytest.fixture
def few_are_counted(monkeypatch):
    monkeypatch.setattr(finding, "MAX_COUNTED", 3)


@pytest.mark.usefixtures("few_are_counted")
def test_what_many_stories_say_is_looked_for_among_the_newest():
    now = clock.now()
    old = written("Flood of 1987", datetime(1987, 1, 15, tzinfo=UTC))
    for number in range(4):
        written(f"Flood {number}", now)

    search = Search("flood")
    assert sorted(headlines(search)) == [f"Flood {number}" for number in range(4)]
    assert search.stories.has_more
    assert headlines(Search("flood 1987")) == [old.headline]
    assert headlines(Search("flood", last=datetime(1987, 2, 1).date())) == [old.headline]


@pytest.mark.usefixtures("few_are_counted")
def test_further_back_while_there_are_too_few():
    years = [datetime(year, 6, 15, tzinfo=UTC) for year in (2011, 2012, 2013, 2014)]
    for at in years:
        written(f"Flood of {at.year}", at)

    assert headlines(Search("flood")) == [f"Flood of {year}" for year in (2014, 2013, 2012, 2011)]


def test_in_a_section_the_others_stories_are_not_read():
    harbour, sports = SectionFactory(name="Harbour"), SectionFactory(name="Sports")
    here = StoryFactory(published=True, headline="Flood here", section=harbour)
    StoryFactory(published=True, headline="Flood there", section=sports)

    assert headlines(Search("flood", section=harbour.slug)) == ["Flood here"]
    here.section = sports
    here.save()
    assert headlines(Search("flood", section=harbour.slug)) == []
    assert len(headlines(Search("flood", section=sports.slug))) == 2


def test_two_months_reach_over_the_new_year():
    newest = next(marks.further_and_further_back(datetime(2026, 1, 3)))
    at = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    story = StoryFactory.build(published_at=at, section_id=1)

    assert (marks.marks_of(story)[0],) in newest[0]


def test_the_next_time_is_as_long_as_it_takes_and_times_with_too_few_are_left_out():
    asked = []

    def number_in(groups):
        """300 a month."""
        asked.append(groups)
        return 300 * len(groups[0])

    times = list(
        itertools.islice(
            marks.further_and_further_back(datetime(2026, 3, 3), number_in, enough=1_000), 1
        )
    )

    assert [len(groups[0]) for groups in asked] == [2, 6]
    assert times == asked[1:]
    assert [group[0] for group in times[0][0]][-1].endswith("m202510")


def test_what_is_rare_is_looked_for_in_few_steps():
    times = list(marks.further_and_further_back(datetime(2026, 3, 3)))

    assert [len(groups[0]) for groups in times[:-1]] == [2, 2]  # months, and years
    assert times[-1] == ()


def test_no_more_than_five_years_are_looked_through_before_all_are():
    def asked_of(a_month):
        asked = []

        def number_in(groups):
            asked.append(groups[0])
            months = len(groups[0]) * (12 if "y" in groups[0][0][0] else 1)
            return int(a_month * months)

        assert (
            list(marks.further_and_further_back(datetime(2026, 3, 3), number_in, 1_000))[-1] == ()
        )
        return [len(group) for group in asked]

    assert asked_of(0) == [2, 2]
    assert asked_of(10) == [2, 2]  # 600 in five years: all are not many
    assert asked_of(30) == [2, 2, 5]


def test_whatever_the_desk_does_an_entry_has_the_marks_of_its_story():
    paper = World()
    for action in ACTIONS.values():
        with transaction.atomic():
            action(paper)
            wrong = [
                entry.pk
                for entry in SearchEntry.objects.exclude(story=None).select_related("story")
                if entry.headline.split()[:3] != marks.marks_of(entry.story)
            ]
            at_the_desk = DeskEntry.objects.select_related("story__latest")
            wrong += [entry.pk for entry in at_the_desk if not _has_its_marks(entry)]
            transaction.set_rollback(True)
        assert wrong == [], action.__name__
    assert SearchEntry.objects.exclude(story=None).exists()


def _has_its_marks(entry):
    found = [term for term in entry.headline.split() if term.startswith(marks.MARK)]
    story = Story.objects.select_related("latest").get(pk=entry.story_id)
    return found == marks.desk_marks_of(story, story.latest.created_at)


def test_entries_from_before_there_were_marks_get_theirs():
    migration = import_module("articles.migrations.0016_marks_in_search_entries")
    story = StoryFactory(published=True, headline="Flood here")
    story.write(by=None, headline="Flood there")
    story.update(by=None, at=clock.now() + timedelta(hours=1))
    GalleryFactory(published=True, title="Floods")

    def entries():
        return dict(SearchEntry.objects.values_list("pk", "headline"))

    before = entries()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.unmark(None, editor)
        assert not any(marks.MARK in headline for headline in entries().values())
        migration.mark(None, editor)

    assert entries() == before
    assert sum(marks.MARK in headline for headline in before.values()) == 2


def test_nobody_can_type_a_mark():
    mark = marks.marks_of(StoryFactory(published=True))[1]

    assert [phrase for phrase in parse(mark).phrases() if marks.MARK in "".join(phrase)] == []
