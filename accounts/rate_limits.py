"""The rate limits of account pages, which allauth counts."""

from allauth.account import app_settings
from allauth.core.internal import ratelimit

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
}


def rate_limited(request):
    """429 for the page that was asked for; allauth calls it as the site's `handler429`."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    return too_many_requests(request, LIMITS.get(page, "login"))


def too_many_requests(request, limit):
    """429 for a key of ACCOUNT_RATE_LIMITS, with the seconds until it lets everybody through."""
    rates = ratelimit.parse_rates(app_settings.RATE_LIMITS[limit])
    return errors.too_many_requests(request, retry_after=int(max(rate.duration for rate in rates)))
