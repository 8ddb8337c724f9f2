"""Mutes and bans of accounts that are gone: held until their end, so that to delete an account and
open it again leads round none.

Of the address a fingerprint is kept, made with SECRET_KEY: whoever has the table alone cannot try
out addresses. Under another SECRET_KEY, without the old one as a fallback, it fits nobody.
"""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import HeldRestriction

SALT = "accounts.held"


def hold(user, *addresses):
    """Keep the restriction of somebody who leaves, or has left an address; nothing without one."""
    if not user.is_muted:
        return
    told = {"restriction": user.restriction, "until": user.restricted_until}
    for address in addresses or _addresses_of(user):
        HeldRestriction.objects.update_or_create(
            fingerprint=_fingerprint(address, settings.SECRET_KEY),
            defaults=told | {"because": user.restricted_because},
        )


def take_up(user, address):
    """Go on with what is held for the address of this account, once it is shown to be theirs.

    Not before: whoever opens an account with a stranger's address must learn nothing of them.
    """
    if user.is_staff or user.is_superuser:
        return
    held = _of(address).order_by("-until").first()
    if held and not (user.is_muted and user.restricted_until >= held.until):
        user.restrict(held.restriction, until=held.until, because=held.because)


def is_held(address):
    """Whether somebody with this address was muted, has left, and would be muted still."""
    return _of(address).exists()


def forget(user):
    """A moderator has ended it before its hour."""
    for address in _addresses_of(user):
        _of(address).delete()


def clear_old():
    """Forget those that are over; for the worker."""
    HeldRestriction.objects.filter(until__lte=timezone.now()).delete()


def _of(address):
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    fingerprints = [_fingerprint(address, key) for key in keys]
    return HeldRestriction.objects.filter(fingerprint__in=fingerprints, until__gt=timezone.now())


def _fingerprint(address, secret):
    return salted_hmac(SALT, address.lower(), secret=secret, algorithm="sha256").hexdigest()


def _addresses_of(user):
    theirs = EmailAddress.objects.filter(Q(verified=True) | Q(primary=True), user=user)
    return {user.email, *theirs.values_list("email", flat=True)}
