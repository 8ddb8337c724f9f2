"""The secrets of apps and recovery codes, which must be read again and so cannot be hashed."""

import base64
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

SALT = b"accounts.second_factor."


def encrypt(text):
    """Under SECRET_KEY: a copy of the database alone logs nobody in."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(token):
    """The text again, under SECRET_KEY or one of its fallbacks.

    What no key opens any more becomes a secret that nobody has, so that no code fits: a rotation
    that went wrong must not let people in, nor break the page that asks.
    """
    try:
        return _keys().decrypt(token.encode()).decode()
    except (InvalidToken, UnicodeError):
        return base64.b32encode(secrets.token_bytes(20)).decode()


def rotate(token):
    """The same secret under today's SECRET_KEY, or None if it is, or no key opens it."""
    try:
        _key(settings.SECRET_KEY).decrypt(token.encode())
        return None
    except InvalidToken:
        pass
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken:
        return None


def rotate_all():
    """Bring every secret under today's SECRET_KEY, so that the last can go; for the worker."""
    if not settings.SECRET_KEY_FALLBACKS:
        return
    for one in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator():
        name = "secret" if one.type == Authenticator.Type.TOTP else "seed"
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=one.pk).first()
            anew = row and rotate(row.data[name])
            if anew:
                row.data[name] = anew
                row.save(update_fields=["data"])


def _keys():
    return MultiFernet(
        [_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret):
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(SALT + secret.encode()).digest()))
