"""What the masthead of every page needs from the paper."""

from django.utils.functional import SimpleLazyObject

from articles.models import Section


def sections_for(request):
    """All sections in their order; one query for each request that asks."""
    if not hasattr(request, "_sections"):
        request._sections = list(Section.objects.all())
    return request._sections


def paper(request):
    return {"sections": SimpleLazyObject(lambda: sections_for(request))}
