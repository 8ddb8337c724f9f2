"""Rows that all tests of a module find: made once, and gone after the last."""

from django.db import transaction


def kept(blocker, make):
    """What make() gives, for a fixture of a module: `yield from kept(django_db_blocker, make)`.

    What a test does to these rows is undone after it, as ever. Files of their pictures do not
    lie where a test looks for files, and no test of the module may write for good.
    """
    with blocker.unblock(), transaction.atomic():
        made = make()
        with blocker.block():
            yield made
        transaction.set_rollback(True)
