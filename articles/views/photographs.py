from itertools import pairwise

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Gallery
from newsroom import caching
from newsroom.paging import page_of

# How much of the screen's height a picture may take, in hundredths; gallery.css says the same.
SCREEN = 78
MORE = 4


@require_safe
@caching.for_readers
def galleries(request):
    shown = Gallery.objects.published().for_cards().newest_first()
    return render(request, "articles/galleries.html", {"page": page_of(shown, request)})


@require_safe
@caching.for_readers
def gallery(request, pk, slug):
    """All pictures of a gallery, one a screen, or with ?view=grid as an overview."""
    found = Gallery.objects.visible_to(request.user).select_related("cover")
    gallery = get_object_or_404(found, pk=pk)
    if slug != gallery.slug:
        return redirect(gallery, permanent=True)
    context = {"gallery": gallery, "placements": _on_screen(gallery)}
    if request.GET.get("view") == "grid":
        return render(request, "articles/gallery_grid.html", context)
    others = Gallery.objects.published().exclude(pk=gallery.pk)
    context["more"] = others.for_cards().newest_first()[:MORE]
    return render(request, "articles/gallery.html", context)


@require_safe
@caching.for_readers
def gallery_picture(request, pk, slug, picture):
    """One picture of a gallery, at an address that stays when the order changes."""
    gallery = get_object_or_404(Gallery.objects.visible_to(request.user), pk=pk)
    placements = _on_screen(gallery)
    number = next((n for n, p in enumerate(placements) if p.picture_id == picture), None)
    if number is None:
        raise Http404
    placement = placements[number]
    if slug != gallery.slug:
        return redirect(placement, permanent=True)
    context = {
        "gallery": gallery,
        "placement": placement,
        "number": number + 1,
        "count": len(placements),
    }
    return render(request, "articles/gallery_picture.html", context)


def _on_screen(gallery):
    """The placements in their order, each with its neighbours `before` and `after`, and with
    the `sizes` at which its picture is shown."""
    placements = gallery.placements_for_page()
    for placement in placements:
        wide = SCREEN * placement.picture.width / placement.picture.height
        # A tall picture is narrow on every screen: no need to send it in the screen's width.
        placement.sizes = f"min(100vw, {max(1, round(wide))}vh)"
    for before, after in pairwise(placements):
        before.after, after.before = after, before
    return placements
