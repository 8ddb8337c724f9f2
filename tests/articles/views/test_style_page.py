"""The style guide shows the whole paper to those who build it, and to nobody else."""

import re

import pytest
from django.test import Client

from articles.models import Picture, Story
from articles.style_guide import specimens
from tests.factories import UserFactory, reporter
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def guide(django_db_setup, django_db_blocker):
    """The page, as the newsroom has it."""

    def opened():
        client = Client()
        client.force_login(reporter())
        return client.get("/style/")

    yield from kept(django_db_blocker, opened)


def test_it_is_for_the_newsroom(client, guide):
    assert guide.status_code == 200

    client.force_login(UserFactory())
    assert client.get("/style/").status_code == 404
    client.logout()
    assert client.get("/style/").status_code == 404


def test_a_developer_needs_no_account(client, settings):
    settings.DEBUG = True

    assert client.get("/style/").status_code == 200


def test_no_search_engine_and_no_cache_keeps_it(guide):
    assert '<meta name="robots" content="noindex">' in guide.content.decode()
    assert "no-store" in guide["Cache-Control"]


@pytest.mark.parametrize("name", specimens.names())
def test_every_component_is_shown(name, guide):
    """A new component? Give it specimens in articles/style_guide/specimens.py."""
    assert name in specimens.specimens() or name in specimens.AROUND_THE_PAGE
    assert f"components/{name}.html" in {template.name for template in guide.templates}


def test_what_is_gone_is_not_shown_any_more():
    assert set(specimens.specimens()) | specimens.AROUND_THE_PAGE <= set(specimens.names())


def test_every_component_says_what_it_takes():
    unsigned = [each.name for each in specimens.components() if not each.signature]

    assert unsigned == []


def test_it_needs_nothing_in_the_database(guide):
    assert not Story.objects.exists()
    assert not Picture.objects.exists()


def test_no_two_things_on_it_share_an_anchor(guide):
    anchors = re.findall(r'\sid="([^"]+)"', guide.content.decode())

    assert sorted(anchors) == sorted(set(anchors))
