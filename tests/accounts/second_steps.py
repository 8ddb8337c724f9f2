"""An app for codes, as a test has it: what it shows, and an account that it is set up for."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from tests.factories.people import PASSWORD

LOGIN, CODE = "/accounts/login/", "/accounts/second-step/authenticate/"


def code(secret, step=0):
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up(user):
    """Give somebody an app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def recovery_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def log_in(client, user, **sent):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD} | sent)
