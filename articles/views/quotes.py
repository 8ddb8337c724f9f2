from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Quote, Story
from newsroom import caching
from newsroom.paging import page_of


def _with_public_story(quotes):
    # The words may be public while the story they come from is not (yet, or any more).
    stories = Story.objects.published().select_related("section", "live")
    return quotes.prefetch_related(Prefetch("story", stories))


@require_safe
@caching.for_readers
def quotes(request):
    """Quotes of the day, newest day first."""
    shown = _with_public_story(Quote.objects.published().of_the_day())
    return render(request, "articles/quotes.html", {"page": page_of(shown, request)})


@require_safe
@caching.for_readers
def quote(request, pk):
    quotes = _with_public_story(Quote.objects.visible_to(request.user))
    return render(request, "articles/quote.html", {"quote": get_object_or_404(quotes, pk=pk)})
