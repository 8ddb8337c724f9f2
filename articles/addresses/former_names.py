"""301 from the names that a section, a topic, an author … had to the one that it has today."""

from contextlib import suppress
from functools import wraps

from django.http import Http404
from django.urls import reverse

from articles import page_keys
from articles.models import FormerName
from newsroom import redirects
from newsroom.page_store.keys import shows
from newsroom.slugs import slugify

MOST_FORMER = 3  # that had the same name one after the other


def leads_on(noun):
    """A decorator for what stands at the slug of a `noun` of FormerName: 301 from its former ones.

    A page that has the name today comes first. So that nothing is told of what readers cannot
    see, the page of today is asked before anybody is sent there. Others' ways to write a word
    (capitals, NFD) lead to it, too.
    """

    def decorator(view):
        @wraps(view)
        def wrapper(request, slug):
            try:
                return view(request, slug=slug)
            except Http404:
                shows(page_keys.NAMES)
                for other in _other_slugs(noun, slug):
                    with suppress(Http404):
                        view(request, slug=other)
                        name = request.resolver_match.view_name
                        return redirects.permanent(request, reverse(name, args=[other]))
                raise

        return wrapper

    return decorator


def _other_slugs(noun, slug):
    plain = slugify(slug)
    if plain and plain != slug:
        yield plain
    yield from FormerName.objects.slugs_now(noun, slug)[:MOST_FORMER]
