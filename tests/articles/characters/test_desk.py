"""Whatever somebody types or imports, of all of Unicode: no form breaks, nothing forbidden is kept,
and every page, feed and letter that shows it can be read and shows it."""

import json
import re
from urllib.parse import unquote

import pytest
from defusedxml.ElementTree import fromstring
from django.contrib import admin
from django.db import models

from articles.models import (
    Author,
    Embargo,
    Gallery,
    Paper,
    Picture,
    Policy,
    Quote,
    Section,
    Story,
    Topic,
)
from articles.pictures.receiving import receive
from newsroom.characters import as_title, only_visible, without_forbidden
from tests.articles.admin.desk import address, story_form
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    chief_editor,
    picture_file,
)
from tests.forms import fields_of, form_with, send, tree_of

from .any_text import ensure_kept_clean, ensure_well_formed, words

pytestmark = pytest.mark.django_db

WITH_A_FORM_OF_THEIR_OWN = re.compile(
    "slug|fingerprint|brand|_[01]$|^user$|contact|focal|crops|ids"
)
ROWS = {
    Section: SectionFactory,
    Topic: TopicFactory,
    Author: AuthorFactory,
    Policy: PolicyFactory,
    Quote: QuoteFactory,
    Gallery: GalleryFactory,
    Picture: PictureFactory,
    Paper: lambda: Paper.objects.first() or Paper.objects.create(),
    Embargo: lambda: Embargo.objects.create(name="Budget", until="2030-01-01T00:00Z"),
    Story: StoryFactory,
}


def test_every_table_that_can_be_written_at_the_desk_has_an_example_here():
    tables = {
        model
        for model, desk in admin.site._registry.items()
        if model._meta.app_label == "articles"
        and any(
            isinstance(field, models.CharField | models.TextField) and field.editable
            for field in model._meta.concrete_fields
        )
    }
    without_a_form = {"Announcement", "Colleague", "Imported", "MoveIn", "OldAddress"}
    without_a_form |= {"Record", "Task"}

    assert {t for t in tables if t.__name__ not in without_a_form} <= set(ROWS)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_field_of_the_desk_takes_any_text(client, for_any_text, model):
    client.force_login(chief_editor(name="Ana"))
    row = ROWS[model]()
    page = address(f"{model._meta.model_name}_change", row.pk)
    form = form_with(tree_of(client.get(page, follow=True)), "_save")
    fields, texts = fields_of(form)
    texts = [name for name in texts if not WITH_A_FORM_OF_THEIR_OWN.search(name)]
    assert texts

    def save(text):
        filled = [(name, text if name in texts else value) for name, value in fields]
        return send(client, page, [*filled, ("_save", "Save")])

    def check(text):
        # What is too long for a field, or nothing at all, is said.
        assert save(text).status_code in (302, 422)
        ensure_kept_clean(model)

    assert save("Tide tables").status_code == 302
    assert save("Tide\x0b\x00\ufffe tables").status_code == 302
    ensure_kept_clean(model)
    for_any_text(check)


@pytest.mark.thorough
def test_a_story_is_shown_as_it_was_written(client, for_any_text, mailoutbox):
    client.force_login(chief_editor(name="Ana"))
    section, jo = SectionFactory(), AuthorFactory(name="Jo")

    def check(text):
        fields = story_form(
            section, headline=text, standfirst=text, kicker=text[:40], dateline=text[:40],
            note=text, body="<p>It sailed.</p>",
        )  # fmt: skip
        answer = send(client, address("story_add"), list(fields.items()))
        assert answer.status_code == 302, answer.text
        story = Story.objects.latest("pk")
        story.publish(by=None)
        assert words(story.live.headline) == words(text)
        assert story.slug == only_visible(story.slug)
        ensure_shown(client, Story.objects.get(pk=story.pk), words(text))

    assert jo
    for_any_text(check)


def ensure_shown(client, story, headline):
    """The page, the text edition, feeds and sitemaps show it, and can be read."""
    page = story.get_absolute_url()
    section = story.section.get_absolute_url()
    for path in ("/", page, f"/text{page}", section, f"{section}latest.rss", "/latest.rss",
                 "/sitemap-stories.xml", "/text/", f"{page}views/"):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
        ensure_well_formed(response)
    feed = fromstring(client.get("/latest.rss").content)
    assert feed.findtext("channel/item/title").split() == as_title(headline).split()
    tree = tree_of(client.get(page))
    assert "".join(tree.find(".//h1").itertext()).split() == headline.split()
    ensure_titles(tree, as_title(headline))


def headlines_in(data):
    """Every headline that structured data name, however deep."""
    if isinstance(data, dict):
        yield from [data["headline"]] if "headline" in data else []
    if isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from headlines_in(part)


def ensure_titles(tree, title):
    """<title>, the card, JSON-LD and the links for sharing have the headline as a title."""
    linked = [
        json.loads(script.text)
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json"
    ]
    card = next(m for m in tree.iter("meta") if m.get("property") == "og:title")
    shared = [
        unquote(link.get("href"))
        for box in tree.iter("p")
        if "share-links" in (box.get("class") or "")
        for link in box.iter("a")
    ]
    headlines = list(headlines_in(linked))
    assert headlines
    assert all(headline.split() == title.split() for headline in headlines)
    assert card.get("content").split() == title.split()
    assert tree.findtext("head/title").split()[: len(title.split())] == title.split()
    assert shared
    for link in shared:
        assert title.split()[-1] in link
        assert link == as_title(link)


def test_a_photographers_file_takes_any_text(for_any_text):
    def check(text):
        file = picture_file()
        file.name = f"{text}.jpg"
        picture = receive(file, credit=text, caption=text, alt=text)
        assert words(picture.credit) == " ".join(without_forbidden(text).split())
        ensure_kept_clean(Picture)

    for_any_text(check)
