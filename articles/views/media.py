import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Picture
from articles.pictures.widths import rendition_name

NAME = re.compile(r"([1-9][0-9]{1,3})\.(avif|webp|jpg)")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def rendition(request, key, name):
    """One size of a picture, only while something public shows that picture.

    The desk may look at pictures of drafts; those answers are never kept by shared caches.
    """
    match = NAME.fullmatch(name)
    if not match:
        raise Http404
    width, kind = int(match[1]), match[2]
    picture = get_object_or_404(Picture.objects.visible_to(request.user), key=key)
    if kind == "avif" and width not in picture.avif_widths:  # the worker may be writing it
        raise Http404
    try:
        with default_storage.open(rendition_name(key, width, kind)) as file:
            response = HttpResponse(file.read(), content_type=TYPES[kind])
    except FileNotFoundError as error:
        raise Http404 from error
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, max-age=300"
    else:
        # A day, not for ever: a picture may be taken down.
        response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
