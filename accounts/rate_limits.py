"""The rate limits of account pages, which allauth counts."""

import math
import time

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache

from newsroom import errors

# The limit (a key of ACCOUNT_RATE_LIMITS) that guards each page.
LIMITS = {
    "account_login": "login",
    "account_signup": "signup",
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
    "account_change_password": "change_password",
    "account_set_password": "change_password",
    "account_reauthenticate": "reauthenticate",
    "account_email": "manage_email",
    "mfa_login_webauthn": "login",
    "mfa_reauthenticate": "reauthenticate",
    "mfa_reauthenticate_webauthn": "reauthenticate",
}
# What allauth's forms say of one try too many.
CODES = {"too_many_login_attempts", "rate_limited"}


APP = "allauth.account"
# Letters to one address in which somebody else may have a hand: beside those of a reset, which
# have a limit of their own that is said to who asks.
LETTERS = {"letters": "3/h/key"}


def rate_limited(request):
    """429 for the page that was asked for; allauth calls it as the site's `handler429`."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    # Of these pages the key is the address that was typed; allauth tells nobody which it was.
    key = request.POST.get("email", "").strip().lower() or None
    return too_many_requests(request, LIMITS.get(page, "login"), key=key)


def too_many_requests(request, limit, *, key=None):
    """429 for a key of ACCOUNT_RATE_LIMITS, with the seconds until the next try is let through.

    `key` is what was counted beside the network: an account, an address.
    """
    rates = ratelimit.parse_rates(app_settings.RATE_LIMITS[limit])
    waits = [_seconds_left(request, limit, rate, key) for rate in rates]
    # None is full where two came at once, and one of them was not let near the counter.
    return errors.too_many_requests(request, retry_after=max(waits) or 1)


def _seconds_left(request, limit, rate, key):
    """Until the oldest try that still counts is as old as the rate says; 0 with a try left."""
    if (rate.per == "key" and not key) or (rate.per == "user" and request.user.is_anonymous):
        return 0
    counter = ratelimit.get_cache_key(request, app=APP, action=limit, rate=rate, key=key)
    tries = cache.get(counter, [])  # newest first
    if len(tries) < rate.amount:
        return 0
    return max(math.ceil(tries[rate.amount - 1] + rate.duration - time.time()), 0)


def may_send_a_letter(request, email):
    """Count one letter to this address; False if it is one too many in an hour."""
    key = email.lower()
    return bool(
        ratelimit.consume(
            request, app=APP, action="letters", config=LETTERS, key=key, limit_get=True
        )
    )
