"""Device cookies: devices on which somebody has logged in before.

A stranger who guesses an account's password uses up the account's tries. The owner must not
be locked out by that, so a device that has been logged in with this address counts its own
tries. https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from django.conf import settings
from django.core.signing import BadSignature
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac

COOKIE = "known_device"
SALT = "accounts.devices"
MAX_AGE = 365 * 24 * 60 * 60  # seconds


def remember(response, email):
    """Mark the visitor's device as one of this account's. Only the login page gets to see it."""
    response.set_signed_cookie(
        COOKIE,
        f"{_owner(email)}:{get_random_string(16)}",
        salt=SALT,
        max_age=MAX_AGE,
        path=reverse("account_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_device(request, email):
    """The name of this device if the account has been used on it, otherwise ""."""
    try:
        value = request.get_signed_cookie(COOKIE, salt=SALT, max_age=MAX_AGE)
    except (KeyError, BadSignature):
        return ""
    owner, _, device = value.partition(":")
    return device if owner == _owner(email) else ""


def _owner(email):
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()[:32]
