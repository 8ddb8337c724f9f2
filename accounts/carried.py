"""The address just typed, carried from one page of an account to the next.

Who got the password wrong asks for a new one without typing the address again, and finds it filled
in when they come back. In a cookie: what was typed stands in no address, and whether it belongs to
anybody plays no part.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

COOKIE = "address"
SALT = "accounts.carried"
MAX_AGE = 15 * 60  # seconds: others may use this browser
FIELDS = {"account_login": "login", "account_reset_password": "email"}


def mind(request, response, form):
    """Remember what was typed into one of these forms; fill in what was, if it is open."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    field = FIELDS.get(page)
    if request.user.is_authenticated:
        if COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, path=reverse("accounts:start"), samesite="Lax")
    elif field and request.method == "POST":
        _remember(response, request.POST.get(field, ""))
    elif field and form is not None and not form.is_bound and field not in form.initial:
        form.initial[field] = _typed(request)


def _remember(response, address):
    if not address or len(address) > 254:
        return
    # Whatever was typed, a header has none but ASCII.
    value = signing.dumps(address, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=MAX_AGE, path=reverse("accounts:start"),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _typed(request):
    try:
        return signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=MAX_AGE)
    except (KeyError, signing.BadSignature):
        return ""
