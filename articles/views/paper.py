"""The paper itself: its colour, its policies, and how a reader likes to read it."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles import theme as themes
from articles.addresses.former_names import leads_on
from articles.context import paper_for
from articles.models import Policy
from newsroom import caching, reading_preferences, redirects
from newsroom.methods import OF_A_FORM, require_methods, require_safe


@require_safe
@caching.immutable
def theme(request, key):
    """The style sheet of the brand colour; `key` is its hash, so that it is immutable."""
    sheet = paper_for(request).theme
    if not sheet or themes.key(sheet) != key:
        raise Http404
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@require_safe
@caching.for_readers
@leads_on("policy")
def policy(request, slug):
    """A page about the paper: ethics, ownership, contact."""
    policy = get_object_or_404(Policy, slug=slug)
    return render(request, "articles/policy.html", {"policy": policy})


# No CSRF token, because it changes nothing but a cookie of the visitor's own that says how they
# like to read, and because the form stands on every page: with a token in it none could be cached.
@csrf_exempt
@require_methods(*OF_A_FORM)
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
    """Set the cookie; what was not sent stays as the visitor had it."""
    before = reading_preferences.of(request)
    colours = request.POST.get("colours", before.colours)
    size = request.POST.get("size", before.size)
    if colours not in reading_preferences.COLOURS or size not in reading_preferences.SIZES:
        raise BadRequest("There are no such colours or letters.")
    response = HttpResponseRedirect(_next_path(request.POST.get("next", "")))
    response.status_code = 303
    reading_preferences.Preferences(colours, size).set_cookie(request, response)
    return response


def _next_path(path):
    return path if redirects.is_path_of_this_site(path) else reverse("articles:reading")
