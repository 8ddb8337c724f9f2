"""What all pages of an account have in common."""

from functools import wraps
from http import HTTPStatus

from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers, patch_cache_control

from newsroom.methods import OF_A_FORM, require_methods


def account_page(view):
    """A decorator: GET, HEAD and POST only, no-store, noindex, and an honest status.

    A form that comes back with errors is answered with 422, a link from a letter that no
    longer works with 410. allauth says 200 to both.
    """

    @wraps(view)
    @require_methods(*OF_A_FORM)
    def with_headers(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if context.get("token_fail") or context.get("confirmation", True) is None:
            response.status_code = HTTPStatus.GONE
        elif request.method == "POST" and getattr(context.get("form"), "errors", None):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return with_headers


def account_pages(patterns):
    """allauth's URL patterns, each of its views wrapped in `account_page`."""
    return [
        URLPattern(page.pattern, account_page(page.callback), page.default_args, page.name)
        for page in patterns
    ]
