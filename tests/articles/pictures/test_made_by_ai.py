"""Readers are told which pictures AI has made, and machines who made the others."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Picture
from tests.factories import GalleryFactory, PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db

MADE, PARTLY = Picture.Source.MADE, Picture.Source.PARTLY_MADE
NOT_MADE = sorted(set(Picture.Source.values) - Picture.MADE_BY_AI)
LABELS = re.compile(r'<b class="made-by-ai">(.*?)</b>')
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def embedded(kind, thing):
    return f'<p>Words.</p><story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'


def labels(client, address, **query):
    return LABELS.findall(client.get(address, query).text)


def text_of(story):
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


@pytest.mark.parametrize("words", [{}, {"credit": ""}, {"credit": "", "caption": ""}])
@pytest.mark.parametrize(("source", "label"), [(MADE, "Made by AI"), (PARTLY, "Partly made by AI")])
def test_a_story_says_so_of_its_pictures_whoever_is_credited(client, source, label, words):
    """Above the text and inside it, on the page, in its old versions and in the text edition."""
    lead, inside = PictureFactory(source=source, **words), PictureFactory(source=source, **words)
    story = StoryFactory(published=True, lead_picture=lead, body=embedded("picture", inside))
    address = story.get_absolute_url()
    version = reverse("articles:story-version", args=[story.section.slug, story.pk, 1])

    assert labels(client, address) == [label, label]
    assert labels(client, version) == [label, label]
    assert labels(client, text_of(story)) == [label, label]


@pytest.mark.parametrize("source", ["", *NOT_MADE])
def test_nothing_is_said_of_what_people_and_cameras_have_made(client, source):
    picture = PictureFactory(source=source)
    story = StoryFactory(published=True, lead_picture=picture, body=embedded("picture", picture))

    for address in (story.get_absolute_url(), text_of(story)):
        page = client.get(address).text
        assert page.count("Photograph: ") == 2
        # As readers see it: in addresses, and in what machines read, stand keys of random letters.
        assert "AI" not in re.sub(r"<script.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL)


def test_a_gallery_says_so_of_each_picture_in_every_view(client):
    drawn = PictureFactory(source=MADE, caption="", credit="")
    gallery = GalleryFactory(
        published=True, pictures=[PictureFactory(), drawn, PictureFactory(source=PARTLY)]
    )
    address = gallery.get_absolute_url()
    both = ["Made by AI", "Partly made by AI"]

    assert labels(client, address) == both
    assert labels(client, address, view="grid") == both
    placement = next(p for p in gallery.placements_for_page() if p.picture == drawn)
    assert labels(client, placement.get_absolute_url()) == ["Made by AI"]
    story = StoryFactory(published=True, body=embedded("gallery", gallery))
    assert labels(client, text_of(story)) == both


def test_a_card_does_not_repeat_it_and_asks_nothing_more(client):
    def asked(source):
        Picture.objects.update(source=source)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert labels(client, "/") == labels(client, section) == []
        return len(queries)

    story = StoryFactory(published=True, lead_picture=PictureFactory())
    section = story.section.get_absolute_url()

    assert asked(MADE) == asked(Picture.Source.CAPTURED)


def test_what_ai_has_made_is_not_called_a_photograph(client):
    pictures = {
        source: PictureFactory(source=source, credit="Jo <i>Lindqvist</i>")
        for source in (MADE, PARTLY)
    }
    body = "".join(embedded("picture", picture) for picture in pictures.values())
    story = StoryFactory(published=True, body=body)
    page = client.get(story.get_absolute_url()).text

    assert page.count("Picture: Jo &lt;i&gt;Lindqvist&lt;/i&gt;") == 1
    assert page.count("Photograph: Jo &lt;i&gt;Lindqvist&lt;/i&gt;") == 1


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Mit KI erzeugt"),
        ("fr", "Image générée par IA"),
        ("es", "Imagen generada con IA"),
        ("ar", "صورة مولَّدة بالذكاء الاصطناعي"),
    ],
)
def test_it_is_said_in_the_readers_language(client, settings, language, label):
    settings.LANGUAGE_CODE = language
    story = StoryFactory(
        published=True, language=language, lead_picture=PictureFactory(source=MADE)
    )

    assert labels(client, story.get_absolute_url()) == [label]


# ---- machines


def image(client, **words):
    """What the page of a story with this lead picture says of it to machines."""
    story = StoryFactory(published=True, lead_picture=PictureFactory(**words))
    page = client.get(story.get_absolute_url()).text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    story, *_ = json.loads(script)["@graph"]
    return story["image"][0]


def test_machines_learn_whose_a_picture_is_and_how_it_was_made(client):
    told = image(
        client, alt="Two boats", credit="Jo Lindqvist / Harbour Pictures", creator="Jo Lindqvist",
        copyright="© 2026 Harbour Pictures", licence="CC BY-SA 4.0", source=MADE,
    )  # fmt: skip

    of_the_file = {"url", "contentUrl", "width", "height"}
    assert {name: told[name] for name in told if name not in of_the_file} == {
        "@type": "ImageObject",
        "caption": "Two boats",
        "creditText": "Jo Lindqvist / Harbour Pictures",
        "creator": {"@type": "Person", "name": "Jo Lindqvist"},
        "copyrightNotice": "© 2026 Harbour Pictures",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "digitalSourceType": f"{IPTC}trainedAlgorithmicMedia",
    }


def test_a_photographer_whom_the_credit_hides_is_hidden_from_machines_too(client):
    """Some could be harmed if it were known who stood there."""
    story = StoryFactory(
        published=True,
        lead_picture=PictureFactory(credit="Harbour Pictures", creator="Ana Petrov"),
    )

    assert "Ana Petrov" not in client.get(story.get_absolute_url()).text
    assert "Ana Petrov" not in client.get(text_of(story)).text


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-ND 3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://pictures.example/terms", "https://pictures.example/terms"),
        ("LGPL-3.0", None),
        ("once, for 40 pounds", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_licence_is_given_where_it_has_an_address(client, licence, address):
    assert image(client, licence=licence).get("license") == address


def test_nothing_that_a_picture_is_called_breaks_out_of_what_machines_read(client):
    attack = "</script><script>alert(1)</script><!--\u2028"
    words = dict.fromkeys(("alt", "credit", "creator", "copyright"), attack)
    told = image(client, **words)

    assert told["creditText"] == told["copyrightNotice"] == told["creator"]["name"] == attack


def test_an_ordinary_photograph_costs_readers_not_a_byte(client):
    """But for what is known of it, and that is said to machines alone."""
    story = StoryFactory(published=True, lead_picture=PictureFactory())
    page = client.get(story.get_absolute_url()).text

    for words in ("made-by-ai", "copyrightNotice", "digitalSourceType", "creator", '"license"'):
        assert words not in page
