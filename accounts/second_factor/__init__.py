"""What is asked of staff beside a password: an app's code, a passkey, or a recovery code.

allauth.mfa keeps and checks them. Here stands who needs one, from when on, and what follows.
"""

import ipaddress
from datetime import timedelta
from enum import Enum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from newsroom.throttling import address_of

REQUIRED, EXCEPT_HERE = "required", "except-on-this-machine"
IS_ONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Standing(Enum):
    """How somebody stands to the rule that the desk needs a second factor."""

    NOT_ASKED = "a reader, who may have one and needs none"
    GIVEN = "staff with one: their log-in has asked for it"
    EXCUSED = "staff on a developer's machine"
    DUE = "staff who have some days left to set one up"
    OWED = "staff whose days are over: the desk is shut to them"


def standing_of(user, request):
    """The Standing of a person who is logged in. Staff's days begin with the first question."""
    if not (user.is_staff or user.is_superuser):
        return Standing.NOT_ASKED
    if _is_excused(request):
        return Standing.EXCUSED
    if is_set_up(user):
        return Standing.GIVEN
    if user.second_factor_due is None:
        user.second_factor_due = days_from_now()
        User.objects.filter(pk=user.pk).update(second_factor_due=user.second_factor_due)
    return Standing.DUE if timezone.now() < user.second_factor_due else Standing.OWED


def is_set_up(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=IS_ONE).exists()


def days_from_now():
    return timezone.now() + timedelta(days=settings.STAFF_SECOND_FACTOR_GRACE_DAYS)


def remove(user):
    """The way back in for who has lost everything: no second factor, and no session, is left."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.end_sessions()


def _is_excused(request):
    """Whether the newsroom lets people in without, and this visitor sits at the machine itself."""
    if settings.STAFF_SECOND_FACTOR != EXCEPT_HERE:
        return False
    if not settings.TRUSTED_PROXIES and "X-Forwarded-For" in request.headers:
        return False  # somebody stands between, and nobody told us whom to believe
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
