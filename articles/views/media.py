"""Files by their key: renditions of pictures, and sounds."""

import re

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control

from articles import page_keys
from articles.body.media import TYPES
from articles.models import Picture, Sound
from articles.pictures.sandbox.widths import folder_of
from newsroom import purging, ranges
from newsroom.caching import ONE_YEAR
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows

from .errors import not_found

# A width and a format, behind the ratio and the tag of a crop.
FILE_NAME = re.compile(
    r"(?:(?P<ratio>3x2|16x10|4x5|1x1|1\.91x1)-(?P<tag>[0-9a-f]{8})-)?"
    r"(?P<width>[1-9][0-9]{0,3})\.(?P<kind>avif|webp|jpg)"
)
TYPES_OF_PICTURES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
ONE_DAY = 24 * 60 * 60  # seconds
FEW_MINUTES = 300  # seconds


@require_safe
def rendition(request, key, name):
    """One rendition of a picture, only while something public shows that picture.

    The desk may look at pictures of drafts; those answers are never kept by shared caches. All
    else is the same 404, which is kept by nobody: tomorrow it may be a picture.
    """
    try:
        picture, is_current = _picture_with(_who_asks(request), key, name)
        response = _file(request, picture, name)
    except Http404 as error:
        return _not_there(request, error)
    if _has_session(request):
        patch_cache_control(response, private=True, max_age=FEW_MINUTES)
    else:
        # Caches that are told to forget it may keep it for longer.
        seconds = ONE_DAY if purging.is_on() and is_current else settings.PAGE_CACHE_SECONDS
        patch_cache_control(
            response, public=True, max_age=ONE_YEAR, immutable=True, s_maxage=seconds
        )
        # Feed readers and those who follow a link show it on pages of theirs.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def sound(request, key, suffix):
    """One sound, while a story in which it stands may be read; in parts, for who asks for some.

    No shared cache keeps it, so that it goes with its story. All else is the same 404.
    """
    try:
        sounds = Sound.objects.visible_to(_who_asks(request))
        found = get_object_or_404(sounds, key=key, suffix=suffix)
        file = _opened(found)
    except Http404 as error:
        return _not_there(request, error)
    # No hash of the content: whoever has a file cannot find out by it whether it is here.
    etag = f'"{found.key}"'
    response = ranges.answer(
        request, file, size=found.size, etag=etag, content_type=TYPES[found.suffix]
    )
    patch_cache_control(response, private=True, max_age=FEW_MINUTES)
    return _shown_as_it_is(response)


def _has_session(request):
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _who_asks(request):
    # Whoever has no session is not asked for one, so that all readers share one answer.
    return request.user if _has_session(request) else AnonymousUser()


def _not_there(request, error):
    response = not_found(request, error)
    patch_cache_control(response, no_store=True)
    return response


def _shown_as_it_is(response):
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _opened(sound):
    try:
        return sound.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error


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
                kind = TYPES_OF_PICTURES[name.rpartition(".")[2]]
                response = HttpResponse(file.read(), content_type=kind)
        except FileNotFoundError as error:
            raise Http404 from error
    response["ETag"] = etag
    return _shown_as_it_is(response)
