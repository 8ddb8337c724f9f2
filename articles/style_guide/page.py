"""The page of the style guide."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles.body.media import Hosts
from articles.style_guide import specimens
from newsroom import security
from newsroom.methods import require_safe


@require_safe
@never_cache
def style_guide(request):
    """Every component in every state, for who works on the paper; for others there is no page."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    page = render(request, "style/guide.html", {"components": specimens.components()})
    return security.let_ask(page, Hosts(plays=True))
