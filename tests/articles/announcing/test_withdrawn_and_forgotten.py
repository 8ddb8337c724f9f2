"""Caches before the site forget a picture that was withdrawn, and what showed it."""

from urllib.parse import urlsplit

import pytest

from articles.publishing import NotReady
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    StoryFactory,
    TopicFactory,
)
from tests.small_paper import embed

from .test_purging import cache_server, purged  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db
WHY = "The photographer has asked for it."


def withdraw(*pictures):
    for picture in pictures:
        picture.withdraw(by=None, reason=WHY)


def test_caches_forget_the_picture_and_every_page_that_showed_it(cache_server):  # noqa: F811
    picture = PictureFactory(width=900, height=600)
    gallery = GalleryFactory(published=True, pictures=[picture, PictureFactory()])
    author, topic = AuthorFactory(portrait=picture), TopicFactory()
    lead = StoryFactory(published=True, lead_picture=picture, authors=[author], topics=[topic])
    inside = StoryFactory(published=True, body=embed("picture", picture))
    with_gallery = StoryFactory(published=True, body=embed("gallery", gallery))
    other = StoryFactory(published=True)
    purged(cache_server)

    withdraw(picture)
    paths = purged(cache_server)

    assert {urlsplit(picture.address(width)).path for width in picture.widths} <= paths
    assert picture.card_address in paths
    for story in (lead, inside, with_gallery):
        address = story.get_absolute_url()
        assert {address, f"/text{address}", f"/{story.section.slug}/"} <= paths
        assert f"/{story.section.slug}/{story.pk}/v/1/" in paths
    assert other.get_absolute_url() not in paths
    assert {"/", "/latest.rss", "/galleries/", gallery.get_absolute_url()} <= paths
    assert {f"{gallery.get_absolute_url()}?view=grid", "/sitemap-galleries.xml"} <= paths
    assert {each.get_absolute_url() for each in gallery.placements.all()} <= paths
    assert {topic.get_absolute_url(), author.get_absolute_url()} <= paths

    picture.allow_again(by=None)
    assert lead.get_absolute_url() in purged(cache_server)


def test_a_withdrawal_that_did_not_happen_is_not_purged(cache_server):  # noqa: F811
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)
    purged(cache_server)
    with pytest.raises(NotReady):
        picture.withdraw(by=None, reason="")

    assert purged(cache_server) == set()
