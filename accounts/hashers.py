"""The hash under which passwords are stored, whichever keyboard wrote them."""

import unicodedata

from django.conf import settings
from django.contrib.auth import hashers

from newsroom.at_once import AtOnce

# A log-in takes some 30 ms of it: a wait of two seconds is a flood, and no queue.
hashing = AtOnce(settings.PASSWORDS_AT_ONCE, seconds=2)


class PBKDF2PasswordHasher(hashers.PBKDF2PasswordHasher):
    """Django's, for accounts that come from elsewhere; bounded like ours. `verify` encodes, too."""

    def encode(self, *args, **kwargs):
        with hashing():
            return super().encode(*args, **kwargs)


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id at OWASP's first recommended setting: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB a try, which turns the login form into a lever against
    the readers. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    At most PASSWORDS_AT_ONCE at once; what is too much raises `newsroom.at_once.Busy`.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    # Whichever way it comes in: page, desk or command line.

    def encode(self, password, salt):
        with hashing():
            return super().encode(same_however_typed(password), salt)

    def verify(self, password, encoded):
        typed, before = same_however_typed(password), as_before(password)
        with hashing():
            is_right = super().verify(typed, encoded)
            # Once more for who has such characters at all.
            return is_right or (before != typed and super().verify(before, encoded))


def same_however_typed(password):
    """In NFKC: "é" as one character or two, a digit of full width or not, is the same password.

    NIST SP 800-63B-4, 3.1.1.2.
    """
    return unicodedata.normalize("NFKC", password)


def as_before(password):
    """How passwords were normalised until 0.5 (NFC): a hash of that time knows no other form."""
    return unicodedata.normalize("NFC", password)
