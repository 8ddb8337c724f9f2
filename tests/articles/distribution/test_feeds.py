from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from articles.distribution import feeds
from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


@pytest.fixture(autouse=True)
def origin(settings):
    settings.SITE_URL = "https://record.example"


def channel(client, address="/latest.rss", **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ET.fromstring(response.content).find("channel")  # noqa: S314 our own feed


def titles(client, address="/latest.rss"):
    return [item.findtext("title") for item in channel(client, address).iter("item")]


def test_the_feed_says_of_a_story_what_its_page_says(client):
    story = StoryFactory(
        headline="Council & <b>vote</b>",
        standfirst="Fish > chips.",
        body="<p>The whole text, <strong>all</strong> of it.</p>",
        section=SectionFactory(name="City", slug="city"),
        topics=[TopicFactory(name="Budget")],
        authors=[AuthorFactory(name="Ana Petrov"), AuthorFactory(name="Mirela Okafor")],
        lead_picture=PictureFactory(alt="A hall", credit="Jo Lindqvist"),
        at=datetime(2026, 7, 1, 8, 30, tzinfo=UTC),
    )
    feed = channel(client)
    item = feed.find("item")
    address = f"https://record.example/city/{story.pk}/{story.slug}/"

    assert feed.findtext("language") == "en-gb"
    assert feed.findtext("link") == "https://record.example/"
    assert feed.find("atom:link", NAMES).attrib == {
        "rel": "self",
        "href": "https://record.example/latest.rss",
    }
    assert item.findtext("title") == "Council & <b>vote</b>"
    assert item.findtext("description") == "Fish > chips."
    assert item.findtext("link") == address
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == f"tag:record.example,2026-07-01:story-{story.pk}"
    assert parsedate_to_datetime(item.findtext("pubDate")) == story.published_at
    assert [c.text for c in item.iter("category")] == ["City", "Budget"]
    assert [c.text for c in item.findall("dc:creator", NAMES)] == ["Ana Petrov", "Mirela Okafor"]
    assert "<strong>all</strong> of it." in item.findtext("content:encoded", namespaces=NAMES)
    assert item.find("atom:updated", NAMES) is None
    picture = item.find("media:content", NAMES)
    assert picture.get("url").startswith("https://record.example/media/")
    assert picture.findtext("media:description", namespaces=NAMES) == "A hall"
    file = client.get(picture.get("url").removeprefix("https://record.example"))
    file.close()
    assert file["Content-Type"] == "image/jpeg"


def test_a_new_headline_and_section_keep_a_story_from_appearing_twice(client):
    story = StoryFactory(published=True)
    before = channel(client).findtext("item/guid")
    story.slug, story.section = "another", SectionFactory()
    story.save()
    story.write(by=None, headline="Another")
    story.update(by=None, change=Change(kind="update", text="The ferry has sailed."))
    item = channel(client).find("item")

    assert item.findtext("guid") == before
    assert item.findtext("title") == "Another"
    assert item.findtext("atom:updated", namespaces=NAMES)


def test_embeds_come_along_with_addresses_that_work_elsewhere(client):
    picture, quote = PictureFactory(caption="The field."), QuoteFactory(text="Count the books")
    gallery, withdrawn = GalleryFactory(published=True), GalleryFactory(title="Withdrawn pictures")
    embeds = "".join(
        f'<story-embed data-kind="{kind}" data-id="{pk}"></story-embed>'
        for kind, pk in (
            ("picture", picture.pk),
            ("gallery", gallery.pk),
            ("gallery", withdrawn.pk),
            ("quote", quote.pk),
        )
    )
    links = (
        '<p><a href="/city/">a</a> <a href="http://[">b</a> href="/x"'
        ' <a href="mailto:a@b.example">c</a></p>'
    )
    StoryFactory(published=True, body=links + embeds)
    text = channel(client).findtext("item/content:encoded", namespaces=NAMES)

    assert "story-embed" not in text
    assert "The field." in text
    assert "Count the books" in text
    assert f'href="https://record.example{gallery.get_absolute_url()}"' in text
    assert "Withdrawn pictures" not in text
    assert f'src="https://record.example/media/{picture.key}/' in text
    assert f"https://record.example/media/{picture.key}/60.webp 60w" in text
    assert 'href="https://record.example/city/"' in text
    assert 'href="mailto:a@b.example"' in text
    assert ' href="/x" ' in text  # words of the story, no address
    assert text.count('="/') == 1


def test_only_published_stories_come_newest_first(client):
    now = timezone.now()
    StoryFactory(headline="Old", at=now - timedelta(days=1))
    StoryFactory(headline="New", published=True)
    StoryFactory(headline="Draft")
    StoryFactory(headline="Scheduled", at=now + timedelta(hours=1))
    StoryFactory(headline="Gone", published=True, taken_down="An error")
    StoryFactory(headline="Live", published=True).write(by=None, headline="Unseen")

    assert titles(client) == ["Live", "New", "Old"]


def test_a_section_has_a_feed_of_its_own(client):
    city = SectionFactory(name="City", slug="city", description="Streets and people")
    StoryFactory(headline="Here", section=city, published=True)
    StoryFactory(headline="Elsewhere", published=True)
    feed = channel(client, "/city/latest.rss")

    assert titles(client, "/city/latest.rss") == ["Here"]
    assert feed.findtext("title").startswith("City · ")
    assert feed.findtext("description") == "Streets and people"
    assert feed.findtext("link") == "https://record.example/city/"
    assert feed.find("atom:link", NAMES).get("href") == "https://record.example/city/latest.rss"
    assert client.get("/nowhere/latest.rss").status_code == 404


def test_an_empty_paper_has_a_feed_too(client):
    SectionFactory(slug="city")

    assert titles(client) == titles(client, "/city/latest.rss") == []


def test_characters_that_xml_forbids_break_no_feed(client, settings):
    settings.SITE_NAME = "The\x1e Record"
    section = SectionFactory(slug="city", name="City\x06", description="Streets\x08")
    author = AuthorFactory(name="Ana\x02", bio="Writes\x0e.")
    topic = TopicFactory(name="Bells\x03", description="Of\x0f bronze")
    story = StoryFactory(
        section=section,
        headline="Bell\x07 rings\x0b",
        standfirst="\x1b[31mred\uffff",
        body="<p>A\x01B\x0c\ufffe</p>",
        authors=[author],
        topics=[topic],
        lead_picture=PictureFactory(alt="Bell\x04", credit="Jo\x05"),
        published=True,
    )

    CorrectionFactory(story=story, text="Not\x10 the bell.", wrong="The\x11 horn.")

    for address in ("", "city/", f"authors/{author.slug}/", f"topics/{topic.slug}/"):
        assert titles(client, f"/{address}latest.rss") == ["Bell rings"], address
    assert (
        channel(client, f"/authors/{author.slug}/latest.rss").findtext("description") == "Writes."
    )
    assert titles(client, "/corrections/latest.rss") == ["Correction: Bell rings"]


def test_addresses_come_from_the_settings_and_not_from_the_host(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    StoryFactory(published=True)
    for address in ("/latest.rss", "/sitemap.xml", "/sitemap-stories.xml", "/robots.txt"):
        response = client.get(address, headers={"host": "evil.example"})
        assert response.status_code == 200
        assert b"evil" not in response.content
        assert b"https://record.example/" in response.content


@pytest.mark.thorough
def test_the_number_of_queries_does_not_grow_with_the_stories(client, django_assert_num_queries):
    section = SectionFactory(slug="city")

    def write(number):
        picture, gallery, quote = PictureFactory(), GalleryFactory(published=True), QuoteFactory()
        for _ in range(number):
            StoryFactory(
                section=section,
                published=True,
                authors=[AuthorFactory(), AuthorFactory()],
                topics=[TopicFactory()],
                lead_picture=picture,
                body="".join(
                    f'<story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'
                    for kind, thing in (
                        ("picture", picture),
                        ("gallery", gallery),
                        ("quote", quote),
                    )
                ),
            )

    write(1)
    with django_assert_num_queries(5):
        client.get("/latest.rss")
    write(6)
    with django_assert_num_queries(5):
        client.get("/latest.rss")
    with django_assert_num_queries(6):
        client.get("/city/latest.rss")


def test_a_feed_has_an_end(client, monkeypatch):
    monkeypatch.setattr(feeds, "STORIES", 2)
    for _ in range(3):
        StoryFactory(published=True)

    assert len(titles(client)) == 2


def test_a_feed_reader_that_knows_the_feed_gets_no_copy_of_it(client):
    StoryFactory(published=True)
    first = client.get("/latest.rss")
    again = client.get("/latest.rss", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert "public" in again["Cache-Control"]
    assert "s-maxage" in first["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    ["/latest.rss", "/city/latest.rss", "/sitemap.xml", "/sitemap-stories.xml", "/robots.txt"],
)
def test_machines_may_only_read(client, address):
    SectionFactory(slug="city")

    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.generic("FOO", address).status_code == 405
