"""No kind of page that tells of a story is forgotten when it goes, also one that is added later."""

from urllib.parse import unquote

import pytest
from django.urls import resolve

from articles.announcing.purging.stories import pages_of
from tests.canary.asking.routes import all_routes
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

NOT_PURGED = {
    "tell of no story": {
        *("robots", "style", "policy", "reading", "theme", "galleries", "gallery-picture"),
        *("favicon", "icon", "icon-of-size", "touch-icon", "touch-icon-precomposed", "manifest"),
        "paper-card",
    },
    "are kept by nobody": {"read"},
    "have more addresses than could be named": {"search"},
}


def test_every_kind_of_address_that_tells_of_a_story_is_purged_when_it_goes():
    story = StoryFactory(
        published=True,
        authors=[AuthorFactory()],
        topics=[TopicFactory()],
        lead_picture=PictureFactory(),
    )
    CorrectionFactory(story=story)
    QuoteFactory(story=story)
    GalleryFactory(published=True).stories.add(story)
    story.take_down(by=None, reason="A court asked.")

    purged = {resolve(unquote(path.partition("?")[0])).view_name for path in pages_of(story)}
    every = {route.name for route in all_routes() if route.name.startswith("articles:")}
    left_out = {f"articles:{name}" for names in NOT_PURGED.values() for name in names}
    assert every - purged == left_out


def test_a_version_and_what_it_changed_are_purged_for_each_turn_before_readers():
    story = StoryFactory(published=True)
    story.write(by=None, headline="Bridge closes again")
    story.update(by=None)
    base = f"/{story.section.slug}/{story.pk}/v"

    assert {f"{base}/1/", f"{base}/2/", f"{base}/2/changes/"} <= set(pages_of(story))
