"""What was wrong and what is right, wherever readers and machines look for it."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import reads
from articles.context import current_paper
from articles.front import FrontPage
from articles.models import Correction, Section
from articles.publishing import Change
from newsroom import clock
from tests.factories import CorrectionFactory, StoryFactory, editor

from .test_embargo_hours import let_pass

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WRONG, RIGHT = "We gave the vote as 24 to 18.", "The vote was 23 to 19."


def corrected(*, material=True, wrong=WRONG, text=RIGHT, kind="correction", **fields):
    story = StoryFactory(published=True, **fields)
    story.write(by=None, body="<p>The bridge opened on Monday by 23 to 19.</p>")
    story.update(by=None, change=Change(kind, text, wrong=wrong, material=material))
    return story


def text_of(story):
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


def changes_of(story, number):
    return reverse("articles:story-version-changes", args=[story.section.slug, story.pk, number])


@pytest.mark.parametrize("address", [lambda s: s.get_absolute_url(), text_of])
def test_readers_are_told_what_was_wrong_and_what_is_right(client, address):
    page = client.get(address(corrected())).text

    assert page.index("What was wrong:") < page.index(WRONG) < page.index(RIGHT)
    assert page.index(RIGHT) < page.index("The bridge opened")
    assert page.rindex(RIGHT) > page.index("The bridge opened")


def test_what_was_wrong_need_not_be_said(client):
    story = corrected(wrong="", kind="update")

    for address in (story.get_absolute_url(), text_of(story), "/corrections/updates/"):
        page = client.get(address).text
        assert RIGHT in page
        assert "What was wrong" not in page


@pytest.mark.parametrize("kind", Correction.Kind)
def test_what_only_adds_something_is_not_among_what_was_wrong_nor_in_its_colour(client, kind):
    CorrectionFactory(kind=kind, text=RIGHT)
    is_news = kind in ("update", "note")
    lists = {is_news: "/corrections/updates/", not is_news: "/corrections/"}
    page, other = client.get(lists[True]).text, client.get(lists[False]).text

    assert RIGHT in page
    assert RIGHT not in other
    assert ("correction--news" in page) == is_news
    for each in (page, other):
        assert each.count('href="/corrections/') >= 2  # the other list, and the feed of both


def test_both_lists_say_so_when_there_is_nothing(client):
    assert "No correction has been published yet." in client.get("/corrections/").text
    assert "No update has been published yet." in client.get("/corrections/updates/").text


def test_what_was_only_unclear_is_not_called_wrong(client):
    story = corrected(kind="clarification")

    for address in (
        story.get_absolute_url(),
        text_of(story),
        "/corrections/",
        "/corrections/latest.rss",
    ):
        page = client.get(address).text
        assert "What was wrong" not in page
        assert page.index("Before:") < page.index(WRONG) < page.index("Now:") < page.index(RIGHT)


@pytest.mark.parametrize("address", [lambda s: s.get_absolute_url(), text_of])
def test_a_story_lists_its_changes_with_hour_and_zone_and_leads_to_the_difference(client, address):
    story = corrected(material=False)
    story.update(by=None, change=Change("note", "We asked the mayor again.", material=False))
    page = client.get(address(story)).text
    listed = page[page.index("Changes to this story") :]

    assert listed.index("We asked the mayor again.") < listed.index(RIGHT)
    assert listed.index(RIGHT) < listed.index("First published")
    assert f"</time> {timezone.localtime().tzname()}" in listed
    assert listed.count("See what changed") == 1  # a note alone has no difference
    assert f'href="{changes_of(story, 2)}"' in listed
    assert client.get(changes_of(story, 2)).status_code == 200


def test_a_story_without_changes_has_no_list_of_them(client):
    story = StoryFactory(published=True)
    story.write(by=None, body="<p>Without its typing error.</p>")
    story.update(by=None)

    for address in (story.get_absolute_url(), text_of(story)):
        assert "Changes to this story" not in client.get(address).text


@pytest.mark.parametrize("address", [lambda s: s.get_absolute_url(), text_of])
def test_what_stands_there_now_can_be_cited(client, address):
    story = corrected()
    cited = reverse("articles:story-version", args=[story.section.slug, story.pk, 2])

    assert f'href="{cited}">Cite this version<' in client.get(address(story)).text
    assert client.get(cited).status_code == 200


def test_the_desk_finds_no_link_to_what_readers_cannot_have(client):
    story = StoryFactory(at=clock.now() + timedelta(hours=1))
    client.force_login(editor())

    for address in (story.get_absolute_url(), text_of(story)):
        page = client.get(address)
        assert page.status_code == 200
        assert "Cite this version" not in page.text


def test_the_list_of_corrections_says_what_was_wrong_and_leads_to_story_and_difference(client):
    story = corrected(headline="Council votes")
    page = client.get("/corrections/").text

    for part in ("Correction, ", WRONG, RIGHT, story.get_absolute_url(), changes_of(story, 2)):
        assert part in page
    assert 'type="application/rss+xml"' in page
    assert 'href="/corrections/latest.rss"' in page


def feed(client):
    answer = client.get("/corrections/latest.rss")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ET.fromstring(answer.content).find("channel")  # noqa: S314 our own feed


def test_corrections_can_be_followed_as_a_feed(client, settings):
    settings.SITE_URL = "https://record.example"
    story = corrected(headline="Council & vote", wrong="We wrote <b>24\x08</b>.")
    correction = story.corrections.get()
    channel = feed(client)
    item = channel.find("item")

    assert channel.find("{http://www.w3.org/2005/Atom}link").attrib == {
        "rel": "self",
        "href": "https://record.example/corrections/latest.rss",
    }
    assert item.findtext("title") == "Correction: Council & vote"
    assert "We wrote <b>24</b>." in item.findtext("description")
    assert RIGHT in item.findtext("description")
    link = item.findtext("link")
    assert link == f"https://record.example{story.get_absolute_url()}#changes"
    assert 'id="changes"' in client.get(story.get_absolute_url()).text
    tag = f"tag:record.example,{correction.published_at:%Y-%m-%d}:correction-{correction.pk}"
    assert item.findtext("guid") == tag


def test_a_new_headline_keeps_a_correction_from_appearing_twice(client):
    story = corrected()
    before = feed(client).findtext("item/guid")
    story.write(by=None, headline="Another")
    story.update(by=None)

    assert [item.findtext("guid") for item in feed(client).iter("item")] == [before]
    assert feed(client).findtext("item/title") == "Correction: Another"


def test_no_correction_is_known_before_its_hour_or_while_its_story_is_hidden(client):
    later = StoryFactory(published=True, headline="Later")
    later.write(by=None, body="<p>New.</p>")
    change = Change("correction", "Not before its hour.")
    later.update(by=None, at=clock.now() + timedelta(hours=1), change=change)
    CorrectionFactory(story=StoryFactory(), text="Of a draft.")
    gone = corrected(text="Of a story that is gone.")
    gone.take_down(by=None, reason="A mistake.")

    for address in ("/corrections/", "/corrections/latest.rss", later.get_absolute_url()):
        page = client.get(address).text
        for hidden in ("Not before its hour.", "Of a draft.", "Of a story that is gone."):
            assert hidden not in page
    let_pass(later, timedelta(hours=2))
    assert "Not before its hour." in client.get("/corrections/latest.rss").text


def test_the_feed_asks_the_same_few_questions_for_any_number(client, django_assert_max_num_queries):
    for _ in range(4):
        CorrectionFactory()

    with django_assert_max_num_queries(4):
        feed(client)


# Retracted


@pytest.mark.parametrize("address", [lambda s: s.get_absolute_url(), text_of])
def test_a_retracted_story_keeps_its_address_and_says_so_before_all_else(client, address):
    story = StoryFactory(published=True, headline="Brewery knew")
    story.retract(by=None, reason="The letters are forged.")
    answer = client.get(address(story))
    page = answer.text[answer.text.index("<main") :]

    assert answer.status_code == 200
    assert "<title>Retracted: Brewery knew" in answer.text
    assert "noindex" not in answer.text
    assert page.index("Retracted<") < page.index("The letters are forged.") < page.index("<h1")
    assert "The bridge over the Alder" in page
    assert "Retraction, " in page[page.index("Changes to this story") :]


def test_lists_say_in_a_word_that_a_story_was_retracted(client):
    story = StoryFactory(published=True, headline="Brewery knew")
    addresses = [
        "/", "/text/", "/search/?q=brewery", story.section.get_absolute_url(), "/archive/",
        f"/archive/{timezone.localdate():%Y/%-m/%-d}/", "/latest.rss",
    ]  # fmt: skip
    told = {path for path in addresses if "Retracted" in client.get(path).text}
    assert told == set()

    story.retract(by=None, reason="The letters are forged.")
    silent = [
        path
        for path in addresses
        if "Brewery knew" in (page := client.get(path).text) and "Retracted" not in page
    ]
    assert silent == []
    assert "Retracted" in client.get("/search/?q=brewery").text


def test_a_retracted_story_leads_no_front_page_and_is_neither_most_read_nor_breaking(client):
    story = StoryFactory(published=True, prominence=2, headline="Brewery knew")
    sound = StoryFactory(published=True, headline="A sound story")
    reads.add({(story.pk, timezone.now().replace(minute=0, second=0, microsecond=0)): 1})
    paper = current_paper()
    hour = clock.now() + timedelta(hours=1)
    type(paper).objects.update(breaking_text="It knew", breaking_story=story, breaking_until=hour)
    assert FrontPage(Section.objects.all()).lead == story
    assert list(reads.most_read()) == [story]
    assert current_paper().breaking

    story.retract(by=None, reason="The letters are forged.")
    assert FrontPage(Section.objects.all()).lead == sound
    assert list(reads.most_read()) == []
    assert not current_paper().breaking
