import pytest
from django.urls import reverse

from tests.factories import StoryFactory, UserFactory


@pytest.fixture
def story(db):
    return StoryFactory(published=True)


@pytest.fixture
def reader(db):
    return UserFactory(name="Ana Petrov")


@pytest.fixture
def reading(client, reader):
    """The browser of a reader who has logged in."""
    client.force_login(reader)
    return client


@pytest.fixture
def address():
    """Where a comment is written: `address(story)`, `address(story, reply_to=comment)`."""

    def address_of(story, reply_to=None):
        path = reverse("comments:share", args=[story.section.slug, story.pk, story.slug])
        return f"{path}?reply_to={reply_to.pk}" if reply_to else path

    return address_of
