"""What caches may keep."""

from functools import wraps

from django.conf import settings
from django.utils.cache import patch_cache_control, patch_vary_headers


def for_readers(view):
    """A page that is the same for every reader without a session.

    Anonymous answers may be kept by shared caches for PAGE_CACHE_SECONDS; whatever is made
    for somebody with a session is private and not stored.
    """

    @wraps(view)
    def with_policy(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in (200, 301, 304):
            patch_cache_control(
                response, public=True, max_age=0, s_maxage=settings.PAGE_CACHE_SECONDS
            )
        else:
            patch_cache_control(response, no_cache=True)
        return response

    return with_policy
