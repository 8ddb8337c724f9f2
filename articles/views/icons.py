"""Icons, and the manifest that names them, at the addresses where browsers and phones ask."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from articles import icons
from articles import paper_card as cards
from articles.context import paper_for
from newsroom import caching
from newsroom.methods import require_safe

TOUCH = 180  # pixels; what iOS asks for
IN_MANIFEST = (192, 512)


def _shade(request):
    return paper_for(request).brand or icons.HOUSE


@require_safe
@caching.for_readers
def favicon(request):
    return HttpResponse(icons.ico(_shade(request)), content_type="image/x-icon")


@require_safe
@caching.for_readers
def icon(request):
    return HttpResponse(icons.svg(_shade(request)), content_type="image/svg+xml")


@require_safe
@caching.for_readers
def touch_icon(request):
    return HttpResponse(icons.png(TOUCH, _shade(request)), content_type="image/png")


@require_safe
@caching.for_readers
def icon_of_size(request, pixels):
    """One of the sizes that the manifest names; any other is a 404."""
    if pixels not in IN_MANIFEST:
        raise Http404
    return HttpResponse(icons.png(pixels, _shade(request)), content_type="image/png")


@require_safe
@caching.immutable
def paper_card(request, key):
    """The paper's own card; `key` is its hash. Another key leads to the card of today.

    Pages that caches have kept, and other sites, name an older one for a while.
    """
    card = cards.of(paper_for(request))
    if key != card.key:
        return redirect(card.address)
    return HttpResponse(card.png, content_type="image/png")


@require_safe
@caching.for_readers
def manifest(request):
    """What a phone needs to put the paper on its first screen (W3C, Web Application Manifest)."""
    paper, front = paper_for(request), reverse("articles:front")
    described = {
        "name": paper.shown_name,
        "short_name": paper.shown_name,
        "description": paper.shown_motto,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": front,
        "start_url": front,
        "scope": front,
        "display": "minimal-ui",
        "theme_color": _shade(request),
        "background_color": "#ffffff",
        "icons": [
            {
                "src": reverse("articles:icon-of-size", args=[pixels]),
                "sizes": f"{pixels}x{pixels}",
                "type": "image/png",
                "purpose": purpose,
            }
            for pixels in IN_MANIFEST
            for purpose in ("any", "maskable")
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")
