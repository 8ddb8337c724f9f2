"""Galleries: their list, one gallery, one of its pictures."""

from itertools import pairwise

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from articles import page_keys
from articles.models import Gallery, Story
from newsroom import caching, redirects
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows
from newsroom.paging import page_of

# How much of the screen's height a picture may take, in vh; gallery.css says the same.
PICTURE_HEIGHT = 78
MORE = 4  # other galleries, below this one
# A page of a gallery stays below the weight of one photograph.
PER_PAGE = 100


@require_safe
@caching.for_readers
def galleries(request):
    """All galleries, newest first."""
    shows(page_keys.GALLERIES)
    shown = Gallery.objects.published().for_cards().newest_first()
    return render(request, "articles/galleries.html", {"page": page_of(shown, request)})


@require_safe
@caching.for_readers
def gallery(request, pk, slug):
    """The pictures of a gallery, one a screen, or with ?view=grid as an overview.

    A long one has pages: the next picture after the last of a page is the first of the next.
    """
    gallery = get_object_or_404(_for_page(request.user), pk=pk)
    page = page_of(range(gallery.picture_count or 0), request, per_page=PER_PAGE)
    if slug != gallery.slug:
        return redirects.permanent(request, gallery.get_absolute_url())
    context = {"gallery": gallery, "page": page, "placements": _placements_on(gallery, page)}
    if request.GET.get("view") == "grid":
        return render(request, "articles/gallery_grid.html", context)
    if page.number == 1 and gallery.has_stories:
        context["stories"] = gallery.stories.published().for_cards().newest_first()
    shows(page_keys.GALLERIES)
    others = Gallery.objects.published().exclude(pk=gallery.pk)
    context["more"] = others.for_cards().newest_first()[:MORE]
    return render(request, "articles/gallery.html", context)


@require_safe
@caching.for_readers
def gallery_picture(request, pk, slug, picture):
    """One picture of a gallery, at an address that stays when the order changes."""
    gallery = get_object_or_404(Gallery.objects.visible_to(request.user), pk=pk)
    shows(page_keys.inside_gallery(gallery.pk))
    order = list(gallery.placements.shown().values_list("picture_id", flat=True))
    if picture not in order:
        raise Http404
    place = order.index(picture)
    first = max(0, place - 1)
    near = _placements_between(gallery, first, place + 2)
    placement = next((each for each in near if each.picture_id == picture), None)
    if placement is None:  # moved between the two queries
        raise Http404
    if slug != gallery.slug:
        return redirects.permanent(request, placement.get_absolute_url())
    context = {
        "gallery": gallery,
        "placement": placement,
        "number": placement.number,
        "count": len(order),
    }
    return render(request, "articles/gallery_picture.html", context)


def _for_page(user):
    """Galleries with `picture_count`, and `has_stories`: whether one of them is published."""
    stories = Story.objects.published().filter(galleries=OuterRef("pk"))
    return Gallery.objects.visible_to(user).for_cards().annotate(has_stories=Exists(stories))


def _placements_on(gallery, page):
    """The placements of a page, with those before and after it as neighbours of its ends."""
    start, stop = page.start_index() - 1, page.end_index()
    first = max(0, start - 1)
    near = _placements_between(gallery, first, stop + 1)
    return [placement for placement in near if start < placement.number <= stop]


def _placements_between(gallery, first, stop):
    """The placements from index `first` up to `stop`, each with what a page says of it.

    That is its `number` and `page` from 1, its URL `in_gallery`, its neighbours `before` and
    `after`, and `sizes`, the HTML attribute for its picture.
    """
    placements, address = gallery.placements_for_page(first, stop), gallery.get_absolute_url()
    for number, placement in enumerate(placements, first + 1):
        placement.number, placement.page = number, (number - 1) // PER_PAGE + 1
        query = f"?page={placement.page}" if placement.page > 1 else ""
        placement.in_gallery = f"{address}{query}#p{placement.picture_id}"
        width = PICTURE_HEIGHT * placement.picture.width / placement.picture.height
        # A tall picture is narrow on every screen: no need to send it in the screen's width.
        placement.sizes = f"min(100vw, {max(1, round(width))}vh)"
    for before, after in pairwise(placements):
        before.after, after.before = after, before
    return placements
