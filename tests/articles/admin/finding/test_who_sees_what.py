"""Whoever asks finds what they may see at the desk, and what they may open there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.finding import stories
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PolicyFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    editor,
    moderator,
    pictures_without_files,
)

from ..desk import address
from .asking import answer, found, names, to_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """One of everything that has “harbour” in its name."""
    section = SectionFactory(name="Harbour", slug="harbour")
    StoryFactory(headline="Harbour out", published=True, section=section)
    StoryFactory(headline="Harbour tomorrow", published=True, at=timezone.now() + timedelta(days=1))
    StoryFactory(headline="Harbour draft")
    GalleryFactory(title="Harbour at night", pictures=pictures_without_files(1))
    GalleryFactory(title="Harbour by day", published=True, pictures=pictures_without_files(1))
    TopicFactory(name="Harbour works", slug="harbour-works")
    AuthorFactory(name="Ann Harbour", slug="ann-harbour")
    PolicyFactory(title="How we cover the harbour")


def test_an_editor_finds_everything_and_where_it_stands(client, ana, paper):
    states = {one["name"]: one["state"] for one in found(client, "harbour")}

    assert states["Harbour out"].startswith("Published, ")
    assert states["Harbour out"].endswith(" · Harbour")
    assert states["Harbour tomorrow"].startswith("Scheduled for ")
    assert states["Harbour draft"].startswith("Draft, written ")
    assert states["Harbour at night"] == "Draft"
    assert {"Harbour by day", "Harbour works", "Ann Harbour", "How we cover the harbour"} <= {
        *states
    }


def test_a_reporter_finds_no_story_of_others_that_readers_have_not(client, jo, paper):
    StoryFactory(headline="Harbour of mine", created_by=jo)
    StoryFactory(headline="Harbour with my name", authors=[AuthorFactory(user=jo)])

    stories = {one["name"] for one in found(client, "harbour") if one["kind"] == "Story"}
    assert stories == {"Harbour out", "Harbour of mine", "Harbour with my name"}


def test_a_reporter_does_not_learn_a_new_headline_of_a_live_story(client, jo):
    story = StoryFactory(headline="Ferry sinks", published=True)
    story.write(by=editor(), headline="Captain arrested")
    story.submit(by=editor())

    assert names(client, "captain") == []
    assert names(client, "ferry") == ["Ferry sinks"]


def test_an_editor_finds_the_new_headline_that_waits_and_links_by_what_readers_have(client, ana):
    story = StoryFactory(headline="Ferry sinks", published=True)
    story.write(by=ana, headline="Captain arrested")
    story.submit(by=ana)

    assert names(client, "captain") == ["Captain arrested"]
    assert [one["text"] for one in to_link(client, "captain")] == ["Ferry sinks"]


def test_a_moderator_finds_the_pages_that_moderators_have(client, paper):
    client.force_login(moderator())

    assert all(one["kind"] != "Story" for one in found(client, "harbour"))
    assert "Readers’ views" in names(client, "views")
    assert names(client, "write a story") == []


def test_nobody_else_gets_an_answer(client, paper):
    assert answer(client, "harbour").status_code == 302
    client.force_login(UserFactory())
    assert answer(client, "harbour").status_code == 302


def test_a_reporter_links_to_a_policy_that_only_editors_open_at_the_desk(client, jo, paper):
    [policy] = [one for one in to_link(client, "harbour") if one["kind"] == "Policy"]
    assert policy["href"].startswith("/about/")
    assert policy["at"] == ""
    assert "How we cover the harbour" not in names(client, "harbour")


def test_whoever_links_to_what_readers_have_not_is_told(client, ana, paper):
    warnings = {one["name"]: one["warning"] for one in to_link(client, "harbour")}

    assert warnings["Harbour draft"] == "Draft: readers will not find it yet."
    assert warnings["Harbour tomorrow"].startswith("Scheduled: ")
    assert warnings["Harbour at night"] == "Readers do not have this gallery yet."
    assert warnings["Harbour out"] == warnings["Harbour by day"] == ""


def test_the_newest_come_first(client, ana):
    now = timezone.now()
    for days in (400, 3, 90, 4000):
        StoryFactory(headline=f"Ferry {days}", published=True, at=now - timedelta(days=days))

    assert names(client, "ferry") == ["Ferry 3", "Ferry 90", "Ferry 400", "Ferry 4000"]


def test_a_draft_is_found_however_many_were_begun_after_it(client, ana, monkeypatch):
    monkeypatch.setattr(stories, "MOST_LOOKED_THROUGH", 2)
    StoryFactory(headline="Ferry of old")
    for number in range(5):
        StoryFactory(headline=f"Bridge {number}")

    assert names(client, "ferry") == ["Ferry of old"]


def test_who_has_typed_nothing_finds_own_work_first(client, jo):
    StoryFactory(headline="Not mine", published=True)
    author = AuthorFactory(user=jo)
    StoryFactory(headline="Mine and out", published=True, authors=[author])
    StoryFactory(headline="Mine", created_by=jo)
    StoryFactory(headline="With my name", authors=[author])

    first = names(client)
    assert {*first[:3]} == {"Mine", "Mine and out", "With my name"}
    assert first[3] == "Write a story"
    assert "Not mine" not in first


def test_one_goes_to_a_list_a_form_and_a_setting_that_one_may_open(client, ana, jo):
    client.force_login(jo)
    assert "Breaking news" not in names(client, "breaking")
    client.force_login(ana)
    assert found(client, "breaking")[0]["at"] == address("paper_breaking")
    assert found(client, "waiting")[0]["at"] == reverse("desk-waiting")
    assert address("topic_add") in [one["at"] for one in found(client, "new topic")]


def test_a_story_is_found_by_its_number(client, ana):
    story = StoryFactory(headline="Ferry")
    assert names(client, f"#{story.pk}")[0] == "Ferry"


def test_without_scripts_a_page_says_the_same(client, ana, paper):
    page = client.get(reverse("desk-find"), {"q": "harbour"}).text
    for name in ("Harbour out", "Harbour draft", "Ann Harbour"):
        assert name in page
    assert "Nothing has these words." in client.get(reverse("desk-find"), {"q": "zyzzyva"}).text
