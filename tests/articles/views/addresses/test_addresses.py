"""Every address of the paper answers, and old ones lead to new ones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import OldAddress, Story
from newsroom import clock
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/", "/galleries/", "/quotes/", "/archive/", "/archive/2026/", "/archive/2026/11/",
        "/archive/2026/11/22/", "/search/", "/search/?q=flood", "/corrections/", "/latest.rss",
        "/sitemap.xml", "/robots.txt", "/accounts/login/", "/accounts/signup/",
        "/accounts/password/reset/", "/healthz",
    ],
)  # fmt: skip
def test_an_empty_paper_answers_at_every_fixed_address(client, path):
    assert client.get(path).status_code == 200


def test_everything_published_has_an_address_of_its_own(client):
    story = StoryFactory(published=True, topics=[TopicFactory()], authors=[AuthorFactory()])
    gallery = GalleryFactory(published=True)
    things = [story, story.section, *story.topics.all(), *story.authors.all(), gallery]
    things += [QuoteFactory(), *gallery.placements.all()]

    assert {client.get(thing.get_absolute_url()).status_code for thing in things} == {200}


def test_a_new_headline_or_section_breaks_no_old_link(client):
    story = StoryFactory(published=True)
    old = story.get_absolute_url()
    story.slug, story.section = "a-better-headline", SectionFactory()
    story.save()

    response = client.get(old)
    assert response.status_code == 301
    assert response.url == story.get_absolute_url()


@pytest.mark.parametrize(
    "headline", ["هەواڵی نوێ", "ข่าวน้ำท่วมใหญ่", "Überflutung in Köln", "समाचार आज", "京都の橋"]
)
def test_a_headline_in_any_script_makes_a_readable_address(client, headline):
    story = StoryFactory(published=True, headline=headline)

    assert story.slug == headline.lower().replace(" ", "-")
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_story_taken_down_says_why_and_tells_machines_that_it_is_gone(client):
    story = StoryFactory(taken_down="The court has asked for it.")

    response = client.get(story.get_absolute_url())
    assert response.status_code == 410
    assert "The court has asked for it." in response.text
    assert story.live.headline not in response.text


def test_a_draft_cannot_be_told_from_what_never_existed(client):
    draft = StoryFactory(headline="Secret merger")
    scheduled = StoryFactory(at=timezone.now() + timedelta(hours=1))
    never = "/city/999999/no-such-story/"

    answers = [
        client.get(path) for path in (draft.get_absolute_url(), scheduled.get_absolute_url(), never)
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1


def test_an_address_of_the_past_leads_to_the_story(client):
    story = StoryFactory(published=True)
    OldAddress.objects.create(path="/2013/01/the-bridge/", story=story)
    OldAddress.objects.create(path="/?p=42", story=story)

    for path in ("/2013/01/the-bridge/", "/?p=42"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, story.get_absolute_url())


def test_an_old_address_of_a_hidden_story_leads_nowhere(client):
    OldAddress.objects.create(path="/2013/01/the-bridge/", story=StoryFactory())

    assert client.get("/2013/01/the-bridge/").status_code == 404


def test_each_picture_of_a_gallery_keeps_its_address_when_the_order_changes(client):
    gallery = GalleryFactory(published=True)
    first, second = gallery.placements.all()
    address = first.get_absolute_url()
    first.position, second.position = 1, 0
    first.save()
    second.save()

    response = client.get(address)
    assert response.status_code == 200
    assert response.context["placement"].picture == first.picture


def test_a_correction_stands_on_the_story_and_in_the_list(client):
    correction = CorrectionFactory()

    for path in (correction.story.get_absolute_url(), "/corrections/"):
        assert correction.text in client.get(path).text


def test_a_page_without_a_final_slash_is_found(client):
    section = SectionFactory()

    assert client.get(section.get_absolute_url().rstrip("/")).url == section.get_absolute_url()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_is_all_that_a_page_allows(client, method):
    for path in ("/", "/archive/", "/quotes/", "/search/", "/latest.rss", "/sitemap.xml"):
        assert getattr(client, method)(path).status_code == 405


def test_stories_of_the_same_topic_are_offered_before_those_of_the_section(client):
    topic = TopicFactory()
    old = StoryFactory(published=True, topics=[topic], headline="The old bridge")
    story = StoryFactory(published=True, topics=[topic])
    beside = StoryFactory(published=True, section=story.section, headline="A fair")
    StoryFactory(published=True, headline="Something else altogether")

    assert client.get(story.get_absolute_url()).context["related"] == [old, beside]


def test_a_process_that_has_answered_before_still_asks_the_clock(client):
    story = StoryFactory(at=clock.now() + timedelta(hours=1))
    assert client.get(story.get_absolute_url()).status_code == 404

    # Its hour is after that answer and before the next, however fast the machine is.
    Story.objects.filter(pk=story.pk).update(published_at=clock.now())
    assert client.get(story.get_absolute_url()).status_code == 200
