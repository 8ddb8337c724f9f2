"""The paper itself: its colour, its policies, and how a reader likes to read it."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import theme as themes
from articles.context import paper_for
from articles.models import Policy
from newsroom import caching, reading_preferences, redirects


@require_safe
@caching.immutable
def theme(request, key):
    """The brand colour of today. The address of yesterday's is a 404: another has its own."""
    sheet = paper_for(request).theme
    if not sheet or themes.key(sheet) != key:
        raise Http404
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@require_safe
@caching.for_readers
def policy(request, slug):
    """A page about the paper: ethics, ownership, contact."""
    policy = get_object_or_404(Policy, slug=slug)
    return render(request, "articles/policy.html", {"policy": policy})


# Exempt, because it changes nothing but a cookie of the visitor's own that says how they like
# to read, and because the form stands on every page: with a token in it no page could be shared.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def read(request):
    """How a reader likes to read: a form, and then back to where they came from."""
    if request.method == "POST":
        return _keep_preferences(request)
    return _reading_page(request)


@caching.for_readers
def _reading_page(request):
    return render(request, "articles/reading.html", {"is_page_of_controls": True})


@never_cache
def _keep_preferences(request):
    """Keep what was sent; what was not stays as the visitor had it."""
    had = reading_preferences.of(request)
    colours = request.POST.get("colours", had.colours)
    size = request.POST.get("size", had.size)
    if colours not in reading_preferences.COLOURS or size not in reading_preferences.SIZES:
        raise BadRequest("There are no such colours or letters.")
    response = HttpResponseRedirect(_way_back(request.POST.get("next", "")))
    response.status_code = 303
    reading_preferences.Preferences(colours, size).set_cookie(request, response)
    return response


def _way_back(path):
    return path if redirects.is_path_of_this_site(path) else reverse("articles:reading")
