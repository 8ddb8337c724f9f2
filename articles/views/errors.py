"""The page for 404, and redirects from addresses of the past."""

from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone

from articles.models import Story
from newsroom.errors import refuse

from .endings import ending


def not_found(request, exception=None):
    """404 with the newest stories, unless the address is one of the past: then 301 to the story.

    Where readers have lost the story, the answer is what has become of it: its own address would
    tell its headline.
    """
    if story := story_at_old_address(request):
        with suppress(Http404):  # part of a story that is hidden itself
            return ending(request, story, story.pk) or HttpResponsePermanentRedirect(
                story.get_absolute_url()
            )
    stories = list(Story.objects.published().for_cards().newest_first()[:5])
    today = timezone.localdate()
    is_of_today = all(timezone.localdate(story.published_at) == today for story in stories)
    # Not the address that was asked for: nobody shall tell a hidden story by its page.
    context = {"stories": stories, "is_of_today": is_of_today, "here": reverse("articles:front")}
    return refuse(request, "404.html", context, status=404)


def story_at_old_address(request):
    """The Story that used to live at this path (and query), or None; also one that is gone."""
    if "\x00" in request.path:
        return None  # PostgreSQL cannot even be asked
    paths = {request.path, request.get_full_path()}
    return (
        Story.objects.with_an_answer(AnonymousUser())
        .with_hours()
        .select_related("section")
        .filter(old_addresses__path__in=paths)
        .first()
    )
