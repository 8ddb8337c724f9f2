"""What a topic is, who an author is, and how to follow either."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, Topic
from tests.factories import AuthorFactory, PictureFactory, StoryFactory, TopicFactory, editor

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(f"{text}T12:00+00:00")


def test_a_topic_says_what_it_is_about_point_by_point(client):
    topic = TopicFactory(description="Nine branches.", key_facts="One fact.\r\n\r\n  Another. \n")
    StoryFactory(published=True, topics=[topic])
    page = client.get(topic.get_absolute_url()).text

    assert "Nine branches." in page
    assert topic.facts == ["One fact.", "Another."]
    assert "<li>One fact.</li><li>Another.</li>" in page


def test_a_topic_without_facts_leaves_no_empty_box(client):
    topic = TopicFactory()
    StoryFactory(published=True, topics=[topic])

    assert "Key facts" not in client.get(topic.get_absolute_url()).text


def test_a_topic_or_an_author_that_only_hidden_stories_know_is_not_there(client):
    topic, author = TopicFactory(), AuthorFactory()
    StoryFactory(topics=[topic], authors=[author])

    for address in (topic.get_absolute_url(), author.get_absolute_url()):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}latest.rss").status_code == 404


def test_somebody_new_is_sent_to_the_stories_that_explain_the_topic_oldest_first(client):
    topic = TopicFactory()
    later = StoryFactory(headline="The vote", at=at("2026-03-01"), topics=[topic])
    first = StoryFactory(headline="The survey", at=at("2026-01-01"))
    topic.start_here.set([later, first])

    assert list(client.get(topic.get_absolute_url()).context["start_here"]) == [first, later]


def test_nobody_is_sent_to_a_story_that_readers_cannot_see(client):
    topic = TopicFactory()
    hidden = [
        StoryFactory(headline="Secret merger"),
        StoryFactory(headline="Secret merger", at=timezone.now() + timedelta(hours=1)),
        StoryFactory(headline="Secret merger", taken_down="A mistake."),
    ]
    topic.start_here.set(hidden)
    page = client.get(topic.get_absolute_url()).text

    assert "Secret merger" not in page
    assert "Start here" not in page


def test_stories_stand_under_the_months_in_which_readers_got_them(client):
    topic, author = TopicFactory(), AuthorFactory()
    # Half past midnight in London, still the month before in New York.
    for moment in ("2026-06-30T23:30+00:00", "2026-06-10T12:00+00:00"):
        StoryFactory(at=datetime.fromisoformat(moment), topics=[topic], authors=[author])
    for thing in (topic, author):
        page = client.get(thing.get_absolute_url()).text
        assert page.index("July 2026") < page.index("June 2026")


def test_a_topic_and_an_author_have_feeds_of_their_own(client):
    topic = TopicFactory(name="Libraries", slug="libraries", description="Reading rooms")
    author = AuthorFactory(name="Ana Petrov", slug="ana-petrov", bio="Nine years here.")
    hers = {"topics": [topic], "authors": [author]}
    StoryFactory(headline="Here", published=True, **hers)
    StoryFactory(headline="Elsewhere", published=True)
    StoryFactory(headline="Draft", **hers)
    StoryFactory(headline="Gone", taken_down="A mistake.", **hers)
    for thing, words in ((topic, "Reading rooms"), (author, "Nine years here.")):
        address = f"{thing.get_absolute_url()}latest.rss"
        feed = ET.fromstring(client.get(address).content).find("channel")  # noqa: S314 our own
        assert [item.findtext("title") for item in feed.iter("item")] == ["Here"]
        assert feed.findtext("title").startswith(f"{thing.name} · ")
        assert feed.findtext("description") == words
        assert feed.findtext("link").endswith(thing.get_absolute_url())
        assert address in client.get(thing.get_absolute_url()).text
    for address in ("/topics/nothing/latest.rss", "/authors/nobody/latest.rss"):
        assert client.get(address).status_code == 404


def test_an_author_can_be_written_to(client):
    author = AuthorFactory(
        name="Ana Petrov", role="City hall reporter", location="Portside", bio="Nine years here.",
        languages="English, Bulgarian", areas="The council", contact="ana@paper.example",
        pgp_fingerprint="00DE A110", portrait=PictureFactory(alt="Ana Petrov at her desk"),
    )  # fmt: skip
    StoryFactory(published=True, authors=[author])
    page = client.get(author.get_absolute_url()).text

    for words in ("City hall reporter", "Portside", "Nine years here.", "English, Bulgarian",
                  "The council", "00DE A110", "Ana Petrov at her desk"):  # fmt: skip
        assert words in page
    assert 'href="mailto:ana@paper.example"' in page


def test_an_author_of_whom_little_is_known_has_a_short_page(client):
    author = AuthorFactory()
    StoryFactory(published=True, authors=[author])
    page = client.get(author.get_absolute_url()).text

    for label in ("Based in", "Covers", "Speaks", "Write to", "PGP"):
        assert label not in page


def topic_form(**changes):
    return {"name": "Libraries", "slug": "", "description": "", "key_facts": ""} | changes


def test_the_desk_sends_newcomers_to_three_stories_and_refuses_a_fourth_in_words(client):
    client.force_login(editor())
    stories = [StoryFactory(published=True).pk for _ in range(4)]
    add = reverse("admin:articles_topic_add")

    answer = client.post(add, topic_form(start_here=stories, key_facts="A fact."))
    assert answer.status_code == 422
    assert "Choose up to 3 stories; these are 4." in answer.text
    assert "A fact." in answer.text
    client.post(add, topic_form(start_here=stories[:3], key_facts="A fact."))
    assert Topic.objects.get().start_here.count() == 3


def author_form(**changes):
    blank = ("slug", "role", "location", "bio", "portrait", "languages", "areas", "contact")
    blank = dict.fromkeys((*blank, "pgp_fingerprint", "user"), "")
    return blank | {"name": "Ana Petrov"} | changes


@pytest.mark.parametrize(
    "written",
    [
        "0x00dea110c0de00001de400000badc0deface0001",
        "00DE A110 C0DE 0000 1DE4  0000 0BAD C0DE FACE 0001",
    ],
)
def test_a_fingerprint_is_kept_as_people_compare_it(client, written):
    client.force_login(editor())
    client.post(reverse("admin:articles_author_add"), author_form(pgp_fingerprint=written))

    kept = "00DE A110 C0DE 0000 1DE4 0000 0BAD C0DE FACE 0001"
    assert Author.objects.get().pgp_fingerprint == kept


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("pgp_fingerprint", "my key is on the website", "A fingerprint has 40 digits"),
        ("pgp_fingerprint", "0BAD C0DE", "A fingerprint has 40 digits"),
        ("contact", "ana at paper", "Enter a valid email address."),
    ],
)
def test_the_desk_says_what_is_wrong_with_an_authors_details(client, field, value, words):
    client.force_login(editor())
    answer = client.post(reverse("admin:articles_author_add"), author_form(**{field: value}))

    assert answer.status_code == 422
    assert words in answer.text
    assert value in answer.text
