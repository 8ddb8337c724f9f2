from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.models import Story


def not_found(request, exception=None):
    """404 with a way on, unless the address is one of the past: then 301 to the story."""
    if story := story_at_old_address(request):
        return HttpResponsePermanentRedirect(story.get_absolute_url())
    stories = Story.objects.published().for_cards().newest_first()[:5]
    return render(request, "404.html", {"stories": stories}, status=404)


def story_at_old_address(request):
    """The visible story that used to live at this path (and query), or None."""
    if "\x00" in request.path:
        return None  # PostgreSQL cannot even be asked
    paths = {request.path, request.get_full_path()}
    return (
        Story.objects.published()
        .select_related("section")
        .filter(old_addresses__path__in=paths)
        .first()
    )
