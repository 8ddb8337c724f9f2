"""The page that finds, and the same as JSON for who types; the page of the desk's keys."""

from django.contrib import admin
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from articles.admin.base import search_words
from articles.admin.picker import number_in
from newsroom.characters import without_forbidden
from newsroom.methods import require_safe

from . import address, others, pages, stories
from .words import asked

LONGEST_TYPED = 2_000  # characters: an address may be long, of words fewer are looked at
MOST_STORIES = 8
MOST_OF_A_KIND = 4
MOST_PAGES = 6
JSON = "application/json"


@require_safe
def find(request):
    """What has the words of `?q=`, or what an address in the paper leads to; own work if empty.

    With `?for=link` only what a link can lead to, and nothing for an empty question. For whoever
    asks for JSON: {"found": [Found, …]}; a page with a form otherwise.
    """
    typed = without_forbidden(request.GET.get("q", ""))[:LONGEST_TYPED].lstrip()
    finding = _to_link if request.GET.get("for") == "link" else _to_go
    found = finding(request, typed)
    if request.headers.get("Accept") == JSON:
        response = JsonResponse({"found": [one.as_json() for one in found]})
    else:
        context = {"title": "Go to", "typed": typed.strip(), "found": found}
        context |= admin.site.each_context(request)
        response = render(request, "admin/finding/find.html", context)
    patch_vary_headers(response, ["Accept"])
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def keys(request):
    """What keys do at the desk."""
    context = admin.site.each_context(request) | {"title": "Keys of the desk"}
    return render(request, "admin/finding/keys.html", context)


def _to_link(request, typed):
    if address.is_one(typed.strip()):
        return [address.leads_to(request, typed.strip())]
    if not typed:
        return []
    return [one for one in _with_words(request, typed, to_link=True) if one.href]


def _to_go(request, typed):
    if address.is_one(typed.strip()):
        return [address.leads_to(request, typed.strip())]
    if typed:
        found = [one for one in _with_words(request, typed) if one.at]
        return [*found, *pages.with_words(request, search_words(typed), MOST_PAGES)]
    finder = stories.Stories(request.user)
    own = finder.own(MOST_STORIES) if finder.may_read else []
    own = [stories.found(story, finder.headline(story)) for story in own]
    return [*own, *pages.open_to(request)[:MOST_PAGES]]


def _with_words(request, typed, *, to_link=False):
    """Stories and all else that has a name, as Found; readers' headline where one links to it."""
    query, rows = asked(typed), []
    finder = stories.Stories(request.user)
    if finder.may_read:
        if number := number_in(typed):
            rows += finder.numbered(number)
        if query:
            rows += finder.with_words(query, MOST_STORIES)
    for story in rows:
        yield stories.found(story, story.headline if to_link else finder.headline(story))
    yield from others.with_words(request, search_words(typed), query, MOST_OF_A_KIND)
