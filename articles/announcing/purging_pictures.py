"""Which pages the caches before the site must forget when a picture is withdrawn or allowed again.

As everywhere, further pages of a list and cards on other stories' pages are left to their age
(see articles.announcing.purging); the files themselves are forgotten all the same.
"""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.urls import reverse

from articles import publishing
from articles.announcing.purging import addresses_of, of_versions, pages_of, pages_of_gallery
from articles.models import Author, Picture, Story, StoryVersion
from articles.pictures import storing
from articles.pictures.sandbox.widths import folder_of
from newsroom import purging

AT_ONCE = 500  # paths of one task


def listen():
    publishing.picture_came_or_went.connect(
        _picture_came_or_went, dispatch_uid="articles.announcing.purging_pictures"
    )


def _picture_came_or_went(sender, picture, **kwargs):
    if settings.PURGE_URLS:
        # Its files at once; which pages show it may take seconds to find out.
        purging.forget(addresses_of(picture))
        forget_pages_with.enqueue(picture.pk)


@task
def forget_pages_with(pk):
    """Have all pages forgotten on which a picture stands or stood. One that is gone: nothing."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return
    paths = sorted(pages_with(picture))
    with transaction.atomic():
        for start in range(0, len(paths), AT_ONCE):
            purging.forget(paths[start : start + AT_ONCE])


def pages_with(picture):
    """The paths of all public pages that show a picture, or would if it were not withdrawn.

    And of its files.
    """
    galleries = list(picture.galleries.all())
    versions = StoryVersion.objects.filter(
        Q(lead_picture=picture) | Q(embeds__picture=picture) | Q(embeds__gallery__in=galleries)
    ).values("pk")
    shown = Q(live__in=versions) | Q(update_version__in=versions)
    paths = {*_files_left(picture), *of_versions(versions)}
    for story in Story.objects.published().filter(shown).select_related("section"):
        paths.update(pages_of(story))
    for gallery in galleries:
        paths.update(pages_of_gallery(gallery))
    for author in Author.objects.filter(portrait=picture):
        paths |= {_path("front"), author.get_absolute_url()}
    return paths


def _files_left(picture):
    """Crops of a moment ago too, which its row does not name any more."""
    for name in storing.names_in(default_storage, folder_of(picture.key)):
        yield _path("rendition", picture.key, name)


def _path(name, *args):
    return reverse(f"articles:{name}", args=args)
