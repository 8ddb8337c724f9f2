"""What a picture gets after its upload, and what goes when it goes."""

from django.core.files.storage import default_storage

from articles.models.picture import Picture

from . import renditions
from .receiving import opened
from .widths import folder_of, widths_for


def is_complete(picture):
    """Whether readers can have it in every width and kind of today."""
    return picture.widths == picture.avif_widths == widths_for(picture.width)


def complete(picture):
    """Make the renditions that are missing: AVIF, and widths that are newer than the picture.

    Files first, then the row, so that no address leads nowhere, also for a worker that is
    stopped half-way. Safe to do again. Raises Refused or OSError if the original is lost.
    """
    if is_complete(picture):
        return
    with picture.original.open() as file:
        image = opened(file.read())
    wanted = widths_for(picture.width)
    renditions.make(picture.key, image, set(wanted) - set(picture.widths))
    renditions.make_avif(picture.key, image, set(wanted) - set(picture.avif_widths))
    # These columns alone: the desk may be writing the picture's words at this moment.
    still_there = Picture.objects.filter(pk=picture.pk).update(widths=wanted, avif_widths=wanted)
    if still_there:
        picture.widths = picture.avif_widths = wanted
    else:
        delete_files(picture)


def delete_files(picture):
    """Delete the original and every rendition, whoever made them and when."""
    folder = folder_of(picture.key)
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        names = []
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
    if picture.original.name:
        default_storage.delete(picture.original.name)
