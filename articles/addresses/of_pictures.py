"""Where readers find a picture that had an address elsewhere: its file, and the page that has it.

Whether they may have it is asked each time, by the one rule: of a picture that nothing public
shows nobody learns that it is here. An old address leads to a file ("/media/KEY/1600.jpg"), of
which the size that was asked for is given, or to the page that shows it ("/media/KEY/page").
"""

import re

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.urls import Resolver404, resolve, reverse

from articles import page_keys
from articles.models import Author, Gallery, Picture, Placement, Story
from articles.models.picture import new_key
from articles.pictures.sandbox.widths import file_name, widths_for
from newsroom.page_store.keys import shows

PAGE = "page"  # in place of a file's name
FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
# What WordPress writes behind the name of a size that it made itself, and Ghost before it.
SIZE = re.compile(r"-(?P<width>[1-9]\d{0,4})x\d{1,5}(?=\.\w+$)", re.ASCII)
MADE_SMALLER = re.compile(r"-(?:scaled|rotated)(?=\.\w+$)", re.ASCII)
SIZE_OF_GHOST = re.compile(r"(?<=/content/images)/size/w(?P<width>[1-9]\d{0,4})", re.ASCII)
NAME = re.compile(r"(?P<width>[1-9][0-9]{0,3})\.(?P<kind>avif|webp|jpg)", re.ASCII)
KEY = (len("/media/") + 1, len(new_key()))  # where it stands in such an address, from 1
LARGEST = 1600  # pixels, where no size was asked for


def file_of(picture):
    """What an old address of its file leads to."""
    widths = widths_for(picture.width)
    width = max((each for each in widths if each <= LARGEST), default=widths[0])
    return _address(picture, file_name(width, "jpg"))


def page_of(picture):
    """What an old address of a page about it leads to."""
    return _address(picture, PAGE)


def is_one(path):
    """Whether a path is that of a picture here, as `file_of` and `page_of` write it."""
    try:
        return resolve(path).view_name == "articles:rendition"
    except Resolver404:
        return False


def readers_have_it():
    """Of old addresses: that they lead to a picture which readers have, or to none; a condition.

    Asked with the address itself, so that a hidden picture costs no query more than none.
    """
    pictures = Picture.objects.published().filter(key=Substr(OuterRef("leads_to"), *KEY))
    is_none = ~Q(leads_to__startswith="/media/") | Q(leads_to__startswith="/media/audio/")
    return is_none | Exists(pictures)


def without_size(path):
    """The path of the file itself, whatever size of it a path asks for."""
    if not FILE.search(path):
        return path
    return MADE_SMALLER.sub("", SIZE.sub("", SIZE_OF_GHOST.sub("", path)))


def place_of(key, name, asked):
    """Where readers find it: an address of the paper; None if they may not, or it is not here.

    `key` and `name` are those of a rendition, or the name is PAGE; `asked` is the old path.
    """
    picture = Picture.objects.published().filter(key=key).first()
    if picture is None:
        return None
    shows(page_keys.files_of(picture.pk))
    if name == PAGE:
        return _page_with(picture) or picture.card_address
    if (wanted := NAME.fullmatch(name)) is None:
        return None
    size = (SIZE.search(asked) or SIZE_OF_GHOST.search(asked)) if FILE.search(asked) else None
    width = int((size or wanted)["width"])
    kind = wanted["kind"]
    there = picture.avif_widths if kind == "avif" else picture.widths
    if not there:
        return None
    return picture.address(min((w for w in there if w >= width), default=max(there)), kind)


def _page_with(picture):
    """The address of the oldest story that shows it, else of its place in a gallery, else of its
    author; None if it is only part of the paper's frame."""
    if stories := list(Story.objects.first_that_show(picture)):
        return min(stories, key=lambda story: story.published_at).get_absolute_url()
    galleries = Placement.objects.shown().filter(
        picture=picture, gallery__in=Gallery.objects.published()
    )
    order = ("gallery__published_at", "pk")
    if placement := galleries.select_related("gallery").order_by(*order).first():
        return placement.get_absolute_url()
    author = Author.objects.published().filter(portrait=picture).first()
    return author and author.get_absolute_url()


def _address(picture, name):
    return reverse("articles:rendition", args=[picture.key, name])
