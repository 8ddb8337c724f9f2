"""What our pages are measured against: plain views in the same project, with the same middleware.

Each makes one query and answers about as many bytes as the page it stands beside.
`/plain/<bytes>/` is a list of stories as any Django tutorial has it: one joined query, a template
with a loop, links and dates. `/bare/<version>/<bytes>/` prints one ready string: the cheapest
answer from the database that Django can give, and no page anybody would read.
"""

from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from django.utils.safestring import mark_safe

from articles.models import Story, StoryVersion
from newsroom.urls import (  # noqa: F401 asked of whatever is at the root
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)

ITEM_BYTES = 500


def plain(request, size):
    stories = list(Story.objects.published().select_related("section", "live"))
    wanted = size // ITEM_BYTES
    shown = (stories * (wanted // len(stories) + 1))[:wanted]
    return render(request, "plain.html", {"stories": shown})


def bare(request, pk, size):
    version = get_object_or_404(StoryVersion, pk=pk)
    filler = mark_safe("x" * max(0, size - len(version.body.encode()) - 100))
    return render(request, "bare.html", {"version": version, "filler": filler})


urlpatterns = [
    path("plain/<int:size>/", plain),
    path("bare/<int:pk>/<int:size>/", bare),
    path("", include("newsroom.urls")),
]
