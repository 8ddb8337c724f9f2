"""robots.txt (RFC 9309)."""

from django.http import HttpResponse
from django.urls import reverse

from newsroom import caching
from newsroom.methods import require_safe

from .origin import absolute


@require_safe
@caching.for_readers
def robots(request):
    """The whole file. The desk is not named: its address may be a secret."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('articles:search')}",
        "Disallow: /accounts/",
        "Disallow: /read/",  # counts readers (articles/reads.py)
        "",
        f"Sitemap: {absolute(reverse('articles:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
