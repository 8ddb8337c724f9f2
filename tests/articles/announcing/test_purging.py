"""HTTP caches before the site are asked to purge what changed."""

from urllib.parse import unquote

import pytest
from django.urls import resolve

from articles import announcing
from newsroom import purging
from newsroom.purging import Refused
from tests import tasks
from tests.factories import (
    AuthorFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    TopicFactory,
)
from tests.purge_server import purge_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache_server(settings):
    """The one cache of PURGE_URLS."""
    with purge_server() as server:
        settings.PURGE_URLS = [f"http://127.0.0.1:{server.server_port}"]
        yield server


def purged(server):
    """The paths that the cache was asked to forget, since this was asked last."""
    announcing.deliver_due()
    paths = {path for _, path in server.asked}
    server.asked.clear()
    return paths


def test_a_publication_is_forgotten_wherever_it_shows(cache_server):
    story = StoryFactory(
        published=True, slug="bridge", authors=[AuthorFactory()], topics=[TopicFactory()]
    )
    section, author, topic = story.section, story.authors.get(), story.topics.get()
    day = f"{story.published_at:/archive/%Y/}"
    assert purged(cache_server) >= {
        "/",
        "/latest.rss",
        "/text/",
        story.get_absolute_url(),
        f"/text{story.get_absolute_url()}",
        f"/{section.slug}/",
        f"/{section.slug}/latest.rss",
        f"/text/{section.slug}/",
        f"/topics/{topic.slug}/",
        f"/topics/{topic.slug}/latest.rss",
        f"/authors/{author.slug}/",
        f"/authors/{author.slug}/latest.rss",
        "/sitemap.xml",
        "/sitemap-stories.xml",
        day,
    }


def test_only_addresses_of_the_paper_are_purged_under_its_own_name(cache_server):
    story = StoryFactory(published=True, slug="ملعب-المدينة")
    announcing.deliver_due()
    assert ("testserver", f"/text{story.get_absolute_url()}") in cache_server.asked

    for host, path in cache_server.asked:
        assert host == "testserver"
        assert path.isascii()
        assert resolve(unquote(path))


def test_what_readers_do_not_see_is_not_purged(cache_server):
    story = StoryFactory()
    story.submit(by=None)
    story.approve(by=None)

    assert purged(cache_server) == set()


def test_a_story_that_is_gone_takes_its_pictures_along(cache_server):
    lead, kept, embedded = PictureFactory(), PictureFactory(), PictureFactory()
    body = f'<p>Look.</p><story-embed data-kind="picture" data-id="{embedded.pk}"></story-embed>'
    story = StoryFactory(published=True, lead_picture=lead, body=body)
    StoryFactory(published=True, lead_picture=kept)
    other = StoryFactory(published=True, lead_picture=kept)
    before = purged(cache_server)
    assert not any(path.startswith("/media/") for path in before)
    embeds = story.live.embeds.count()

    story.take_down(by=None, reason="A mistake.")
    other.take_down(by=None, reason="A mistake.")
    after = purged(cache_server)
    assert lead.address(lead.widths[0]) in after
    assert lead.card_address in after
    assert kept.address(kept.widths[0]) not in after  # another story shows it
    assert embeds == 1
    assert embedded.address(embedded.widths[0]) in after


def test_a_picture_that_an_update_leaves_out_is_forgotten(cache_server):
    lead = PictureFactory()
    story = StoryFactory(published=True, lead_picture=lead)
    purged(cache_server)
    story.write(by=None, lead_picture=None)
    story.update(by=None)

    assert lead.address(lead.widths[0]) in purged(cache_server)


def test_a_story_deleted_for_good_is_forgotten_with_all_it_had(cache_server, settings):
    tasks.wait_for_a_worker(settings)
    lead, author = PictureFactory(), AuthorFactory()
    story = StoryFactory(published=True, lead_picture=lead, authors=[author])
    address = story.get_absolute_url()
    story.delete_for_good(by=None, reason="A court.")
    from django_tasks_db.models import DBTaskResult

    paths = DBTaskResult.objects.latest("enqueued_at").args_kwargs["args"][1]
    assert {address, lead.card_address, f"/authors/{author.slug}/", "/"} <= set(paths)


def test_a_draft_that_is_deleted_troubles_no_cache(cache_server):
    StoryFactory().delete_for_good(by=None, reason="Never written.")

    assert not any("/media/" in path or "/authors/" in path for path in purged(cache_server))


def test_quotes_come_and_go_with_their_story(cache_server):
    story = StoryFactory(published=True)
    quote = QuoteFactory(story=story)

    assert purged(cache_server) >= {
        quote.get_absolute_url(),
        f"/quotes/by/{quote.speaker_slug}/",
        "/quotes/",
    }


@pytest.mark.parametrize("status", [302, 405, 503])
def test_a_cache_that_does_not_forget_is_not_believed_and_not_followed(cache_server, status):
    cache_server.answers = status
    with pytest.raises(Refused, match=str(status)):
        purging.purge.call(*purging_arguments(cache_server), tries=99)


def test_a_page_that_no_cache_keeps_is_forgotten_already(cache_server):
    cache_server.answers = 404
    purging.purge.call(*purging_arguments(cache_server))

    assert len(cache_server.asked) == 2


def purging_arguments(server):
    return f"http://127.0.0.1:{server.server_port}", ["/", "/latest.rss"]


def test_a_cache_that_is_ours_no_more_is_not_asked(cache_server, settings):
    cache, paths = purging_arguments(cache_server)
    settings.PURGE_URLS = []
    purging.purge.call(cache, paths)

    assert cache_server.asked == []


def test_a_cache_that_is_away_is_asked_again_later(settings):
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    purging.purge.call("http://127.0.0.1:1", ["/"])
    again = DBTaskResult.objects.get()

    assert again.args_kwargs == {"args": ["http://127.0.0.1:1", ["/"]], "kwargs": {"tries": 1}}
    assert again.run_after > again.enqueued_at


def test_what_did_not_happen_is_not_purged(settings):
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    with transaction.atomic():
        purging.purge_later(["/"])
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()
