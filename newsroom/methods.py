"""Which HTTP methods a page has. Any other is 405 before anything else is asked.

Django's decorators answer once they are called: behind the check for a CSRF token (403), a log-in
(302) or an object that there is not (404). A view that has one of these says by it, as
`allowed_methods`, what the middleware lets through.
"""

from django.http import HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators import http

SAFE = ("GET", "HEAD")
# Of a page with a form, and of whatever does not say.
OF_A_FORM = (*SAFE, "POST")


def require_methods(*methods):
    """A decorator for a view that has these methods and no others."""

    def decorator(view):
        guarded = http.require_http_methods(methods)(view)
        guarded.allowed_methods = methods  # functools.wraps hands it on to what stands around
        return guarded

    return decorator


require_safe = require_methods(*SAFE)
require_POST = require_methods("POST")  # noqa: N816 as Django names it


class MethodsMiddleware(MiddlewareMixin):
    """405 with `Allow` for a method that the page does not have; no query, no log-in, no token."""

    def process_view(self, request, view, args, kwargs):
        allowed = getattr(view, "allowed_methods", OF_A_FORM)
        return None if request.method in allowed else HttpResponseNotAllowed(allowed)
