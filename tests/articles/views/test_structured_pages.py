"""The structured data of every page has the shape that search engines ask for."""

import pytest
from django.utils import timezone

from articles.models import Policy
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    StoryFactory,
)
from tests.kept import kept
from tests.small_paper import paper

from .test_share_cards import TEXT_EDITION, head

pytestmark = pytest.mark.django_db

TEXT, URL, LIST, THING = "text", "url", "list", "thing"
# By type: what it must have and of which kind, and where one of several is enough.
SHAPES = {
    "NewsArticle": {"@id": URL, "headline": TEXT, "description": TEXT, "datePublished": TEXT,
                    "dateModified": TEXT, "author": LIST, "publisher": THING, "inLanguage": TEXT,
                    "mainEntityOfPage": URL, "url": URL},
    "Person": {"name": TEXT},
    "Organization": {"name": TEXT, "url": URL},
    "NewsMediaOrganization": {"name": TEXT},
    "ImageObject": {"contentUrl": URL, "url": URL, "width": int, "height": int},
    "ImageGallery": {"name": TEXT, "url": URL},
    "Quotation": {"@id": URL, "text": TEXT, "spokenByCharacter": THING, "creator": THING,
                  "inLanguage": TEXT, "url": URL},
    "BreadcrumbList": {"itemListElement": LIST},
    "CollectionPage": {"name": TEXT, "url": URL, "description": TEXT},
    "AboutPage": {"name": TEXT, "url": URL, "description": TEXT},
    "ProfilePage": {"name": TEXT, "url": URL, "mainEntity": THING},
    "ItemList": {"itemListElement": LIST},
    "ListItem": {"position": int},
    "CorrectionComment": {"text": TEXT, "datePublished": TEXT},
    "WebSite": {"url": URL},
}  # fmt: skip
WITHOUT = {
    *("reading", "changes", "version", "taken down", "gallery grid", "not found"),
    *("share views", "thanks for a view", "report a view", "a view reported"),
    *("login", "signup", "reset"),
}
KINDS = {
    "front": "WebSite", "section": "CollectionPage", "topic": "CollectionPage",
    "galleries": "CollectionPage", "quotes": "CollectionPage", "corrections": "CollectionPage",
    "updates": "CollectionPage",
    "archive": "CollectionPage", "archive year": "CollectionPage", "speaker": "CollectionPage",
    "archive month": "CollectionPage", "archive day": "CollectionPage", "policy": "AboutPage",
    "author": "ProfilePage", "story": "NewsArticle", "arabic story": "NewsArticle",
    "gallery": "ImageGallery", "gallery picture": "ImageObject", "quote": "Quotation",
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, paper)


def faults(thing, inside=""):
    """What is wrong with a thing of schema.org and with those inside it, in words."""
    kind = thing["@type"]
    if kind not in SHAPES:
        yield f"{inside}{kind} is a type of which this test knows nothing"
        return
    # What is elsewhere described whole is named by its @id or URL alone.
    for name, wanted in ({} if inside.endswith("isPartOf ") else SHAPES[kind]).items():
        value = thing.get(name)
        good = {
            TEXT: isinstance(value, str) and value.strip(),
            URL: isinstance(value, str) and value.startswith(("http://", "https://")),
            LIST: isinstance(value, list) and value,
            THING: isinstance(value, dict) and "@type" in value,
            int: isinstance(value, int) and value > 0,
        }[wanted]
        if not good and not (kind == "NewsArticle" and inside):
            yield f"{inside}{kind}.{name} is {value!r}"
    for name, value in thing.items():
        if value in ("", None, [], {}):
            yield f"{inside}{kind}.{name} is empty"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from faults(each, f"{inside}{kind}.{name} ")


def test_every_page_has_the_data_of_its_kind_in_the_right_shape(client, pages):
    wrong = {}
    for name, path in pages.items():
        if name in TEXT_EDITION | WITHOUT or name.startswith("search"):
            continue
        things = head(client, path).things
        wrong[name] = [fault for thing in things for fault in faults(thing)]
        first = things[0]["@type"] if things else "nothing"
        # A kind of page that this test does not know has to be told to it.
        if first != KINDS.get(name):
            wrong[name].append(f"it is {first}")

    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_way_leads_from_the_front_page_to_the_page(client, pages):
    for name in KINDS.keys() - {"front"}:
        page = head(client, pages[name])
        trail = page.things[-1]
        steps = trail["itemListElement"]
        assert trail["@type"] == "BreadcrumbList"
        assert len(steps) >= 2, name
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["name"].strip() for step in steps), name
        assert steps[0]["item"].endswith("/")
        assert steps[-1]["item"] == page.canonical, name
        for step in steps:
            path = step["item"].removeprefix(steps[0]["item"].rstrip("/"))
            assert client.get(path).status_code == 200, step


def test_a_gallery_says_of_each_picture_who_made_it_and_on_what_terms(client):
    pictures = [
        PictureFactory(width=900, height=600, caption="A tug", credit="Jo Lindqvist / Harbour",
                       creator="Jo Lindqvist", licence="CC BY 4.0", copyright="2026 Harbour"),
        PictureFactory(width=900, height=600, caption="A crane", credit=""),
    ]  # fmt: skip
    gallery = GalleryFactory(published=True, title="Quays", pictures=pictures)
    data, _ = head(client, gallery.get_absolute_url()).things

    assert (data["@type"], data["name"]) == ("ImageGallery", "Quays")
    first, second = data["image"]
    assert first["caption"] == "A tug"
    assert first["creditText"] == "Jo Lindqvist / Harbour"
    assert first["creator"] == {"@type": "Person", "name": "Jo Lindqvist"}
    assert first["copyrightNotice"] == "2026 Harbour"
    assert first["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert second["caption"] == "A crane"
    assert "creditText" not in second
    picture = head(client, gallery.placements.first().get_absolute_url()).things[0]
    assert picture["isPartOf"]["name"] == "Quays"
    assert picture["license"] == first["license"]


def test_a_withdrawn_picture_is_not_in_the_data_of_its_gallery(client):
    pictures = [PictureFactory(caption="A tug"), PictureFactory(caption="A crane")]
    gallery = GalleryFactory(published=True, pictures=pictures)
    pictures[0].withdraw(by=None, reason="A court.")
    (only,) = head(client, gallery.get_absolute_url()).things[0]["image"]

    assert only["caption"] == "A crane"


def test_a_quote_says_who_said_it_and_in_which_story(client):
    story = StoryFactory(published=True, headline="Dredging", language="de")
    quote = QuoteFactory(text="We shall dredge", speaker="Ines Quaglia", role="pilot", story=story)
    data, _ = head(client, quote.get_absolute_url()).things

    assert data["text"] == "We shall dredge"
    assert data["spokenByCharacter"] == data["creator"]
    assert data["creator"]["name"] == "Ines Quaglia"
    assert data["creator"]["jobTitle"] == "pilot"
    assert data["inLanguage"] == "de"
    article, _ = head(client, story.get_absolute_url()).things
    assert data["isPartOf"]["@id"] == article["@id"]


def test_a_quote_tells_nothing_of_a_story_that_is_hidden(client):
    story = StoryFactory(published=True, headline="Dredging", at=timezone.now())
    quote = QuoteFactory(story=None)
    data, _ = head(client, quote.get_absolute_url()).things

    assert "isPartOf" not in data
    assert story.live.headline not in str(data)


def test_the_front_page_names_the_policies_that_there_are(client):
    Policy.objects.all().delete()
    PolicyFactory(title="Ethics", slug="ethics")
    site, owner = head(client, "/").things

    assert site["@type"] == "WebSite"
    assert owner["@type"] == "NewsMediaOrganization"
    assert owner["ethicsPolicy"].endswith("/about/ethics/")
    assert owner["correctionsPolicy"].endswith("/corrections/")
    assert "masthead" not in owner


def test_an_author_has_a_profile(client):
    author = AuthorFactory(name="Ana Petrov", role="reporter", bio="Nine years here.")
    story = StoryFactory(published=True, authors=[author], headline="Dredging")
    page, _ = head(client, author.get_absolute_url()).things

    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["name"] == "Ana Petrov"
    assert page["mainEntity"]["jobTitle"] == "reporter"
    assert page["hasPart"][0]["headline"] == story.live.headline
