"""The paper by date, and its corrections by month."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.utils import timezone, translation

from newsroom import clock
from tests.factories import CorrectionFactory, PictureFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

archive = import_module("articles.views.archive")  # the package's attribute is the view


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 15, tzinfo=UTC), tick=False)
    return date(2026, 11, 22)


def on(day, hour=12):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def counted(client, path):
    """The days or months of a page that have stories, as {first day: number}."""
    context = client.get(path).context
    cells = context.get("months") or [cell for week in context["weeks"] for cell in week if cell]
    return {day: count for day, count in cells if count}


def test_each_month_and_day_says_how_many_stories_it_has(client):
    StoryFactory(at=on(3))
    StoryFactory(at=on(3))
    StoryFactory(at=on(20))
    StoryFactory(at=datetime(2025, 12, 31, 12, tzinfo=UTC))

    assert counted(client, "/archive/2026/") == {date(2026, 11, 1): 3}
    assert counted(client, "/archive/2026/11/") == {date(2026, 11, 3): 2, date(2026, 11, 20): 1}
    years = client.get("/archive/").context["years"]
    assert [year.year for year, _ in years] == [2026, 2025]
    assert "2 <span>stories</span>" in client.get("/archive/2026/11/").text


def test_all_years_say_which_months_have_stories_and_not_how_many(client):
    StoryFactory(at=on(3))
    StoryFactory(at=datetime(2025, 2, 28, 23, 59, tzinfo=UTC))
    StoryFactory(at=datetime(2023, 12, 31, 12, tzinfo=UTC))
    page = client.get("/archive/")
    years = {
        year.year: [month.month for month, has_any in months if has_any]
        for year, months in page.context["years"]
    }
    assert years == {2026: [11], 2025: [2], 2023: [12]}
    assert "1 story" not in page.text


def test_a_month_of_very_many_stories_says_more_than(client, monkeypatch):
    monkeypatch.setattr(archive, "MOST_COUNTED", 2)
    for day in (3, 4):
        StoryFactory(at=on(day))
    StoryFactory(at=datetime(2026, 10, 1, 12, tzinfo=UTC))
    assert "More than" not in client.get("/archive/2026/").text
    StoryFactory(at=on(5))
    page = " ".join(client.get("/archive/2026/").text.split())
    assert "More than 2 stories" in page
    assert "More than 3 stories" in page
    assert "1 story" in page


def test_what_readers_cannot_see_is_not_counted(client):
    StoryFactory()
    StoryFactory(at=clock.now() + timedelta(hours=1))
    StoryFactory(at=on(3), taken_down="A mistake.")

    assert client.get("/archive/").context["years"] == []
    for path in ("/archive/2026/", "/archive/2026/11/"):
        assert counted(client, path) == {}
        assert "No story was published this" in client.get(path).text
    for day in (3, 22):
        page = client.get(f"/archive/2026/11/{day}/")
        assert page.context["count"] == 0
        assert "No story was published on this day." in page.text


@pytest.mark.parametrize(
    ("language", "first"), [("en-gb", "Monday"), ("en-us", "Sunday"), ("ar", "السبت")]
)
def test_a_week_begins_where_the_readers_begin_it(client, settings, language, first):
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        weekdays = client.get("/archive/2026/11/").text.split('<abbr title="')[1:]

    assert len(weekdays) == 7
    assert weekdays[0].startswith(f'{first}"')


def test_a_calendar_marks_today_and_links_no_empty_day(client):
    StoryFactory(at=on(3))
    page = client.get("/archive/2026/11/").text

    assert page.count('<td aria-current="date">') == 1
    assert page.index('<td aria-current="date">') < page.index("<b>22</b>")
    assert page.count('href="/archive/2026/11/3/"') == 1
    assert "/archive/2026/11/4/" not in page
    assert "No story" in page
    assert '<td aria-current="date">' not in client.get("/archive/2026/10/").text


def test_a_day_is_laid_out_like_a_front_page(client):
    brief = StoryFactory(at=on(20, 9), prominence=0)
    late = StoryFactory(at=on(20, 18))
    pictured = StoryFactory(at=on(20, 7), lead_picture=PictureFactory())
    early = StoryFactory(at=on(20, 6))
    context = client.get("/archive/2026/11/20/").context

    assert context["lead"] == [pictured]
    assert context["beside"] == [late, early]
    assert context["briefs"] == [brief]


def test_the_days_top_story_leads_it_with_or_without_a_picture(client):
    StoryFactory(at=on(20), lead_picture=PictureFactory())
    top = StoryFactory(at=on(20), prominence=2)

    assert client.get("/archive/2026/11/20/").context["lead"] == [top]


def test_one_walks_from_day_to_day_from_the_first_story_to_today_and_no_further(client):
    StoryFactory(at=on(20))
    before, first, between, today = (
        client.get(f"/archive/2026/11/{day}/").context for day in (10, 20, 21, 22)
    )

    assert (first["before"], first["after"]) == (None, date(2026, 11, 21))
    assert (between["before"], between["after"]) == (date(2026, 11, 20), date(2026, 11, 22))
    assert (today["before"], today["after"]) == (date(2026, 11, 21), None)
    assert before["before"] is None
    month, year = (client.get(path).context for path in ("/archive/2026/11/", "/archive/2026/"))
    assert {month["before"], month["after"], year["before"], year["after"]} == {None}


def test_empty_days_are_for_readers_and_not_for_search_engines(client):
    StoryFactory(at=on(20))

    for path in ("/archive/2026/11/19/", "/archive/2026/10/", "/archive/2025/"):
        assert 'content="noindex"' in client.get(path).text
    for path in ("/archive/2026/11/20/", "/archive/2026/11/", "/archive/2026/"):
        assert "noindex" not in client.get(path).text


def test_a_story_of_half_past_midnight_is_of_the_papers_day(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        story = StoryFactory(at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC))
        assert client.get("/archive/2026/11/20/").context["lead"] == [story]
        assert client.get("/archive/2026/11/19/").context["lead"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/archive/2026/13/", "/archive/2026/2/30/", "/archive/0/", "/archive/1599/",
        "/archive/2028/", "/archive/99999999999999999999/", "/archive/2026/0/",
        "/archive/2026/11/0/", "/archive/-1/",
    ],
)  # fmt: skip
def test_no_page_for_a_day_that_never_was(client, path):
    assert client.get(path).status_code == 404


def test_corrections_stand_under_their_months_with_their_kind_in_words(client):
    story = StoryFactory(published=True, headline="The vote")
    CorrectionFactory(story=story, kind="correction", text="It was 23.", published_at=on(3))
    CorrectionFactory(kind="clarification", text="By sea.",
                      published_at=datetime(2026, 9, 1, 12, tzinfo=UTC))  # fmt: skip
    page = client.get("/corrections/").text

    assert page.index("November 2026") < page.index("It was 23.") < page.index("September 2026")
    assert "Correction, " in page
    assert "Clarification, " in page
    assert f'href="{story.get_absolute_url()}"' in page


def test_a_paper_without_errors_says_so(client):
    CorrectionFactory(story=StoryFactory(), text="Of a draft")
    CorrectionFactory(story=StoryFactory(taken_down="A mistake."), text="Of what is gone")
    page = client.get("/corrections/").text

    assert "No correction has been published yet." in page
    assert "Of a draft" not in page
    assert "Of what is gone" not in page
