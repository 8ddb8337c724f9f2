from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from articles.distribution import sitemaps
from articles.models import Story
from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def origin(settings):
    settings.SITE_URL = "https://record.example"


def addresses(client, path):
    """What a map names, as {path: lastmod}."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    entries = ET.fromstring(response.content)  # noqa: S314 our own map
    return {
        entry.findtext(f"{NAMESPACE}loc").removeprefix("https://record.example"): entry.findtext(
            f"{NAMESPACE}lastmod"
        )
        for entry in entries
    }


def test_the_index_names_a_map_for_each_kind_of_thing_and_each_map_exists(client):
    maps = addresses(client, "/sitemap.xml")

    assert list(maps) == [
        f"/sitemap-{name}.xml"
        for name in (
            "pages policies sections stories galleries topics authors quotes speakers".split()
        )
    ]
    for path in maps:
        addresses(client, path)
    assert client.get("/sitemap-drafts.xml").status_code == 404


def test_only_what_readers_may_see_is_on_a_map(client):
    now = timezone.now()
    topic, author, section = TopicFactory(), AuthorFactory(), SectionFactory()
    hidden = {"topics": [TopicFactory()], "authors": [AuthorFactory()], "section": section}
    live = StoryFactory(published=True, topics=[topic], authors=[author], section=section)
    StoryFactory(**hidden)
    StoryFactory(at=now + timedelta(hours=1), **hidden)
    gone = StoryFactory(published=True, taken_down="An error", **hidden)
    gallery = GalleryFactory(published=True)
    GalleryFactory()
    GalleryFactory(at=now + timedelta(hours=1))
    quote = QuoteFactory()
    QuoteFactory(runs_on=timezone.localdate() + timedelta(days=2))
    QuoteFactory(story=gone)

    assert list(addresses(client, "/sitemap-stories.xml")) == [live.get_absolute_url()]
    assert list(addresses(client, "/sitemap-topics.xml")) == [topic.get_absolute_url()]
    assert list(addresses(client, "/sitemap-authors.xml")) == [author.get_absolute_url()]
    assert list(addresses(client, "/sitemap-sections.xml")) == [section.get_absolute_url()]
    assert list(addresses(client, "/sitemap-galleries.xml")) == [gallery.get_absolute_url()]
    assert list(addresses(client, "/sitemap-quotes.xml")) == [quote.get_absolute_url()]
    for path in addresses(client, "/sitemap-pages.xml"):
        assert client.get(path).status_code == 200


def test_a_story_says_when_its_text_last_changed(client):
    topic = TopicFactory()
    story = StoryFactory(at=datetime(2026, 3, 1, 12, tzinfo=UTC), topics=[topic])
    empty = SectionFactory()
    assert set(addresses(client, "/sitemap-stories.xml").values()) == {"2026-03-01"}

    story.write(by=None, headline="Another headline")
    story.update(by=None, change=Change(kind="update", text="The harbour has closed."))
    Story.objects.update(updated_at=datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert set(addresses(client, "/sitemap-stories.xml").values()) == {"2026-03-09"}
    assert set(addresses(client, "/sitemap-topics.xml").values()) == {"2026-03-01"}
    assert addresses(client, "/sitemap-sections.xml")[empty.get_absolute_url()] is None


def files_of(stories):
    """How many files of two numbers they take, from the first story's on."""
    first, last = (-(-story.pk // 2) for story in (stories[0], stories[-1]))
    return last - first + 1


def test_a_long_map_goes_on_in_another_file(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemaps.SiteMap, "limit", 2)
    stories = [StoryFactory(published=True) for _ in range(3)]
    files = [path for path in addresses(client, "/sitemap.xml") if "stories" in path]
    last = files_of(stories)

    assert files == ["/sitemap-stories.xml"] + [
        f"/sitemap-stories.xml?p={page}" for page in range(2, last + 1)
    ]
    found = [path for file in files for path in addresses(client, file)]
    assert found == [story.get_absolute_url() for story in stories]
    with django_assert_num_queries(3):
        client.get("/sitemap-stories.xml")
    for page in (last + 1, "0", "-1", "x", "", "9" * 30, "9" * 4000):
        assert client.get("/sitemap-stories.xml", {"p": page}).status_code in (400, 404)


def test_a_file_of_stories_stays_as_it_is_when_one_before_it_goes(client, monkeypatch):
    monkeypatch.setattr(sitemaps.SiteMap, "limit", 2)
    stories = [StoryFactory(published=True) for _ in range(6)]
    last = f"/sitemap-stories.xml?p={files_of(stories)}"
    before = list(addresses(client, last))
    stories[2].take_down(by=None, reason="A court.")

    assert list(addresses(client, last)) == before
    assert before


def test_addresses_in_other_scripts_are_written_as_the_protocol_wants(client):
    StoryFactory(published=True, headline="تصويت الميزانية")
    (path,) = addresses(client, "/sitemap-stories.xml")

    assert path.isascii()
    assert client.get(path).status_code == 200


def test_maps_may_be_kept_by_shared_caches(client):
    for path in ("/sitemap.xml", "/sitemap-stories.xml", "/robots.txt"):
        assert "s-maxage" in client.get(path)["Cache-Control"]


def test_crawlers_learn_of_the_map_and_not_of_the_desk(client, settings):
    settings.DESK_PATH = "desk-7f3a/"
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /accounts/",
        "Disallow: /read/",
        "",
        "Sitemap: https://record.example/sitemap.xml",
    ]
