"""What a reader's page costs does not grow with the archive, nor the desk's list of stories.

PostgreSQL tells how many of its blocks (of 8 KB) it has read for each query of a page, SQLite how
it would go about it. No clock has a part in it.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from articles.admin.finding import stories
from articles.admin.story.changelist import story_list
from articles.demo import generating
from articles.models import Story
from articles.search import desk, finding, full_text, suggestions
from newsroom import clock, paging
from newsroom.bulk_insert import analyze
from tests.factories import PictureFactory, QuoteFactory, editor, reporter

from .pages import OTHERS, lists_of_the_desk, pages, pages_of_the_desk, routes
from .plans import Plans

pytestmark = [pytest.mark.thorough, pytest.mark.database, pytest.mark.django_db]

MOST_BLOCKS = 3_000
# A page of a larger paper may read twice as much, or so many more: plans differ with the order of
# rows and with what was sampled. One that grows with the archive reads ten times as much.
MORE, A_FEW = 2, 600
# Pages that grow still: blocks at 20,000 stories, and why. Whoever makes one cheaper says so
# here, or takes it out.
GROWING = {
    "Editor: desk drafts": (1_600, "reads the drafts that have the word, up to a thousand"),
    "Reporter: desk drafts": (500, "the same, of own texts"),
}
FEW = 100  # that a search counts and looks through in these tests
FAR = 2.5  # times what is stated
# What SQLite reads from end to end, by page.
SCANNED = {}


def load(count, *, years, seed):
    generating.load(count=count, years=years, seed=seed, with_search=True, progress=lambda n: None)


def first_years(count, *, years):
    PictureFactory(alt="A bridge")
    load(count, years=years, seed=1)
    QuoteFactory(story=Story.objects.published().newest_first()[5])
    analyze()


def plans_of_pages(client):
    """By name the Plans of each page."""
    found = {}
    client.get("/robots.txt")  # the first answer of a process asks what the database can do
    asked = [(client, name, path) for name, path in pages()]
    for somebody in (editor(), reporter()):
        desk, role = Client(), somebody.groups.get().name
        desk.force_login(somebody)
        addresses = (*pages_of_the_desk(somebody), *lists_of_the_desk())
        asked += [(desk, f"{role}: {name}", path) for name, path in addresses]
    for visitor, name, path in asked:
        with Plans() as found[name]:
            assert visitor.get(path).status_code == 200, path
    return found


@pytest.fixture(autouse=True)
def a_month_has_just_ended(monkeypatch):
    """Searches go back by months: on the 1st they look at one day of it, on the 30th at thirty."""
    first = clock.now().replace(day=1, hour=0, minute=0)
    end = first - timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: end)
    monkeypatch.setattr(desk, "_last", lambda: first + timedelta(days=20))


@pytest.fixture
def lists_end_soon(monkeypatch):
    """So that the smaller paper reaches their end as well."""
    monkeypatch.setattr(paging, "MOST_PAGES", 5)
    monkeypatch.setattr(stories, "MOST_LOOKED_THROUGH", 20)
    monkeypatch.setattr(suggestions, "MAX_ROWS", 100)
    monkeypatch.setattr(story_list.NewestThousand, "most", FEW)
    for module in (finding, desk):
        monkeypatch.setattr(module, "MAX_COUNTED", FEW)
    for module in (full_text, desk):
        monkeypatch.setattr(module, "MOST_COMPARED", FEW)


@pytest.fixture
def nine_years_before(monkeypatch):
    """Load as many stories a year as there were, of the nine years before them."""

    def load_more(count):
        a_year_ago = clock.now() - timedelta(days=365)
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: a_year_ago)
            load(count, years=9, seed=2)

    return load_more


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite does not say what it has read")
def test_ten_times_the_stories_cost_a_page_no_more(client, lists_end_soon, nine_years_before):
    first_years(2_000, years=1)
    small = {name: plans.blocks for name, plans in plans_of_pages(client).items()}
    nine_years_before(18_000)
    large = {name: plans.blocks for name, plans in plans_of_pages(client).items()}

    too_much = {
        name: (small[name], blocks)
        for name, blocks in large.items()
        if name not in GROWING
        and blocks > min(MOST_BLOCKS, max(small[name] * MORE, small[name] + A_FEW))
    }
    otherwise = {
        name: (stated, large[name])
        for name, (stated, _) in GROWING.items()
        if not stated / FAR < large[name] < stated * FAR
    }
    assert (too_much, otherwise) == ({}, {})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is asked what it has read")
def test_no_page_reads_a_long_table_from_end_to_end(client):
    first_years(300, years=1)
    scans = {name: sorted(set(plans.scans)) for name, plans in plans_of_pages(client).items()}

    assert {name: tables for name, tables in scans.items() if tables} == SCANNED


def test_every_page_of_stories_has_an_example(client):
    first_years(300, years=1)
    named = {name.partition(" ")[0] for name, _ in pages()}

    there = {route.rpartition(":")[2] for route in routes() - OTHERS}
    assert there == named
    assert routes() >= OTHERS
