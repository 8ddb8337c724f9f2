"""The hash under which passwords are stored."""

import unicodedata

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id at OWASP's first recommended setting: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB a try, which turns the login form into a lever against
    the readers. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    # One keyboard sends "é" as one character, another as "e" and an accent. Both are the
    # same password, whichever way it comes in: page, desk or command line.

    def encode(self, password, salt):
        return super().encode(unicodedata.normalize("NFC", password), salt)

    def verify(self, password, encoded):
        return super().verify(unicodedata.normalize("NFC", password), encoded)
