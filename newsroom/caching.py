"""HTTP caching: Cache-Control, Vary, ETag and conditional requests, and gzip."""

from functools import wraps

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.csp import CSP

from newsroom import reading_preferences

ONE_YEAR = 365 * 24 * 60 * 60  # seconds


def for_readers(view):
    """A decorator for pages that are the same for every reader without a session.

    Anonymous answers may be kept by shared caches for PAGE_CACHE_SECONDS, are compressed, and
    have an ETag: a conditional request gets 304. Whatever is made for somebody with a session is
    private and not stored; what is made for somebody who has chosen colours or letters
    (newsroom/reading_preferences.py) is private. Other answers than 200, 301 and 304 are stored
    by nobody without asking again. All vary by Cookie.
    """

    @wraps(view)
    def with_cache_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code not in (200, 301, 304):
            patch_cache_control(response, no_cache=True)
        elif reading_preferences.of(request).is_chosen:
            patch_cache_control(response, private=True, max_age=0)
        else:
            patch_cache_control(
                response, public=True, max_age=0, s_maxage=settings.PAGE_CACHE_SECONDS
            )
            return _conditional_and_compressed(request, response)
        return response

    return with_cache_policy


def immutable(view):
    """A decorator for what never changes, because its address does when it would."""

    @wraps(view)
    def with_cache_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=ONE_YEAR, immutable=True)
        return response

    return with_cache_policy


class _GZip(GZipMiddleware):
    # Padding of random length hides how well a page compresses, which would tell an attacker
    # about secrets in it (BREACH). What everybody may read holds none, and the same page must
    # be the same bytes. Pages made for somebody are not compressed at all.
    max_random_bytes = 0


_gzip = _GZip(lambda request: None)


def _conditional_and_compressed(request, response):
    """304 if the browser has the page already, else compressed if it can read that."""
    if not getattr(response, "is_rendered", True):
        response.render()
    patch_vary_headers(response, ["Accept-Encoding"])  # of a 304, too
    if response.status_code == 200:
        if not response.has_header("ETag"):
            set_response_etag(response)
        policy = response.get(CSP.HEADER_ENFORCE)
        response = get_conditional_response(request, etag=response.get("ETag"), response=response)
        if policy:  # of this page alone; a 304 without it would change what the browser has
            response[str(CSP.HEADER_ENFORCE)] = policy
    return _gzip.process_response(request, response)
