"""Which pages the caches before the site must forget when a story comes, changes or goes.

Search answers, further pages of a list and stories that lead to this one are left to their age:
they are PAGE_CACHE_SECONDS old at most.
"""

from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from articles import publishing
from articles.models import Announcement, Picture, Quote, Story, StoryVersion
from articles.pictures.completing import expected_files
from newsroom import purging

BEFORE_READERS = {
    Announcement.What.PUBLISHED,
    Announcement.What.UPDATED,
    Announcement.What.EXPIRED,
    Announcement.What.GONE,
}
LISTS = ["front", "latest-feed", "text-front", "sitemap", "archive"]


def listen():
    publishing.announced.connect(_announced, dispatch_uid="articles.announcing.purging")
    pre_delete.connect(_story_deleted, sender=Story, dispatch_uid="articles.announcing.purging")


def _announced(sender, announcement, **kwargs):
    if settings.PURGE_URLS and announcement.what in BEFORE_READERS:
        paths = _around(announcement.path)
        if announcement.story:
            paths += pages_of(announcement.story)
        purging.forget(paths)


def _story_deleted(sender, instance, **kwargs):
    # Now, while it can still be asked where it stood and which pictures it had.
    if settings.PURGE_URLS and instance.appearances.begun().exists():
        purging.forget(pages_of(instance))


def pages_of(story):
    """The paths of a story's pages, of the lists it stands in, and of pictures that went."""
    paths = [_path(name) for name in LISTS] + [_path("sitemap-part", "stories")]
    paths += _around(story.get_absolute_url())
    for kind, things in (("topic", story.topics.all()), ("author", story.authors.all())):
        for thing in things:
            paths += [_path(kind, thing.slug), _path(f"{kind}-feed", thing.slug)]
    if story.corrections.exists():
        paths.append(_path("corrections"))
    if story.published_at:
        paths += _days(story.published_at)
    shown = StoryVersion.objects.filter(pk__in=story.appearances.begun().values("version"))
    return [*paths, *_quotes(story, shown), *_renditions(shown)]


def _around(path):
    """The story at that path, its section and their text edition, known by the path alone."""
    try:
        story = resolve(unquote(path))
    except Resolver404:  # cut off, because it was too long to be kept
        return [path]
    if story.view_name != "articles:story":
        return [path]
    section = story.kwargs["section"]
    return [
        path,
        reverse("articles:text-story", kwargs=story.kwargs),
        *(_path(name, section) for name in ("section", "section-feed", "text-section")),
    ]


def _days(at):
    day = timezone.localdate(at)
    return [
        _path("archive-year", day.year),
        _path("archive-month", day.year, day.month),
        _path("archive-day", day.year, day.month, day.day),
    ]


def _quotes(story, shown):
    """Quotes come and go with the story that they are from, or that shows them."""
    quotes = list(Quote.objects.filter(Q(story=story) | Q(embeds__version__in=shown)).distinct())
    for quote in quotes:
        yield quote.get_absolute_url()
        if quote.speaker_slug:
            yield _path("speaker", quote.speaker_slug)
    if quotes:
        yield _path("quotes")


def _renditions(shown):
    """Those of pictures that readers had with this story and may not have any more."""
    had = Q(leads__in=shown) | Q(embeds__version__in=shown)
    still = Picture.objects.published().values("pk")
    for picture in Picture.objects.filter(had).exclude(pk__in=still).distinct():
        yield from addresses_of(picture)


def addresses_of(picture):
    """The paths of all files that readers can have had of a picture."""
    for name in expected_files(picture):
        yield _path("rendition", picture.key, name)


def _path(name, *args):
    return reverse(f"articles:{name}", args=args)
