"""How many questions the lists and forms of the desk ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    pictures_without_files,
)

from .desk import address

pytestmark = pytest.mark.django_db


def test_no_list_asks_more_for_more_rows(client, ana, django_assert_max_num_queries):
    for _ in range(6):
        section = SectionFactory()
        StoryFactory(section=section, published=True, authors=[AuthorFactory(), AuthorFactory()])
        StoryFactory(section=section)
        GalleryFactory(pictures=pictures_without_files(2))
        QuoteFactory()
    for name, most in (("story", 12), ("picture", 8), ("gallery", 8), ("quote", 8), ("author", 8)):
        client.get(address(f"{name}_changelist"))
        with django_assert_max_num_queries(most) as few:
            page = client.get(address(f"{name}_changelist"))
        assert page.status_code == 200
        assert few.captured_queries


def test_the_story_form_asks_the_same_for_a_long_history(client, ana):
    short = StoryFactory(authors=[AuthorFactory()])
    long = StoryFactory(authors=[AuthorFactory(), AuthorFactory(), AuthorFactory()])
    for number in range(6):
        long.write(by=ana, headline=f"Take {number}")
    counts = []
    for story in (short, short, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("story_change", story.pk))
        counts.append(len(queries))
    assert counts[2] <= counts[1] + 4  # two more rows in the byline, two queries each at most
    assert counts[1] < 30
