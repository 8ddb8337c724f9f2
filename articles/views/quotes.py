"""Quotes of the day, and what one speaker said."""

from django.db.models import F, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from articles import page_keys
from articles.addresses.former_names import leads_on
from articles.models import Quote, Story
from newsroom import caching
from newsroom.methods import require_safe
from newsroom.page_store.keys import DAY, shows
from newsroom.paging import page_of


def _with_public_story(quotes):
    # The words may be public while the story they come from is not (yet, or any more).
    stories = Story.objects.published().select_related("section", "live")
    return quotes.prefetch_related(Prefetch("story", stories))


@require_safe
@caching.for_readers
def quotes(request):
    """Quotes of the day, newest day first."""
    shows(page_keys.QUOTES, DAY)
    shown = _with_public_story(Quote.objects.published().of_the_day())
    return render(request, "articles/quotes.html", {"page": page_of(shown, request)})


@require_safe
@caching.for_readers
@leads_on("quote")
def speaker(request, slug):
    """All that somebody said in public, newest first, under the name and role of the last time.

    Raises Http404 while there is nothing: who said something hidden cannot be told from who
    never said a word.
    """
    shows(page_keys.quotes_by(slug), DAY)
    quotes = Quote.objects.published().filter(speaker_slug=slug)
    quotes = quotes.order_by(F("runs_on").desc(nulls_last=True), "-pk")
    latest = quotes.first()
    if latest is None:
        raise Http404
    role = latest.role or quotes.exclude(role="").values_list("role", flat=True).first()
    page = page_of(_with_public_story(quotes), request)
    context = {"page": page, "name": latest.speaker, "role": role, "slug": slug}
    return render(request, "articles/speaker.html", context)


@require_safe
@caching.for_readers
def quote(request, pk):
    """One quote, with the story it is from while that is public."""
    quotes = _with_public_story(Quote.objects.visible_to(request.user))
    return render(request, "articles/quote.html", {"quote": get_object_or_404(quotes, pk=pk)})
