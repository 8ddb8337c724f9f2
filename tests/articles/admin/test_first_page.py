"""The desk's first page: one's work, what waits, what comes; the tables are behind one line."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import Embargo
from newsroom import clock
from tests.factories import CommentFactory, StoryFactory, editor, moderator, reporter
from tests.html import on_one_line

pytestmark = pytest.mark.django_db


def first_page(client, person):
    client.force_login(person)
    return on_one_line(client.get(reverse("admin:index")).text)


def under(page):
    """{heading: what stands under it} of the first page."""
    parts = re.split(r'<h2 id="inbox-\w+">(.*?)</h2>', page.split('class="desk-everything"')[0])
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_an_editor_finds_work_what_waits_and_what_comes_each_under_its_heading(client):
    odile = editor(name="Odile")
    StoryFactory(headline="My draft", created_by=odile, by=odile)
    StoryFactory(headline="Read me").submit(by=None)
    StoryFactory(headline="Tonight", at=clock.now() + timedelta(hours=3))
    page = under(first_page(client, odile))

    assert list(page) == ["Your work", "Waiting for you", "What comes next", "What you did last"]
    for heading, headline in zip(page, ("My draft", "Read me", "Tonight"), strict=False):
        assert headline in page[heading], heading


def test_of_what_comes_within_a_day_the_next_are_shown_and_all_are_counted(client):
    for hour in range(12, 5, -1):
        StoryFactory(headline=f"In {hour} hours", at=clock.now() + timedelta(hours=hour))
    Embargo.objects.create(name="Census", until=clock.now() + timedelta(hours=2))
    page = under(first_page(client, editor()))["What comes next"]

    shown = [name for name in ("Census", *(f"In {n} hours" for n in range(6, 13))) if name in page]
    assert shown == ["Census", *(f"In {n} hours" for n in range(6, 10))]
    assert "All 8" in page


def test_what_a_reporter_has_handed_in_is_still_their_work(client):
    jo = reporter(name="Jo")
    StoryFactory(headline="Handed in", created_by=jo, by=jo).submit(by=jo)
    page = under(first_page(client, jo))

    assert "Handed in" in page["Your work"]
    assert "Nothing waits for you." in page["Waiting for you"]
    assert "Nothing in the next 24 hours." in page["What comes next"]


def test_a_moderator_finds_readers_views_under_what_waits(client):
    CommentFactory(status="waiting")
    page = under(first_page(client, moderator()))

    assert "1 reader’s view to read" in page["Waiting for you"]
    assert "Nothing waits" not in page["Waiting for you"]


def test_the_tables_are_behind_everything(client):
    page = first_page(client, editor())
    before, tables = page.split("<summary>Everything on the desk</summary>")

    assert "Old addresses" in tables
    assert "<table" not in before
    assert f'href="{reverse("admin:articles_story_changelist")}">Stories</a>' in before
