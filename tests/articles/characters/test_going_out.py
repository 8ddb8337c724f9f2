"""A character that XML forbids, put into the database past us, breaks nothing that goes out."""

import csv
import io
import json
import re
from email import message_from_bytes, policy

import pytest
from defusedxml.ElementTree import fromstring
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models
from django.urls import reverse

from articles.models import Author, Record, Section, Story, Topic, triggers
from newsroom import mail
from newsroom.characters import FORBIDDEN
from tests.articles.announcing.test_every_address import Paper
from tests.factories import AuthorFactory, SectionFactory, StoryFactory, TopicFactory, chief_editor

from .any_text import ensure_well_formed

pytestmark = pytest.mark.django_db

# All that PostgreSQL and SQLite store: no NUL, no half of a pair.
POISON = "\x01\x08\x0b\x0c\x0e\x1b\x1f\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
# Of slugs, addresses, keys and states others hold a copy, or the code a list.
NOT_WORDS = re.compile("slug|path|key|digest|original|likeness|colour|email|status|stage|what|kind")


def poison():
    """Append the characters to every text that is stored, as SQL can; the columns' names."""
    triggers.take_away()
    found = []
    for label in ("accounts", "articles", "comments"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.proxy:
                continue
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                if is_text and not field.choices and not NOT_WORDS.search(field.name):
                    _append(model._meta.db_table, field)
                    found.append(f"{model.__name__}.{field.name}")
    return found


def _append(table, field):
    room = "" if field.max_length is None else f"AND length({field.column}) < 30"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {field.column} = {field.column} || %s "  # noqa: S608 our own names
            f"WHERE {field.column} <> '' {room}",
            [POISON],
        )


@pytest.fixture
def paper(settings):
    settings.SITE_URL = "https://record.example"
    paper = Paper()
    paper.story.publish(by=None)
    paper.addresses = paper.addresses()
    return paper


@pytest.mark.thorough
def test_every_address_of_the_paper_can_be_read(client, paper):
    assert len(poison()) > 50
    cache.clear()

    for paths in paper.addresses.values():
        for path in paths:
            response = client.get(path)
            assert response.status_code < 500, path
            ensure_well_formed(response)


@pytest.mark.parametrize("table", ["story", "section", "topic", "author", "picture", "quote"])
def test_the_desk_can_be_used(client, paper, table):
    client.force_login(chief_editor(name="Ana"))
    row = apps.get_model("articles", table).objects.first()
    poison()
    cache.clear()

    for page in (f"/admin/articles/{table}/", f"/admin/articles/{table}/{row.pk}/change/"):
        response = client.get(page, follow=True)
        assert response.status_code == 200
        ensure_well_formed(response)


def test_the_log_goes_out_as_a_file(client, paper):
    client.force_login(chief_editor(name="Ana"))
    poison()

    for name in ("csv", "jsonl"):
        response = client.get(f"{reverse('admin:articles_record_export')}?format={name}")
        text = b"".join(response).decode()
        assert response.status_code == 200
        assert not FORBIDDEN.search(text)
        read = (
            csv.reader(io.StringIO(text)) if name == "csv" else map(json.loads, text.splitlines())
        )
        assert len(list(read)) >= Record.objects.count() > 0


def test_a_letter_can_be_read(paper):
    poison()
    story = Story.objects.get(pk=paper.story.pk)

    letter = mail.write(
        "story_published",
        "bo@example.org",
        headline=story.text.headline,
        address=story.get_absolute_url(),
    )
    read = message_from_bytes(letter.message().as_bytes(), policy=policy.default)

    assert not read.defects
    assert "Bridge reopens" in str(read["subject"])
    for part in read.walk():
        if not part.is_multipart():
            assert not FORBIDDEN.search(part.get_content())


def test_a_redirect_leads_on(client, paper):
    poison()
    story = paper.story
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_story SET slug = slug || %s", ["\x0b\ufffe"])

    response = client.get(f"/{story.section.slug}/{story.pk}/another/")
    assert response.status_code == 301
    ensure_well_formed(response)
    assert client.get("/latest.rss").status_code == 200
    assert client.get("/sitemap-stories.xml").status_code == 200


@pytest.mark.parametrize("character", POISON, ids=ascii)
def test_three_feeds_of_an_author_a_section_and_a_topic(client, character):
    author, section, topic = AuthorFactory(), SectionFactory(), TopicFactory()
    StoryFactory(section=section, authors=[author], topics=[topic], published=True)
    described = (Author, "bio"), (Section, "description"), (Topic, "description")
    for model, column in described:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET {column} = %s",  # noqa: S608 our own names
                [f"Tide{character}{character} tables"],
            )

    for row in (author, section, topic):
        response = client.get(f"{row.get_absolute_url()}latest.rss")
        feed = fromstring(response.content).find("channel")
        assert feed.findtext("description") == "Tide tables"


def test_a_version_stays_what_it_is(paper):
    poison()

    assert FORBIDDEN.search(raw_headline(paper.story))
    assert paper.story.versions.get(number=1).headline == "Bridge reopens"


def raw_headline(story):
    with connection.cursor() as cursor:
        cursor.execute("SELECT headline FROM articles_storyversion WHERE story_id = %s", [story.pk])
        return cursor.fetchone()[0]
