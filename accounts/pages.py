"""What all pages of an account have in common."""

from functools import wraps
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.urls import URLPattern, URLResolver, reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from accounts import carried, rate_limits
from newsroom import drafts
from newsroom.errors import log_in_first
from newsroom.methods import OF_A_FORM, require_methods


def account_page(view):
    """A decorator: GET, HEAD and POST only, no-store, noindex, and an honest status.

    A form that comes back with errors is answered with 422, a link from a letter that no
    longer works with 410, one wrong code too many with 429. allauth says 200 to all. What was
    sent after the log-in had ended is refused with 403 and stands in the form when they are back.
    """

    @wraps(view)
    @require_methods(*OF_A_FORM)
    def with_headers(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method == "POST" and _asks_to_log_in(request, response):
            response = log_in_first(request)
        context = getattr(response, "context_data", None) or {}
        if context.get("token_fail") or context.get("confirmation", True) is None:
            response.status_code = HTTPStatus.GONE
        elif request.method == "POST" and (codes := set(_codes_of_errors(context))):
            if codes & rate_limits.CODES:
                key = f"mfa-auth-user-{_account_of(context).pk}"  # allauth.mfa's
                response = rate_limits.too_many_requests(request, "login_failed", key=key)
            else:
                response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        _mind_draft(request, response, context.get("form"))
        carried.mind(request, response, context.get("form"))
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return with_headers


def _codes_of_errors(context):
    for name in ("form", "webauthn_form"):
        form = context.get(name)
        if form is not None and form.is_bound:
            for errors in form.errors.as_data().values():
                yield from (error.code or "invalid" for error in errors)


def _account_of(context):
    return next(form.user for name in ("form", "webauthn_form") if (form := context.get(name)))


def _asks_to_log_in(request, response):
    way_in = redirect_to_login(request.get_full_path(), reverse("account_login"))
    return request.user.is_anonymous and response.get("Location") == way_in.url


def _mind_draft(request, response, form):
    """Fill the form with what was sent while nobody was logged in, until it has been taken."""
    if request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST:
        drafts.drop(request)
    elif form is not None and not form.is_bound:
        form.initial |= drafts.of(request)


def account_pages(patterns):
    """allauth's URL patterns, those that it includes too, each view wrapped in `account_page`."""
    return [
        URLResolver(page.pattern, account_pages(page.url_patterns), page.default_kwargs)
        if isinstance(page, URLResolver)
        else URLPattern(page.pattern, account_page(page.callback), page.default_args, page.name)
        for page in patterns
    ]
