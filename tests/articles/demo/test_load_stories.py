"""Made-up stories for a paper that is old, by the thousand: how many, and where they are found."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles.demo import phrases
from articles.models import DeskEntry, Embargo, Picture, SearchEntry, Section, Story, StoryVersion
from newsroom import clock
from tests.factories import PictureFactory, SectionFactory, editor, reporter

pytestmark = pytest.mark.django_db


def load(**options):
    call_command("load_stories", **{"count": 200} | options)


@pytest.fixture
def paper():
    """Two people of the newsroom, a section and a picture."""
    PictureFactory()
    return {"editor": editor(), "reporter": reporter(), "section": SectionFactory(slug="city")}


@pytest.mark.thorough
def test_so_many_stories_as_asked_for_with_headlines_that_differ(paper, capsys):
    load()
    load()

    assert Story.objects.count() == 400
    assert len({version.headline for version in StoryVersion.objects.filter(number=1)}) == 400
    assert "200 stories" in capsys.readouterr().out


def test_they_go_back_as_many_years_as_asked_for_and_some_are_of_today(paper):
    load(years=3)

    hours = [story.published_at for story in Story.objects.published().newest_first()]
    today = timezone.localdate()
    assert timezone.localdate(hours[0]) == today
    assert timedelta(days=1000) < hours[0] - hours[-1] <= timedelta(days=3 * 366)
    assert all(hour <= clock.now() for hour in hours)


@pytest.mark.database
def test_readers_find_them_on_every_kind_of_list_and_nothing_of_the_others(client, paper):
    load(count=100, years=1)
    hidden = [story for story in Story.objects.all() if not story.is_public]

    for path in ("/", "/city/", "/latest.rss", "/archive/", "/sitemap-stories.xml", "/text/"):
        page = client.get(path)
        assert page.status_code == 200
        assert not any(story.headline in page.text for story in hidden)
    for story in Story.objects.published()[:20]:
        assert story.headline in client.get(story.get_absolute_url()).text
    for story in hidden:
        assert client.get(story.get_absolute_url()).status_code in (404, 410, 451)


@pytest.mark.database
def test_search_finds_them_by_what_indexing_them_anew_would_say(paper):
    load(count=60)

    def said():
        return {
            table: {row.pop("story"): row for row in table.objects.exclude(story=None).values(
                "story", "headline", "names", "text")}
            for table in (SearchEntry, DeskEntry)
        }  # fmt: skip

    loaded = said()
    call_command("reindex")

    assert len(loaded[SearchEntry]) == Story.objects.filter(status="published").count()
    assert len(loaded[DeskEntry]) == Story.objects.count()
    assert said() == loaded


def test_none_is_entered_into_the_search_index_if_nobody_wants_that(paper):
    load(count=30, without_search=True)

    assert not SearchEntry.objects.filter(story__isnull=False).exists()


@pytest.mark.database
def test_a_new_story_gets_a_number_of_its_own_afterwards(paper):
    load(count=10)
    story = Story(section=paper["section"])
    story.write(by=None, headline="The next one", body="<p>Text.</p>")

    assert story.pk > max(Story.objects.exclude(pk=story.pk).values_list("pk", flat=True))
    assert story.latest.number == 1


@pytest.mark.thorough
def test_an_empty_site_gets_sections_and_pictures_first():
    load(count=20)

    assert Section.objects.count() == 8
    assert not Picture.objects.filter(alt="").exists()
    assert StoryVersion.objects.filter(lead_picture__isnull=False).exists()
    assert Story.objects.published().count() == 19


def test_the_same_seed_says_the_same_and_another_says_something_else(paper):
    def said():
        before = Story.objects.order_by("pk").last()
        load(count=20, seed=said.seed)
        new = Story.objects.filter(pk__gt=before.pk if before else 0).order_by("pk")
        return [story.latest.body for story in new]

    said.seed = 5
    first, again = said(), said()
    said.seed = 6

    assert first == again
    assert first != said()


def test_only_what_readers_have_has_been_read(paper):
    load(count=300, years=1)

    assert not Story.objects.exclude(status="published").filter(reads__isnull=False).exists()
    assert not Story.objects.filter(reads__hour__lt=F("created_at") - timedelta(days=1)).exists()


def test_every_embargo_is_still_to_come(paper):
    load(count=10)

    assert all(not embargo.is_over for embargo in Embargo.objects.all())


@pytest.mark.parametrize(
    "typed",
    [
        ["--count", "0"], ["--count", "-5"], ["--count", "many"], ["--count", "99999999999"],
        ["--count", "5", "--years", "0"], ["--count", "5", "--years", "4000"],
        ["--count", "5", "--seed", "x"], ["--count", "5", "--seed", "²"], [],
    ],
)  # fmt: skip
def test_a_number_that_makes_no_sense_is_refused_and_nothing_is_added(typed):
    with pytest.raises(CommandError):
        call_command("load_stories", *typed)

    assert not Section.objects.exists()


def test_no_headline_comes_twice_within_a_million():
    numbers = range(7_000_000, 7_000_000 + 1_000_000, 97)

    assert len({phrases.headline(number) for number in numbers}) == len(numbers)
    assert max(map(len, map(phrases.headline, range(3000)))) <= 120
