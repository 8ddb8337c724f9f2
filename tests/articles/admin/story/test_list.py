"""The list of stories: one's work is found in it, and it stays as one has left it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.story.admin import StoryAdmin
from articles.admin.story.changelist import story_list
from articles.admin.story.changelist.story_list import NewestThousand
from articles.checks.registry import CHECKS, Check
from articles.models import Checked, Story
from articles.search import desk as searching
from articles.search import full_text
from articles.search.finding import Search
from tests.articles.admin.desk import address, press, story_form
from tests.factories import SectionFactory, StoryFactory, reporter
from tests.html import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = "story_changelist"


def listed(client, **asked):
    return on_one_line(client.get(address(LIST), asked).text)


def cells(page, column):
    """What stands in a column, by row, without markup."""
    found = re.findall(rf'class="field-{column}[^"]*">(.*?)</t[dh]>', page)
    return [re.sub(r"<[^>]*>", "", cell) for cell in found]


def chips(page):
    """{what a chip says: the address of the list without it}."""
    found = re.findall(r'<a class="list-chip" href="([^"]*)">(.*?)</a>', page)
    return {
        " ".join(re.sub(r"<[^>]*>", " ", text).split()).removeprefix("Remove "): link
        for link, text in found
    }


@pytest.fixture
def city(db):
    return SectionFactory(name="City")


# Searching


def test_a_draft_is_found_by_what_stands_in_its_text_and_the_row_shows_where(client, ana):
    StoryFactory(headline="Timetable", body="<p>Nobody knew of the <b>ferry</b> & its crew.</p>")
    StoryFactory(headline="Something else")
    page = listed(client, q="ferries")

    assert cells(page, "headline") == ["Timetable"]
    assert "Nobody knew of the <mark>ferry</mark> &amp; its crew." in page
    by_its_beginning = listed(client, q="ferr* crew")
    assert "<mark>ferry</mark> &amp; its <mark>crew</mark>." in by_its_beginning


def test_what_was_found_in_readers_text_alone_is_shown_from_there(client, ana):
    story = StoryFactory(published=True, body="<p>The okapi ran.</p>")
    story.write(by=ana, body="<p>It ran.</p>")

    assert "The <mark>okapi</mark> ran." in listed(client, q="okapi")


def test_a_row_found_by_its_section_says_that_it_is_not_in_the_text(client, ana, city):
    StoryFactory(headline="Timetable", section=city)

    assert cells(listed(client, q="city"), "found_in") == [
        "Section, author, topic, picture or quote"
    ]


def test_a_reporter_sees_nothing_of_the_text_that_readers_have_not_got(client, ana):
    story = StoryFactory(published=True, headline="Quay opens", body="<p>The crane is red.</p>")
    story.write(by=ana, headline="Okapi there", body="<p>The okapi ran past the crane.</p>")
    jos = Client()
    jos.force_login(reporter())

    assert cells(listed(jos, q="okapi"), "headline") == []
    page = listed(jos, q="crane")
    assert cells(page, "headline") == ["Quay opens"]
    assert "okapi" not in page.lower()
    assert cells(page, "length") == ["4"]


def test_nothing_is_found_by_words_that_cannot_be_searched_for(client, ana):
    StoryFactory()

    for words in ("the", "???", "-ferry", "\u200b"):
        page = client.get(address(LIST), {"q": words})
        assert page.status_code == 200
        assert cells(on_one_line(page.text), "headline") == []


def test_of_more_than_a_thousand_it_says_so_and_shows_the_newest(client, ana, monkeypatch):
    monkeypatch.setattr(searching, "MAX_COUNTED", 2)
    monkeypatch.setattr(NewestThousand, "most", 2)
    for _ in range(3):
        StoryFactory()

    for asked in ({}, {"q": "bridge"}):
        page = listed(client, **asked)
        assert "More than 2 stories; these are the newest." in page
    assert "More than 2 found, the newest of them" in page


def test_an_order_of_words_is_looked_for_in_the_newest_and_the_list_says_so(
    client, ana, monkeypatch
):
    for module in (searching, full_text, story_list):
        monkeypatch.setattr(module, "MOST_COMPARED", 2)
    for headline in ("Bridge of sighs", "Bridge of sighs", "Sighs of a bridge"):
        StoryFactory(headline=headline)
    page = listed(client, q='"bridge of sighs"')

    assert "1 found among the 2 newest that have these words" in page


def test_a_reporter_leafs_through_own_drafts_and_what_is_out_in_one_order(client, monkeypatch):
    monkeypatch.setattr(StoryAdmin, "list_per_page", 2)
    person = reporter()
    client.force_login(person)
    now = timezone.now()
    for day in range(3):
        StoryFactory(headline=f"Out {day}", at=now - timedelta(days=day))
        StoryFactory(headline=f"Others’ draft {day}")
        StoryFactory(headline=f"Own draft {day}", by=person)
    pages = [cells(listed(client, p=number), "headline") for number in (1, 2, 3)]

    headlines = [headline for page in pages for headline in page]
    assert headlines == [
        *("Own draft 2", "Own draft 1", "Own draft 0"),
        *("Out 0", "Out 1", "Out 2"),
    ]


def test_a_search_asks_the_same_for_more_rows(client, ana):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(LIST), {"q": "bridge"}).status_code == 200
        return len(queries)

    StoryFactory(published=True)
    asked()
    one = asked()
    for _ in range(5):
        StoryFactory(published=True).write(by=ana, headline="Bridge again")
    # Of PostgreSQL four more, that say how it is to be found.
    assert asked() == one <= 18 + (4 if connection.vendor == "postgresql" else 0)


# What it is narrowed down by


def test_what_the_list_is_narrowed_down_by_stands_above_it_each_with_its_own_way_out(
    client, ana, city
):
    SectionFactory(name="Sport")
    StoryFactory(section=city, headline="Ferry sails")
    page = listed(client, q="ferry <b>", state="draft", section__id__exact=city.pk)
    above = chips(page)

    assert list(above) == ["State: Draft ×", "Section: City ×", "Words: “ferry &lt;b&gt;” ×"]
    assert f"?q=ferry+%3Cb%3E&amp;section__id__exact={city.pk}" == above["State: Draft ×"]
    without = client.get(address(LIST) + above["Section: City ×"].replace("&amp;", "&"))
    assert list(chips(on_one_line(without.text))) == [
        "State: Draft ×",
        "Words: “ferry &lt;b&gt;” ×",
    ]
    assert '<a class="list-chips__all" href="?">Clear all</a>' in page
    assert chips(listed(client)) == {}
    assert "Clear all" not in listed(client)


def test_the_way_back_from_a_story_leads_to_the_list_as_it_was_left(client, ana, city):
    story = StoryFactory(section=city)
    listed(client, state="draft", section__id__exact=city.pk)
    back = f"{address(LIST)}?back=1"

    for page in ("change", "schedule", "versions"):
        opened = client.get(address(f"story_{page}", story.pk)).text
        assert f'<a href="{back}">Stories</a>' in opened, page
    press(client, story, "_save", headline="Saved")
    form = story_form(city, story, headline="Saved again") | {"_back": "1"}
    saved = client.post(address("story_change", story.pk), form)
    assert saved.url == back
    assert Story.objects.get().latest.headline == "Saved again"
    assert client.get(back).url == f"{address(LIST)}?state=draft&section__id__exact={city.pk}"
    others = Client()
    others.force_login(reporter())
    assert others.get(back).url == address(LIST)


def test_a_list_that_is_not_narrowed_down_any_more_is_left_as_such(client, ana):
    listed(client, state="draft", q="ferry")
    listed(client)

    assert client.get(address(LIST), {"back": "1"}).url == address(LIST)


def test_nothing_strange_is_kept_of_an_address(client, ana):
    listed(client, state="draft", q="x" * 3_000)
    assert client.session["list_of_stories"] == {"state": "draft"}
    client.get(address(LIST), {"state__regex": "("})
    client.get(address(LIST), {"_popup": "1", "state": "ready"})

    assert client.session["list_of_stories"] == {"state": "draft"}


# What a row says


def test_a_row_says_how_many_words_the_newest_text_has(client, ana):
    story = StoryFactory(published=True, body="<p>One two three.</p>")
    story.write(by=ana, body="<p>One two three four.</p><p>Five.</p>")

    assert cells(listed(client), "length") == ["5"]


def test_a_row_says_what_the_checks_said_when_the_story_was_saved(client, ana, city):
    body = '<p>The ferry <a href="/no/such/">sails</a>, <a href="/nor/this/">too</a>.</p>'
    client.post(address("story_add"), story_form(city, body=body, standfirst="Soon."))
    story = Story.objects.get()
    assert cells(listed(client), "checks") == ["2 stop it 2 to think about"]

    press(client, story, "_save", body="<p>The ferry sails.</p>")
    assert cells(listed(client), "checks") == ["2 to think about"]  # no byline, no picture


def test_it_says_nothing_of_a_version_that_was_never_checked_nor_of_what_readers_have(client, ana):
    story = StoryFactory(body='<p>A <a href="/no/such/">link</a>.</p>')
    out = StoryFactory(published=True)
    for each in (story, out):
        Checked.objects.create(story=each, version=1, stops=1, advises=0)
    assert cells(listed(client), "checks") == ["1 stops it", "–"]
    story.write(by=ana, headline="Written by an import")

    assert cells(listed(client), "checks") == ["–", "–"]


def test_what_may_stay_is_not_counted_any_more(client, ana, city):
    client.post(address("story_add"), story_form(city, standfirst="Soon."))
    story = Story.objects.get()
    assert cells(listed(client), "checks") == ["2 to think about"]
    panel = client.get(address("story_change", story.pk)).text
    key = re.search(r'name="accept" value="(\w+)"', panel)[1]
    client.post(address("story_accept", story.pk), story_form(city, story) | {"accept": key})

    assert cells(listed(client), "checks") == ["1 to think about"]


def test_a_check_that_breaks_keeps_nobody_from_saving(client, ana, city, monkeypatch, caplog):
    def breaks(draft):
        raise ZeroDivisionError

    monkeypatch.setitem(CHECKS, "breaks", Check("breaks", breaks))
    client.post(address("story_add"), story_form(city))

    assert Story.objects.get().latest.headline == "Ferry sails again"
    assert "broke off" in caplog.text
    assert cells(listed(client), "checks") == ["–"]


# What readers find


def test_a_live_story_that_is_moved_to_another_section_is_found_there(client, ana, city):
    story = StoryFactory(published=True, headline="Ferry sails", section=city)
    sport = SectionFactory(name="Sport")
    form = story_form(sport, story)
    client.post(address("story_change", story.pk), form | {"_save": "1"})
    story.refresh_from_db()

    assert story.section == sport
    assert Search("ferry", section=sport.slug).stories.count() == 1
