"""Every kind of page that a story shows on is forgotten by the caches when it changes.

The kinds come from the URL conf: a new one must have an example here. What changes is not
listed, but seen: each page is asked before and after, and what a cache would have kept of one
that is another now must have a surrogate key that the cache was told to forget.
"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from articles import paper_card
from articles.distribution.sitemaps import MAPS
from articles.models import Paper as PaperRow
from articles.models import Policy
from articles.publishing import Change
from newsroom import purging
from newsroom.page_store import telling
from newsroom.page_store.given_out import word
from newsroom.page_store.keys import collecting
from tests.canary.asking.routes import all_routes
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

# What may grow as old as PAGE_CACHE_SECONDS allows, and why.
LEFT_TO_ITS_AGE = {
    "articles:search": "as many answers as readers have questions",
}


@pytest.fixture
def purged(monkeypatch, settings):
    """The surrogate keys that caches were asked to forget."""
    settings.PURGE_KEYS_URLS = ["http://127.0.0.1:1"]
    keys = set()
    monkeypatch.setattr(purging, "purge_keys_later", keys.update)
    return keys


class Paper:
    """A story with all that hangs on one, and an example of each kind of address."""

    def __init__(self):
        self.picture = PictureFactory()
        self.quote = QuoteFactory(text="We count.")
        body = "".join(
            f'<story-embed data-kind="{kind}" data-id="{row.pk}"></story-embed>'
            for kind, row in (("picture", self.picture), ("quote", self.quote))
        )
        self.story = StoryFactory(
            slug="bridge",
            headline="Bridge reopens",
            body=f"<p>On Monday.</p>{body}",
            lead_picture=PictureFactory(),
            authors=[AuthorFactory()],
            topics=[TopicFactory()],
        )
        self.quote.story = self.story
        self.quote.save()
        self.gallery = GalleryFactory(published=True)
        self.gallery.stories.add(self.story)
        self.policy = PolicyFactory()
        # Of another story: an empty feed says the moment at which it is asked.
        CorrectionFactory()

    def addresses(self):
        story, day = self.story, timezone.localdate()
        page = story.get_absolute_url()
        section, topic = f"/{story.section.slug}/", f"/topics/{story.topics.get().slug}/"
        author, gallery = story.authors.get().get_absolute_url(), self.gallery.get_absolute_url()
        version = f"{section}{story.pk}/v/1/"
        reported = CommentFactory(story=story).pk
        return {
            "articles:front": ["/"],
            "articles:favicon": ["/favicon.ico"],
            "articles:icon": ["/icon.svg"],
            "articles:touch-icon": ["/apple-touch-icon.png"],
            "articles:touch-icon-precomposed": ["/apple-touch-icon-precomposed.png"],
            "articles:icon-of-size": ["/icon-192.png", "/icon-512.png"],
            "articles:paper-card": [paper_card.of(PaperRow.objects.get()).address],
            "articles:manifest": ["/manifest.webmanifest"],
            "articles:latest-feed": ["/latest.rss"],
            "articles:sitemap": ["/sitemap.xml"],
            "articles:sitemap-part": [f"/sitemap-{name}.xml" for name in MAPS],
            "articles:robots": ["/robots.txt"],
            "articles:search": ["/search/?q=bridge"],
            "articles:style": ["/style/"],
            "articles:corrections": ["/corrections/"],
            "articles:updates": ["/corrections/updates/"],
            "articles:corrections-feed": ["/corrections/latest.rss"],
            "articles:policy": [self.policy.get_absolute_url()],
            "articles:reading": ["/reading/"],
            "articles:theme": ["/theme/0.css"],
            "articles:topic": [topic],
            "articles:topic-feed": [f"{topic}latest.rss"],
            "articles:author": [author],
            "articles:author-feed": [f"{author}latest.rss"],
            "articles:shared": ["/shared/nowhere/"],
            "articles:galleries": ["/galleries/"],
            "articles:gallery": [gallery, f"{gallery}?view=grid"],
            "articles:gallery-picture": [
                each.get_absolute_url() for each in self.gallery.placements.all()
            ],
            "articles:quotes": ["/quotes/"],
            "articles:quote": [self.quote.get_absolute_url()],
            "articles:speaker": [f"/quotes/by/{self.quote.speaker_slug}/"],
            "articles:archive": ["/archive/"],
            "articles:archive-year": [f"/archive/{day.year}/"],
            "articles:archive-month": [f"/archive/{day.year}/{day.month}/"],
            "articles:archive-day": [f"/archive/{day.year}/{day.month}/{day.day}/"],
            "articles:rendition": [self.picture.card_address],
            "articles:sound": ["/media/audio/nowhere.mp3"],
            "articles:read": [f"/read/{story.pk}.gif"],
            "articles:text-front": ["/text/"],
            "articles:text-section": [f"/text{section}"],
            "articles:text-story": [f"/text{page}"],
            "articles:section": [section],
            "articles:section-feed": [f"{section}latest.rss"],
            "articles:story-version": [version],
            "articles:story-version-changes": [f"{section}{story.pk}/v/2/changes/"],
            "articles:story": [page],
            "comments:share": [f"{page}views/"],
            "comments:thanks": [f"{page}views/thanks/"],
            "comments:report": [f"{page}views/{reported}/report/"],
            "comments:reported": [f"{page}views/reported/"],
        }


def publish(story):
    story.publish(by=None)


def correct(story):
    story.write(by=None, headline="Bridge reopens for good")
    story.update(by=None, change=Change(kind="correction", text="On Tuesday."))


def take_down(story):
    story.take_down(by=None, reason="The photographer asked.")


def delete(story):
    story.delete_for_good(by=None, reason="A court.")


def _asked(client, addresses):
    """By kind and address: (its keys if a shared cache would keep it, what is said)."""
    cache.clear()
    found = {}
    for kind, paths in addresses.items():
        for path in paths:
            with collecting(with_frames=True) as keys:
                response = client.get(path)
            body = b"".join(response) if response.streaming else response.content
            is_kept = "public" in response.get("Cache-Control", "")
            found[kind, path] = (is_kept and set(map(word, keys)), response.status_code, body)
    return found


def test_each_kind_of_address_has_an_example():
    kinds = {
        route.name for route in all_routes() if route.name.startswith(("articles:", "comments:"))
    }

    assert kinds == set(Paper().addresses())
    assert set(LEFT_TO_ITS_AGE) <= kinds
    assert Policy.objects.exists()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("before", "verb"),
    [
        pytest.param([], publish, marks=pytest.mark.thorough),  # taking down changes more
        pytest.param([publish], correct, marks=pytest.mark.thorough),
        ([publish, correct], take_down),
        pytest.param([publish, correct], delete, marks=pytest.mark.thorough),
    ],
    ids=["publish", "correct", "take down", "delete for good"],
)
def test_what_a_cache_keeps_of_a_story_is_forgotten_when_it_is_another(
    client, purged, before, verb
):
    paper = Paper()
    for step in before:
        step(paper.story)
    addresses = paper.addresses()
    telling.tell_due()
    kept = _asked(client, addresses)
    purged.clear()
    connection.run_on_commit.clear()  # a new transaction: each key is said once in one

    with transaction.atomic():
        verb(paper.story)
    telling.tell_due()
    now = _asked(client, addresses)
    stale = {
        (kind, path)
        for (kind, path), (keys, *said) in kept.items()
        if keys and tuple(said) != now[kind, path][1:] and not keys & purged
    }
    assert {(kind, path) for kind, path in stale if kind not in LEFT_TO_ITS_AGE} == set()
    assert purged


def test_a_gallery_that_is_scheduled_is_announced_at_its_hour_and_once():
    gallery = GalleryFactory()
    for hours in (1, 2):
        gallery.publish(by=None, at=timezone.now() + timedelta(hours=hours))

    from articles.models import Announcement

    planned = Announcement.objects.waiting().get()
    assert (planned.due_at, planned.path) == (gallery.published_at, gallery.get_absolute_url())
