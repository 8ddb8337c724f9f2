"""The page for 404, and redirects in its place."""

from django.urls import reverse
from django.utils import timezone

from articles.addresses import asked_for
from articles.models import Story
from newsroom import caching
from newsroom.composed_once import composed_once
from newsroom.errors import refuse

from . import moved


@caching.for_readers
def not_found(request, exception=None):
    """404 with the newest stories, unless the address is one of the past, or can be mended."""
    if "\x00" not in request.path and (answer := _elsewhere(request)):
        return answer
    _count_what_is_nothing(request)
    stories = list(_newest())
    today = timezone.localdate()
    is_of_today = all(timezone.localdate(story.published_at) == today for story in stories)
    # Not the address that was asked for: nobody shall tell a hidden story by its page.
    context = {"stories": stories, "is_of_today": is_of_today, "here": reverse("articles:front")}
    return refuse(request, "404.html", context, status=404)


@composed_once
def _newest():
    return Story.objects.published().for_cards().newest_first()[:5]


def _elsewhere(request):
    if request.method not in ("GET", "HEAD"):
        return None  # what was sent would be lost on the way
    if answer := moved.at_old_address(request):
        return answer
    match = request.resolver_match
    # What the address of a page has said, it has said; the desk's takes whatever is below it.
    if match is None or match.app_names == ["admin"]:
        return moved.at_mended_address(request)
    return None


def _count_what_is_nothing(request):
    """For the desk's list: an address without a page, never that of a page which is hidden."""
    match = request.resolver_match
    if request.method == "GET" and (match is None or match.view_name == "articles:section"):
        asked_for.count(request.path, is_known=False)
