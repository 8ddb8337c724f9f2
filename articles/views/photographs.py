from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Gallery
from newsroom import caching
from newsroom.paging import page_of


@require_safe
@caching.for_readers
def galleries(request):
    shown = Gallery.objects.published().for_cards().newest_first()
    return render(request, "articles/galleries.html", {"page": page_of(shown, request)})


@require_safe
@caching.for_readers
def gallery(request, pk, slug):
    """All pictures of a gallery on one page, or with ?view=grid as an overview."""
    gallery = get_object_or_404(Gallery.objects.visible_to(request.user), pk=pk)
    if slug != gallery.slug:
        return redirect(gallery, permanent=True)
    context = {"gallery": gallery, "placements": gallery.placements_for_page()}
    template = "gallery_grid" if request.GET.get("view") == "grid" else "gallery"
    return render(request, f"articles/{template}.html", context)


@require_safe
@caching.for_readers
def gallery_picture(request, pk, slug, picture):
    """One picture of a gallery, at an address that stays when the order changes."""
    gallery = get_object_or_404(Gallery.objects.visible_to(request.user), pk=pk)
    placements = gallery.placements_for_page()
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
        "before": placements[number - 1] if number else None,
        "after": placements[number + 1] if number + 1 < len(placements) else None,
    }
    return render(request, "articles/gallery_picture.html", context)
