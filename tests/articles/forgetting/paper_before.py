"""A paper in which much hangs together, its public pages, and what has changed of them."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from articles.models import OldAddress, Quote, Story
from newsroom.page_store.keys import collecting
from newsroom.page_store.models import Invalidation
from tests import small_paper
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

# Never kept by anybody: for one person, or with a form.
NEVER_KEPT = {
    "share views", "thanks for a view", "report a view", "a view reported", "not found", "login",
    "signup", "reset", "taken down",
}  # fmt: skip


class World:
    """The small paper, and beside it another section, topic, author, gallery and quote.

    Each of its rows is fetched when it is asked for: what was done to one may have been undone.
    """

    def __init__(self):
        pages = small_paper.paper()
        story = Story.objects.get(prominence=Story.Prominence.TOP)
        other = StoryFactory(
            published=True, section=SectionFactory(), topics=[TopicFactory()],
            authors=[AuthorFactory(portrait=PictureFactory())], lead_picture=PictureFactory(),
        )  # fmt: skip
        quote = Quote.objects.get()
        other_quote = QuoteFactory(speaker="Ines Duarte", story=None)
        gallery = story.live.embeds.get(gallery__isnull=False).gallery
        other_gallery = GalleryFactory(published=True)
        other_gallery.stories.add(other)
        OldAddress.objects.create(path="/2019/old/", story=other)
        self.rows = {
            "story": story, "section": story.section, "topic": story.topics.get(),
            "author": story.authors.get(), "quote": quote, "gallery": gallery,
            "other": other, "other_section": other.section, "other_topic": other.topics.get(),
            "other_author": other.authors.get(), "other_quote": other_quote,
            "other_gallery": other_gallery,
        }  # fmt: skip
        self.pages = {path for name, path in pages.items() if name not in NEVER_KEPT}
        self.pages = {path for path in self.pages if not path.startswith("/search/")}
        for story in Story.objects.published():
            address = story.get_absolute_url()
            self.pages |= {address, f"/text{address}"}
        for row in (self.other_section, self.other_topic, self.other_author, self.other_gallery):
            self.pages.add(row.get_absolute_url())
        with_feeds = (
            self.section, self.topic, self.author, self.other_section, self.other_topic,
            self.other_author,
        )  # fmt: skip
        self.pages |= {
            *(f"{row.get_absolute_url()}latest.rss" for row in with_feeds),
            *("/latest.rss", "/corrections/latest.rss", "/sitemap.xml", "/manifest.webmanifest"),
            *("/icon.svg", "/robots.txt", "/2019/old/", f"/text/{self.other_section.slug}/"),
            self.other_quote.get_absolute_url(), "/quotes/by/ines-duarte/",
            *(reverse("articles:sitemap-part", args=[name]) for name in (
                "pages", "policies", "sections", "stories", "galleries", "topics", "authors",
                "quotes", "speakers",
            )),
            *_days(),
        }  # fmt: skip
        pictures = [self.other_author.portrait, story.live.lead_picture, other.live.lead_picture]
        pictures += [each.picture for each in gallery.placements.all()]
        self.pages |= {picture.card_address for picture in pictures if picture}

    def __getattr__(self, name):
        row = self.__dict__["rows"][name]
        return type(row)._base_manager.get(pk=row.pk)

    def look(self):
        """All pages as readers have them: {path: (answer, its surrogate keys)}."""
        client, seen = Client(), {}
        for path in sorted(self.pages):
            # As they are given out: what stands around them is looked at, too.
            with collecting(with_frames=True) as keys:
                answer = client.get(path)
            kept = "s-maxage" in answer.get("Cache-Control", "")
            what = (answer.status_code, answer.get("Location"), answer.content if kept else None)
            seen[path] = Page(what, frozenset(keys) if kept else None)
        return seen


@dataclass(frozen=True)
class Page:
    """`keys` is None for an answer that nobody may keep."""

    answer: tuple
    keys: frozenset | None


def _days():
    today = timezone.localdate()
    return [
        f"/archive/{today.year}/",
        f"/archive/{today.year}/{today.month}/",
        f"/archive/{today.year}/{today.month}/{today.day}/",
    ]


def forgotten_since(number, after=None):
    """The keys of all invalidations with a higher number, and a later hour, that are due."""
    rows = Invalidation.objects.due().filter(pk__gt=number)
    rows = rows.filter(due_at__gt=after) if after else rows
    return {key for row in rows for key in row.keys}


def begin():
    """Start a transaction anew, as far as what it forgets goes; the last invalidation's number."""
    connection.run_on_commit.clear()
    return max(Invalidation.objects.values_list("pk", flat=True), default=0)


def kinds(paths):
    """What kinds of pages stand at these paths, by the names of their addresses."""
    return {_kind(unquote(path.partition("?")[0])) for path in paths}


def _kind(path):
    try:
        return resolve(path).view_name.removeprefix("articles:")
    except Resolver404:
        return "old address"


def changed_and_forgotten(before, after, keys):
    """Two sets of paths: pages that differ, and kept ones that these keys void."""
    kept = {path: page for path, page in before.items() if page.keys}
    changed = {path for path, page in kept.items() if page.answer != after[path].answer}
    forgotten = {path for path, page in kept.items() if page.keys & keys}
    return changed, forgotten
