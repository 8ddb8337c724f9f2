"""What is purged from HTTP caches when a story or a gallery comes, changes or goes.

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
from articles.pictures.completing import expected_files
from newsroom import purging

# After these readers get other pages than before.
PURGE_AFTER = {
    Announcement.What.PUBLISHED,
    Announcement.What.UPDATED,
    Announcement.What.EXPIRED,
    Announcement.What.GONE,
}
LISTS = ["front", "latest-feed", "text-front", "sitemap", "archive"]
# They say when something last came to it.
SITEMAPS = ["stories", "sections", "topics", "authors", "quotes", "speakers"]


def listen():
    """Connect to `publishing.announced` and to deletions of stories and galleries; idempotent."""
    publishing.announced.connect(_purge_announced, dispatch_uid=__name__)
    pre_delete.connect(_purge_deleted, sender=Story, dispatch_uid=__name__)
    pre_delete.connect(_purge_deleted_gallery, sender=Gallery, dispatch_uid=__name__)


def _purge_announced(sender, announcement, **kwargs):
    if settings.PURGE_URLS and announcement.what in PURGE_AFTER:
        paths = _around(announcement.path)
        if announcement.story:
            paths += pages_of(announcement.story)
        purging.purge_later(paths)


def _purge_deleted(sender, instance, **kwargs):
    # Now, while it can still be asked where it stood and which pictures it had.
    if settings.PURGE_URLS and instance.appearances.begun().exists():
        purging.purge_later(pages_of(instance))


def _purge_deleted_gallery(sender, instance, **kwargs):
    if settings.PURGE_URLS and instance.published_at:
        purging.purge_later(pages_of_gallery(instance))


def pages_of(story):
    """A list of paths: a story's pages, the lists it stands in, and pictures that went."""
    paths = [path_of(name) for name in LISTS]
    paths += [path_of("sitemap-part", name) for name in SITEMAPS]
    paths += _around(story.get_absolute_url())
    for route, rows in (("topic", story.topics.all()), ("author", story.authors.all())):
        for row in rows:
            paths += [path_of(route, row.slug), path_of(f"{route}-feed", row.slug)]
    for gallery in story.galleries.published():
        paths += _forms_of(gallery)
    if story.corrections.exists():
        paths += [path_of(name) for name in ("corrections", "updates", "corrections-feed")]
    begun = story.appearances.begun()
    # A story that is being deleted has no hour of its own any more.
    if first := story.published_at or begun.values_list("since", flat=True).first():
        paths += _days(first)
    shown = StoryVersion.objects.filter(pk__in=begun.values("version"))
    return [*paths, *version_pages([story.pk]), *_quotes(story, shown), *_renditions(shown)]


def pages_of_gallery(gallery):
    """A list of paths: a gallery's pages and the lists it stands in.

    One picture less changes the number on the pages of all others.
    """
    lists = [*map(path_of, ("front", "galleries", "sitemap")), path_of("sitemap-part", "galleries")]
    placements = gallery.placements.select_related("gallery")
    return [*lists, *_forms_of(gallery), *(each.get_absolute_url() for each in placements)]


def _forms_of(gallery):
    address = gallery.get_absolute_url()
    return [address, f"{address}?view=grid"]


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
        *(path_of(name, section) for name in ("section", "section-feed", "text-section")),
    ]


def _days(at):
    day = timezone.localdate(at)
    return [
        path_of("archive-year", day.year),
        path_of("archive-month", day.year, day.month),
        path_of("archive-day", day.year, day.month, day.day),
    ]


def version_pages(stories):
    """The paths of all versions that readers had of these stories (primary keys, or a subquery)."""
    turns = Appearance.objects.begun().filter(story__in=stories)
    for which in turns.values_list("story__section__slug", "story", "version__number"):
        yield path_of("story-version", *which)
        yield path_of("story-version-changes", *which)


def _quotes(story, shown):
    """Quotes come and go with the story that they are from, or that shows them."""
    quotes = list(Quote.objects.filter(Q(story=story) | Q(embeds__version__in=shown)).distinct())
    for quote in quotes:
        yield quote.get_absolute_url()
        if quote.speaker_slug:
            yield path_of("speaker", quote.speaker_slug)
    if quotes:
        yield path_of("quotes")


def _renditions(shown):
    """Those of pictures that readers had with this story and may not have any more."""
    had = Q(leads__in=shown) | Q(embeds__version__in=shown)
    still = Picture.objects.published().values("pk")
    for picture in Picture.objects.filter(had).exclude(pk__in=still).distinct():
        yield from addresses_of(picture)


def addresses_of(picture):
    """The paths of all files that readers can have had of a picture."""
    for name in expected_files(picture):
        yield path_of("rendition", picture.key, name)


def path_of(name, *args):
    """The path of a route of `articles.urls`."""
    return reverse(f"articles:{name}", args=args)
