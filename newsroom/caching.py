"""What caches may keep, and how public pages travel."""

from functools import wraps

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)

from newsroom import reading

FOR_EVER = 365 * 24 * 60 * 60  # seconds


def for_readers(view):
    """A page that is the same for every reader without a session.

    Anonymous answers may be kept by shared caches for PAGE_CACHE_SECONDS, travel compressed,
    and are not sent again to a browser that still has them. Whatever is made for somebody with
    a session is private and not stored; what is made for somebody who has chosen colours or
    letters (newsroom/reading.py) is private.
    """

    @wraps(view)
    def with_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code not in (200, 301, 304):
            patch_cache_control(response, no_cache=True)
        elif reading.preferences(request).is_chosen:
            patch_cache_control(response, private=True, max_age=0)
        else:
            patch_cache_control(
                response, public=True, max_age=0, s_maxage=settings.PAGE_CACHE_SECONDS
            )
            return _in_public(request, response)
        return response

    return with_policy


def for_ever(view):
    """What never changes, because its address does when it would."""

    @wraps(view)
    def with_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
        return response

    return with_policy


class _GZip(GZipMiddleware):
    # Padding of random length hides how well a page compresses, which would tell an attacker
    # about secrets in it (BREACH). What everybody may read holds none, and the same page must
    # be the same bytes. Pages made for somebody are not compressed at all.
    max_random_bytes = 0


_gzip = _GZip(lambda request: None)


def _in_public(request, response):
    """Compressed if the browser can read that, or 304 if it has the page already."""
    if not getattr(response, "is_rendered", True):
        response.render()
    patch_vary_headers(response, ["Accept-Encoding"])  # of a 304, too
    if response.status_code == 200:
        if not response.has_header("ETag"):
            set_response_etag(response)
        response = get_conditional_response(request, etag=response.get("ETag"), response=response)
    return _gzip.process_response(request, response)
