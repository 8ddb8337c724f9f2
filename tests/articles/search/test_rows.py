"""What a search asks is composed once for each form of a search, whatever the words."""

from datetime import date
from unittest import mock

import pytest
from django.db.models.sql.compiler import SQLCompiler

from articles.models import Story
from articles.search import rows
from articles.search.finding import Search
from articles.search.query import parse
from tests.factories import AuthorFactory, GalleryFactory, QuoteFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAYS = {"first": date(2000, 1, 1), "last": date(2100, 1, 1)}


@pytest.fixture
def paper():
    for word in ("Ferry", "Harbour"):
        StoryFactory(published=True, headline=f"{word} at six", authors=[AuthorFactory(name=word)])
        GalleryFactory(published=True, title=f"{word} by night")
        QuoteFactory(text="It was cold.", speaker=f"{word} Duarte", story=None)


def found(words, **choice):
    search = Search(words, **choice)
    numbers = [f.count() for f in (search.stories, search.galleries, search.quotes, search.people)]
    return [story.live.headline for story in search.stories[:20]], numbers


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [({}, [1, 1, 1, 2]), ({"newest_first": True}, [1, 1, 1, 2]), (DAYS, [1, 1, 1, 0])],
    ids=["the best first", "the newest first", "of some days"],
)
def test_for_other_words_nothing_is_composed_again(paper, choice, numbers):
    assert found("ferry", **choice) == (["Ferry at six"], numbers)

    with mock.patch.object(SQLCompiler, "pre_sql_setup", side_effect=AssertionError):
        assert found("harbour", **choice) == (["Harbour at six"], numbers)
        assert found("harbour -night", **choice)[0] == ["Harbour at six"]


def test_an_order_of_words_is_another_form_and_is_kept_as_well(paper):
    assert found('"at six"')[1][0] == 2
    with mock.patch.object(SQLCompiler, "pre_sql_setup", side_effect=AssertionError):
        assert found('"six at"')[1][0] == 0


def test_other_days_are_asked_for_each_time(paper):
    assert found("ferry", **DAYS)[1][0] == 1
    assert found("ferry", first=date(2000, 1, 1), last=date(2000, 1, 2))[1][0] == 0


def test_a_story_that_goes_while_the_page_is_made_is_left_out(paper):
    search = Search("six")
    assert search.stories.count() == 2
    Story.objects.get(live__headline="Ferry at six").take_down(by=None, reason="Wrong.")

    assert [story.live.headline for story in search.stories[:20]] == ["Harbour at six"]


def test_how_postgresql_goes_about_it_depends_on_the_words():
    asked = rows.Asked(parse("ferry"), most=10)
    galleries = rows.numbers_of_galleries(asked.form, **asked.values)
    sql, _ = galleries.query.get_compiler("default").as_sql()

    assert sql.plans_alike is False
