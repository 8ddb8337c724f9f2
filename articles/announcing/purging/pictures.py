"""What is purged from HTTP caches when a picture is withdrawn or allowed again.

As everywhere, further pages of a list and cards on other stories' pages are left to their age
(see articles.announcing.purging.stories); the files themselves are purged all the same.
"""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from articles import publishing
from articles.models import Appearance, Author, Picture, Story, StoryVersion
from articles.pictures import storing
from articles.pictures.sandbox.widths import folder_of
from newsroom import purging
from newsroom.task_queue import BEFORE_OTHERS, SLOW, task

from .stories import addresses_of, pages_of, pages_of_gallery, path_of, version_pages

PATHS_PER_TASK = 500


def listen():
    """Connect purging to `publishing.picture_came_or_went`; idempotent."""
    publishing.picture_came_or_went.connect(_purge_picture, dispatch_uid=__name__)


def _purge_picture(sender, picture, **kwargs):
    if settings.PURGE_URLS:
        # Its files at once; which pages show it may take seconds to find out.
        purging.purge_later(addresses_of(picture))
        purge_pages_with.enqueue(picture.pk)


# Whoever withdraws a picture waits for this, but not for the sizes of others.
@task("Pages with a withdrawn picture", queue=SLOW, priority=BEFORE_OTHERS)
def purge_pages_with(pk):
    """Purge all pages on which a picture stands or stood; nothing for one that was deleted."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return
    paths = sorted(pages_with(picture))
    with transaction.atomic():
        for start in range(0, len(paths), PATHS_PER_TASK):
            purging.purge_later(paths[start : start + PATHS_PER_TASK])


def pages_with(picture):
    """The paths of all public pages that show a picture, or would if it were not withdrawn.

    And of its files.
    """
    galleries = list(picture.galleries.all())
    versions = StoryVersion.objects.filter(
        Q(lead_picture=picture) | Q(embeds__picture=picture) | Q(embeds__gallery__in=galleries)
    ).values("pk")
    shown = Q(live__in=versions) | Q(update_version__in=versions)
    paths = {*_stored_files(picture), *_version_pages_with(versions)}
    for story in Story.objects.published().filter(shown).select_related("section"):
        paths.update(pages_of(story))
    for gallery in galleries:
        paths.update(pages_of_gallery(gallery))
    for author in Author.objects.filter(portrait=picture):
        paths |= {path_of("front"), author.get_absolute_url()}
    return paths


def _stored_files(picture):
    """Crops of a moment ago too, which its row does not name any more."""
    for name in storing.file_names(default_storage, folder_of(picture.key)):
        yield path_of("rendition", picture.key, name)


def _version_pages_with(versions):
    """The permanent pages of these versions, and of what readers had before and after them."""
    return version_pages(Appearance.objects.begun().filter(version__in=versions).values("story"))
