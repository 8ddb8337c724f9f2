"""The front page."""

from django.shortcuts import render

from articles.context import sections_for
from articles.front import FrontPage
from newsroom import caching
from newsroom.methods import require_safe

from .moved import at_old_address

# What WordPress asks its front page for.
WORDPRESS = {"p", "page_id", "attachment_id", "cat", "tag", "author", "feed"}


@require_safe
@caching.for_readers
def front(request):
    """The front page. WordPress's `/?p=123` of an imported story is redirected (301) to it."""
    if request.GET.keys() & WORDPRESS and (answer := at_old_address(request)):
        return answer
    return render(request, "articles/front.html", {"page": FrontPage(sections_for(request))})
