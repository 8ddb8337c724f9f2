"""Files as photographers send them, for the tests of the desk."""

from datetime import timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Gallery, Picture, Placement
from articles.pictures import usage
from tests.factories import PictureFactory, picture_file

_numbers = count()


def another(**options):
    """The bytes of a picture that is no other's file."""
    return picture_file(comment=f"Number {next(_numbers)}", **options).read()


def upload(name="boat.jpg", content=None):
    return SimpleUploadedFile(name, another() if content is None else content)


def in_days(days, **fields):
    """A picture whose last day is so many days from today."""
    return PictureFactory(usable_until=usage.today() + timedelta(days=days), **fields)


def large_gallery(count=500):
    """A draft of so many pictures. Their rows have no files: what pages say of them counts."""
    gallery = Gallery.objects.create(title="The regatta")
    pictures = Picture.objects.bulk_create(
        Picture(width=900, height=600, widths=[480, 900], alt=f"Boat {n}", caption=f"Day {n}")
        for n in range(count)
    )
    Placement.objects.bulk_create(
        Placement(gallery=gallery, picture=picture, position=10 * n)
        for n, picture in enumerate(pictures, 1)
    )
    gallery.choose_cover()
    return gallery
