"""A story that an import was about to write when it was stopped: a row, and no text yet."""

import pytest

from articles.models import Story
from tests.factories import SectionFactory, chief_editor, editor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", [chief_editor, editor])
def test_the_desk_opens_it_as_an_empty_draft(client, who):
    story = Story.objects.create(section=SectionFactory(), slug="ferry")
    client.force_login(who())
    paths = ("/admin/", "/admin/articles/story/", f"/admin/articles/story/{story.pk}/change/")
    for path in paths:
        assert client.get(path).status_code == 200, path
    assert client.get(f"/admin/articles/story/{story.pk}/preview/").status_code == 404


def test_readers_have_nothing_of_it(client):
    story = Story.objects.create(section=SectionFactory(), slug="ferry")
    assert client.get(story.get_absolute_url()).status_code == 404
