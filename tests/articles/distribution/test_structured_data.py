"""What a story's page says to machines is what it says to readers."""

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from articles.publishing import Change
from tests.factories import AuthorFactory, PictureFactory, SectionFactory, StoryFactory, editor

pytestmark = pytest.mark.django_db


class Scripts(HTMLParser):
    """The attributes and the text of every <script> on a page, as a browser takes them."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "script":
            self.found.append([dict(attributes), ""])
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        if self.inside:
            self.found[-1][1] += data


@pytest.fixture(autouse=True)
def origin(settings):
    settings.SITE_URL = "https://record.example"


def scripts(client, address):
    return Scripts(client.get(address).text).found


def said(client, story):
    ((attributes, text),) = scripts(client, story.get_absolute_url())
    assert attributes == {"type": "application/ld+json"}
    said = json.loads(text)
    assert said["@context"] == "https://schema.org"
    article, _ = said["@graph"]
    return article


def test_it_says_who_wrote_what_and_when(client):
    story = StoryFactory(
        at=datetime(2026, 7, 1, 8, 30, tzinfo=UTC), headline="Council votes", language="en-gb",
        standfirst="By one vote.", section=SectionFactory(name="City", slug="city"),
        authors=[AuthorFactory(name="Ana Petrov", slug="ana", role="reporter"),
                 AuthorFactory(name="Bo", slug="bo")],
        lead_picture=PictureFactory(width=900, height=600, credit="Jo Lindqvist"),
        body="<p>One two three.</p>",
    )  # fmt: skip
    data = said(client, story)
    address = f"https://record.example{story.get_absolute_url()}"
    (picture,) = data.pop("image")

    assert picture["url"].startswith("https://record.example/media/")
    assert picture.pop("contentUrl") == picture.pop("url")
    assert picture == {
        "@type": "ImageObject", "width": 900, "height": 600, "caption": "A teal field",
        "creditText": "Jo Lindqvist",
    }  # fmt: skip
    assert data == {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "url": address,
        "headline": "Council votes",
        "description": "By one vote.",
        "datePublished": "2026-07-01T09:30:00+01:00",
        "dateModified": "2026-07-01T09:30:00+01:00",
        "author": [
            {"@type": "Person", "name": "Ana Petrov", "jobTitle": "reporter",
             "url": "https://record.example/authors/ana/"},
            {"@type": "Person", "name": "Bo", "url": "https://record.example/authors/bo/"},
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "The Harbour Record",
            "url": "https://record.example/",
        },
        "articleSection": "City",
        "inLanguage": "en-gb",
        "wordCount": 3,
        "isAccessibleForFree": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"kind": "opinion"}, "OpinionNewsArticle"),
        ({"kind": "analysis"}, "AnalysisNewsArticle"),
        ({"kind": "review"}, "ReviewNewsArticle"),
        ({"kind": "obituary"}, "NewsArticle"),
        ({"sponsor": "Ballast Traders"}, "AdvertiserContentArticle"),
    ],
)
def test_it_says_what_kind_of_story_it_is(client, fields, kind):
    assert said(client, StoryFactory(published=True, **fields))["@type"] == kind


def test_no_word_of_a_story_breaks_out_of_it(client):
    attack = '</script><script>alert(1)</script><!--<script> & "\u2028'
    story = StoryFactory(published=True, headline=attack, standfirst=attack)
    CHANGE = Change("correction", attack, wrong=attack)  # noqa: N806
    story.update(by=None, change=CHANGE)
    data = said(client, story)

    assert data["headline"] == data["description"] == attack
    assert data["correction"][0]["text"] == f"{attack} {attack}"


def test_the_date_of_modification_moves_only_with_a_substantive_change(client):
    story = StoryFactory(published=True, at=timezone.now() - timedelta(days=2))
    first = said(client, story)["dateModified"]
    story.write(by=None, headline="Without its typing error")
    story.update(by=None)

    def says_when(address):
        page = client.get(address).text
        return [word for word in ("Updated", "modified_time", "atom:updated") if word in page]

    places = (story.get_absolute_url(), f"/text{story.get_absolute_url()}", "/latest.rss")
    assert said(client, story)["dateModified"] == first
    assert [says_when(place) for place in places] == [[], [], []]
    day = f"<lastmod>{timezone.localdate(story.published_at):%Y-%m-%d}</lastmod>"
    assert day in client.get("/sitemap-stories.xml").text

    story.update(by=None, change=Change("note", "We asked again."))
    assert datetime.fromisoformat(said(client, story)["dateModified"]) == (
        story.modified_at.replace(microsecond=0)
    )
    assert [says_when(place) for place in places] == [
        ["Updated", "modified_time"], ["Updated"], ["atom:updated"],
    ]  # fmt: skip
    assert day not in client.get("/sitemap-stories.xml").text


def test_corrections_and_retractions_are_said(client):
    story = StoryFactory(published=True)
    assert "correction" not in said(client, story)
    assert "creativeWorkStatus" not in said(client, story)

    story.update(by=None, change=Change("correction", "It was 23.", wrong="We wrote 24."))
    story.retract(by=None, reason="The letters are forged.")
    data = said(client, story)
    assert data["creativeWorkStatus"] == "Retracted"
    assert [(c["@type"], c["name"], c["text"]) for c in data["correction"]] == [
        ("CorrectionComment", "Retraction", "The letters are forged."),
        ("CorrectionComment", "Correction", "We wrote 24. It was 23."),
    ]
    moment = datetime.fromisoformat(data["correction"][0]["datePublished"])
    assert moment == story.retracted_at.replace(microsecond=0)


def test_nothing_is_said_of_what_readers_cannot_see(client):
    scheduled = StoryFactory(at=timezone.now() + timedelta(hours=1))
    public = StoryFactory(published=True)
    client.force_login(editor())
    preview = f"/admin/articles/story/{public.pk}/preview/"

    assert client.get(preview).status_code == 200
    for address in (scheduled.get_absolute_url(), preview):
        assert [s for s in scripts(client, address) if "ld+json" in s[0].get("type", "")] == []
