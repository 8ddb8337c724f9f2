"""Which pages caches before the site must forget when a story or a gallery comes, changes, goes.

Every kind of page on which a story shows is here: a test asks each of them before and after.
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
from articles.models import Announcement, Appearance, Gallery, Picture, Quote, Story, StoryVersion
from articles.pictures.completing import promised
from newsroom import purging

BEFORE_READERS = {
    Announcement.What.PUBLISHED,
    Announcement.What.UPDATED,
    Announcement.What.EXPIRED,
    Announcement.What.GONE,
}
LISTS = ["front", "latest-feed", "text-front", "sitemap", "archive"]
# They say when something last came to it.
SITEMAPS = ["stories", "sections", "topics", "authors", "quotes", "speakers"]


def listen():
    publishing.announced.connect(_announced, dispatch_uid="articles.announcing.purging")
    pre_delete.connect(_story_deleted, sender=Story, dispatch_uid="articles.announcing.purging")
    pre_delete.connect(_gallery_deleted, sender=Gallery, dispatch_uid="articles.announcing.purging")


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


def _gallery_deleted(sender, instance, **kwargs):
    if settings.PURGE_URLS and instance.published_at:
        purging.forget(pages_of_gallery(instance))


def pages_of(story):
    """The paths of a story's pages, of the lists it stands in, and of pictures that went."""
    paths = [_path(name) for name in LISTS]
    paths += [_path("sitemap-part", name) for name in SITEMAPS]
    paths += _around(story.get_absolute_url())
    for kind, rows in (("topic", story.topics.all()), ("author", story.authors.all())):
        for row in rows:
            paths += [_path(kind, row.slug), _path(f"{kind}-feed", row.slug)]
    if story.corrections.exists():
        paths += [_path("corrections"), _path("corrections-feed")]
    for gallery in story.galleries.published():
        paths += _views_of(gallery)
    begun = story.appearances.begun()
    # A story that is being deleted has no hour of its own any more.
    first = story.published_at or begun.values_list("since", flat=True).first()
    if first:
        paths += _days(first)
    shown = StoryVersion.objects.filter(pk__in=begun.values("version"))
    return [*paths, *_quotes(story, shown), *_renditions(shown), *of_versions(shown)]


def pages_of_gallery(gallery):
    """The paths of a gallery's pages and of the lists it stands in.

    One picture less changes the number on the pages of all others.
    """
    lists = [
        _path("front"),
        _path("galleries"),
        _path("sitemap"),
        _path("sitemap-part", "galleries"),
    ]
    placements = gallery.placements.select_related("gallery")
    return [*lists, *_views_of(gallery), *(each.get_absolute_url() for each in placements)]


def _views_of(gallery):
    address = gallery.get_absolute_url()
    return [address, f"{address}?view=grid"]


def of_versions(versions):
    """The permanent pages of these versions, and of what readers had before and after them."""
    had = Appearance.objects.begun().filter(version__in=versions).values("story")
    turns = Appearance.objects.begun().filter(story__in=had)
    for which in turns.values_list("story__section__slug", "story", "version__number"):
        yield _path("story-version", *which)
        yield _path("story-version-changes", *which)


def _around(path):
    """What stands at that path and beside it, known by the path alone: the story with its section
    and their text edition, or the gallery."""
    try:
        story = resolve(unquote(path))
    except Resolver404:  # cut off, because it was too long to be kept
        return [path]
    if story.view_name == "articles:gallery":
        gallery = Gallery.objects.filter(pk=story.kwargs["pk"]).first()
        return [path, *(pages_of_gallery(gallery) if gallery else ())]
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
    for name in promised(picture):
        yield _path("rendition", picture.key, name)


def _path(name, *args):
    return reverse(f"articles:{name}", args=args)
