"""The page of the style guide."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles.style_guide import specimens
from newsroom.methods import require_safe


@require_safe
@never_cache
def style_guide(request):
    """Every component in every state, for who works on the paper; for others there is no page."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "style/guide.html", {"components": specimens.components()})
