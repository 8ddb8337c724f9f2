"""The front page."""

from django.shortcuts import render
from django.urls import reverse

from articles.context import sections_for
from articles.front import FrontPage
from newsroom import caching
from newsroom.methods import require_safe

from .moved import at_old_address

# What WordPress asks its front page for.
WORDPRESS = {"p", "page_id", "attachment_id", "cat", "tag", "author", "feed", "m", "year"}


@require_safe
@caching.for_readers
def front(request):
    """The front page. WordPress's `/?p=123` of an imported story is redirected (301) to it."""
    # Another path is an old address that leads here: it has been asked for its query already.
    is_asked_itself = request.path == reverse("articles:front")
    if is_asked_itself and request.GET.keys() & WORDPRESS:
        answer = at_old_address(request)
        if answer:
            return answer
    return render(request, "articles/front.html", {"page": FrontPage(sections_for(request))})
