"""Lists in pages: all of them while they are short, the newest of them when they are not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom import paging
from tests.factories import SectionFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def section(monkeypatch):
    """A section of five stories; a list has two pages of two."""
    monkeypatch.setattr(paging, "MOST_PAGES", 2)
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {"per_page": 2})
    section = SectionFactory()
    for number in range(5):
        StoryFactory(section=section, published=True, headline=f"Ferry {number}")
    return section


def test_an_endless_list_ends_after_its_last_page_and_says_where_the_rest_is(client, section):
    first = client.get(section.get_absolute_url()).text
    last = client.get(section.get_absolute_url() + "?page=2").text

    assert "in the archive" not in " ".join(first.split())
    assert 'What is older stands in the <a href="/archive/">archive</a>.' in last
    assert client.get(section.get_absolute_url() + "?page=3").status_code == 404


def test_a_list_that_ends_by_itself_says_nothing_of_an_archive(client, section):
    section.stories.first().delete_for_good(by=None, reason="Written twice.")

    assert "What is older" not in client.get(section.get_absolute_url() + "?page=2").text


def test_no_more_is_counted_than_is_shown(client, section):
    with CaptureQueriesContext(connection) as queries:
        client.get(section.get_absolute_url())
    counts = [query["sql"] for query in queries if "COUNT(*)" in query["sql"]]

    assert counts
    assert all("LIMIT 5" in count for count in counts)


def test_what_is_no_query_is_paged_as_it_is():
    assert paging.Pages(range(7), 2).num_pages == 4
    assert paging.Pages(["a", "b", "c"], 2).page(2).object_list == ["c"]
