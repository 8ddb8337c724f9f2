"""Rows that all tests of a module find: made once, and gone after the last."""

from django.db import transaction
from django.test import override_settings

# Of passwords in tests: what takes time elsewhere, on purpose, takes none here.
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def kept(blocker, make):
    """What make() gives, for a fixture of a module: `yield from kept(django_db_blocker, make)`.

    What a test does to these rows is undone after it, as ever. Files of their pictures do not
    lie where a test looks for files, and no test of the module may write for good.
    """
    with blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=HASHERS):
            made = make()
        with blocker.block():
            yield made
        transaction.set_rollback(True)
