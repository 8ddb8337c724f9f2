"""What somebody outside reads by a secret link, before readers get it."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from articles.models import Story
from articles.writing import share_links
from newsroom.methods import require_safe

from .story_context import shared_context
from .text import text_of

# What is taken down, or merged into another, nobody gets.
STILL_TOLD = (Story.Status.DRAFT, Story.Status.PUBLISHED)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def shared(request, secret):
    """The story in words alone, as its text edition has them: no picture, and nothing to load.

    Once readers have the story, the link leads to its page. Whatever else has ended it answers as
    an address that never was.
    """
    link = share_links.opened_by(secret)
    story = link and Story.objects.for_page().filter(pk=link.story_id).first()
    if story is None or story.latest is None or story.status not in STILL_TOLD:
        raise Http404
    if story.is_public:
        return HttpResponseRedirect(story.get_absolute_url(), headers=HEADERS)
    version = link.version or story.latest
    context = shared_context(story, version)
    context |= {"body": text_of(story, version), "ends_at": link.ends_at}
    response = render(request, "text/shared.html", context)
    for name, value in HEADERS.items():
        response[name] = value
    return response
