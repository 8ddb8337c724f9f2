"""The files of pictures: renditions, by the key of their picture."""

import re

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control

from articles import page_keys
from articles.models import Picture
from articles.pictures.sandbox.widths import folder_of
from newsroom import purging
from newsroom.caching import ONE_YEAR
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows

from .errors import not_found

# A width and a format, behind the ratio and the tag of a crop.
FILE_NAME = re.compile(
    r"(?:(?P<ratio>3x2|16x10|4x5|1x1|1\.91x1)-(?P<tag>[0-9a-f]{8})-)?"
    r"(?P<width>[1-9][0-9]{0,3})\.(?P<kind>avif|webp|jpg)"
)
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
ONE_DAY = 24 * 60 * 60  # seconds


@require_safe
def rendition(request, key, name):
    """One rendition of a picture, only while something public shows that picture.

    The desk may look at pictures of drafts; those answers are never kept by shared caches. All
    else is the same 404, which is kept by nobody: tomorrow it may be a picture.
    """
    # Whoever has no session is not asked for one, so that all readers share one answer.
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    user = request.user if has_session else AnonymousUser()
    try:
        picture, is_current = _picture_with(user, key, name)
        response = _file(request, picture, name)
    except Http404 as error:
        response = not_found(request, error)
        patch_cache_control(response, no_store=True)
        return response
    if has_session:
        patch_cache_control(response, private=True, max_age=300)
    else:
        # Caches that are told to forget it may keep it for longer.
        seconds = ONE_DAY if purging.is_on() and is_current else settings.PAGE_CACHE_SECONDS
        patch_cache_control(
            response, public=True, max_age=ONE_YEAR, immutable=True, s_maxage=seconds
        )
        # Feed readers and those who follow a link show it on pages of theirs.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _picture_with(user, key, name):
    """The Picture with such a file, and whether its row still names it. Raises Http404."""
    match = FILE_NAME.fullmatch(name)
    if not match:
        raise Http404
    picture = get_object_or_404(Picture.objects.visible_to(user), key=key)
    shows(page_keys.files_of(picture.pk))
    if match["ratio"]:
        # A crop of a moment ago may still stand on a page that a cache has: it is there until
        # it is swept.
        crop = picture.cropped.get(match["ratio"].replace("x", ":"), {})
        return picture, crop.get("tag") == match["tag"]
    widths = picture.avif_widths if match["kind"] == "avif" else picture.widths
    if int(match["width"]) not in widths:  # the worker may be writing it
        raise Http404
    return picture, True


def _file(request, picture, name):
    # No hash of the content: whoever has a file cannot find out by it whether it is here.
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            with default_storage.open(f"{folder_of(picture.key)}/{name}") as file:
                kind = TYPES[name.rpartition(".")[2]]
                response = HttpResponse(file.read(), content_type=kind)
        except FileNotFoundError as error:
            raise Http404 from error
    response["ETag"] = etag
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
