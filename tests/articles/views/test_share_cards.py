"""Whatever page of the paper is shared, those who show it elsewhere are told what it is."""

import io
import json
import re
from functools import partial
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles.models import Paper
from articles.paper_card import SIZE
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
)
from tests.kept import kept
from tests.small_paper import account_pages, log_in, name_of, names_of_pages, paper
from tests.tiers import some_in_a_quick_run

pytestmark = pytest.mark.django_db
TEXT_EDITION = {"text front", "text section", "text story", "arabic text story"}


class Head(HTMLParser):
    """What a page says in <meta> by name, in <link rel=canonical>, and as JSON-LD."""

    def __init__(self, page):
        super().__init__()
        self.said, self.canonical, self.data, self.inside = {}, None, [], False
        self.title = re.search("<title>(.*?)</title>", page, re.DOTALL)[1]
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and (name := attributes.get("property") or attributes.get("name")):
            assert name not in self.said, f"{name} is said twice"
            self.said[name] = attributes["content"]
        if attributes.get("rel") == "canonical":
            self.canonical = attributes["href"]
        if attributes.get("type") == "application/ld+json":
            self.inside, self.data = True, [*self.data, ""]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        if self.inside:
            self.data[-1] += data

    @property
    def things(self):
        return [thing for text in self.data for thing in json.loads(text)["@graph"]]


def head(client, address):
    return Head(client.get(address).text)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, paper)


@pytest.fixture(scope="module")
def heads(pages, django_db_blocker):
    """The heads of every kind of page by name."""
    yield from kept(django_db_blocker, partial(heads_of, pages))


def heads_of(pages):
    client = Client()
    shown = {name: path for name, path in pages.items() if name not in TEXT_EDITION}
    found = {name: head(client, path) for name, path in shown.items()}
    for name, (path, user) in account_pages().items():
        client.logout()
        log_in(client, user)
        found[name] = Head(client.get(path, follow=True).text)
    return found


def test_no_kind_of_page_is_forgotten(pages):
    opened = {name_of(path) for path in pages.values()} | set(account_pages())

    assert names_of_pages() - opened == set()


def test_every_page_says_what_a_card_needs(heads):
    needed = {
        *("description", "og:title", "og:type", "og:site_name", "og:locale", "og:description"),
        *("og:image", "og:image:width", "og:image:height", "og:image:alt", "og:image:type"),
        "twitter:card",
    }
    lacking = {
        name: [each for each in needed if not page.said.get(each, "").strip()]
        for name, page in heads.items()
    }

    assert {name: what for name, what in lacking.items() if what} == {}
    for name, page in heads.items():
        assert page.said["description"] == page.said["og:description"], name
        assert page.said["twitter:card"] == "summary_large_image", name
        assert not page.said["og:title"].endswith("The Harbour Record") or name == "front", name


SIZES = [
    (1600, 1200), (1200, 1600), (3000, 700), (640, 480), (300, 900), (1201, 629), (1199, 700),
    (80, 40), (2401, 1259),
]  # fmt: skip


@pytest.mark.parametrize(("width", "height"), some_in_a_quick_run(SIZES, 4))
def test_the_picture_of_a_card_is_there_in_the_size_it_says(client, width, height):
    picture = PictureFactory(width=width, height=height)
    story = StoryFactory(published=True, lead_picture=picture)
    gallery = GalleryFactory(published=True, pictures=[picture])
    author = AuthorFactory(portrait=picture)
    StoryFactory(published=True, authors=[author])

    for address in (
        story.get_absolute_url(), gallery.get_absolute_url(), author.get_absolute_url(),
        gallery.placements.get().get_absolute_url(), "/", "/nowhere/", "/accounts/login/",
    ):  # fmt: skip
        said = head(client, address).said
        answer = client.get(urlsplit(said["og:image"]).path)
        shown = Image.open(io.BytesIO(answer.getvalue()))
        assert answer["Content-Type"] == said["og:image:type"]
        assert shown.size == (int(said["og:image:width"]), int(said["og:image:height"])), address


def test_the_address_of_a_card_is_the_canonical_one(heads):
    for name, page in heads.items():
        if page.canonical:
            assert page.said["og:url"] == page.canonical, name
    without = {name for name, page in heads.items() if "og:url" not in page.said}
    # What is nowhere has no address to share, and a letter's link is nobody else's.
    assert without >= {"not found", "account_reset_password_from_key"}
    assert not without & {"front", "section", "search", "login", "signup", "archive"}


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ({"standfirst": "By one vote."}, "By one vote."),
        ({"body": "<p>It rained. Nobody came.</p>"}, "It rained. Nobody came."),
        ({"body": "<h2>Rain</h2><p>It rained.</p>"}, "It rained."),
        ({"body": '<aside data-box="fact"><p>Box.</p></aside><p>Text.</p>'}, "Text."),
        ({"body": "<ul><li>One</li><li>Two</li></ul>"}, "One Two"),
        ({"body": "<p>أمطرت. لم يأتِ أحد؟ نعم.</p>"}, "أمطرت. لم يأتِ أحد؟ نعم."),
        ({"body": "<p>Rain &amp; “wind”.</p>"}, "Rain & “wind”."),
        ({"body": "<p>" + "word " * 100 + "</p>"}, ("word " * 44)[:219].strip() + "…"),
        ({"body": "<p>One.</p><p>" + "Two two two two two. " * 20 + "</p>"},
         "One." + " Two two two two two." * 5),
        ({"body": "<p>" + "<strong>x</strong> " * 3000 + "</p>"}, None),
        ({"standfirst": "  ", "body": "<p>Text.</p>"}, "Text."),
        ({"body": "<hr>"}, "Council votes"),
    ],
)  # fmt: skip
def test_a_description_is_never_empty(client, text, description):
    text = {"headline": "Council votes", "standfirst": "", "body": "<p>x</p>"} | text
    story = StoryFactory(published=True, **text)
    said = head(client, story.get_absolute_url()).said

    assert said["og:description"].strip()
    assert len(said["og:description"]) <= 300
    if description:
        assert said["og:description"] == said["description"] == description


@pytest.mark.parametrize(
    ("language", "locale", "prefix"),
    [
        ("en", "en_US", "Retracted: "), ("en-gb", "en_GB", "Retracted: "),
        ("de", "de_DE", "Zurückgenommen: "), ("fr", "fr_FR", None), ("es", "es_ES", None),
        ("ar", "ar_EG", None),
    ],
)  # fmt: skip
def test_a_retracted_story_says_so_in_its_own_language_everywhere(client, language, locale, prefix):
    story = StoryFactory(published=True, headline="H", standfirst="S", language=language)
    before = head(client, story.get_absolute_url())
    assert (before.said["og:title"], before.said["og:description"]) == ("H", "S")
    assert before.said["og:locale"] == locale

    story.retract(by=None, reason="Forged.")
    page = head(client, story.get_absolute_url())
    title, description = page.said["og:title"], page.said["og:description"]
    assert title != "H"
    assert title.endswith("H")
    assert description == f"{title[:-1]}S"
    assert prefix is None or title == f"{prefix}H"
    assert page.title == f"{title} | The Harbour Record"
    article, _ = page.things
    assert (article["headline"], article["description"]) == (title, description)
    assert article["creativeWorkStatus"] == "Retracted"
    assert article["correction"][0]["text"] == "Forged."


def test_a_story_that_nobody_has_signed_is_the_papers(client):
    article, _ = head(client, StoryFactory(published=True).get_absolute_url()).things
    (author,) = article["author"]

    assert author["@type"] == "Organization"
    assert author["name"] == "The Harbour Record"
    assert author["url"]


def test_a_picture_of_a_story_is_its_card_until_it_is_withdrawn(client):
    picture = PictureFactory(width=1600, height=1200, alt="A quay")
    story = StoryFactory(published=True, lead_picture=picture)
    said = head(client, story.get_absolute_url()).said
    assert said["og:image:alt"] == "A quay"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "628")

    picture.withdraw(by=None, reason="A court.")
    said = head(client, story.get_absolute_url()).said
    assert "/card-" in said["og:image"]
    assert (said["og:image:width"], said["og:image:height"]) == tuple(map(str, SIZE))


def test_no_word_breaks_out_of_a_head(client):
    attack = '"><script>alert(1)</script>'
    Paper.objects.update(name=attack, motto=attack)
    story = StoryFactory(published=True, headline=attack, standfirst=attack)
    section = SectionFactory(name=attack, description=attack)
    gallery = GalleryFactory(published=True, title=attack, standfirst=attack)

    for thing in (story, section, gallery):
        page = client.get(thing.get_absolute_url()).text
        assert "<script>alert" not in page
        assert Head(page).said["og:title"] == attack
    assert Head(client.get("/").text).said["og:title"] == attack


def test_the_papers_own_card_is_another_when_the_paper_is(client):
    story = StoryFactory(published=True)
    addresses = []
    for change in (
        {}, {"name": "Alder Gazette"}, {"motto": "Every tide"}, {"brand": "#7a1f4d"},
        {"logo": PictureFactory(width=900, height=300)},
    ):  # fmt: skip
        Paper.objects.update(**change)
        addresses.append(head(client, story.get_absolute_url()).said["og:image"])
    assert len(set(addresses)) == 5

    old, now = (urlsplit(address).path for address in (addresses[0], addresses[-1]))
    answer = client.get(now)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert client.get(old).headers["Location"] == now
    assert "immutable" not in client.get(old).get("Cache-Control", "")
    assert client.get(reverse("articles:paper-card", args=["x"])).status_code == 302
