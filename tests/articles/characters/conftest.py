import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings

from .any_text import EVERY_SPECIAL, typed


@pytest.fixture
def for_any_text(thoroughly):
    """for_any_text(check): `check(text)` for some texts, each in a database of its own."""

    def for_any_text(check):
        @settings(
            max_examples=25 if thoroughly else 3,
            suppress_health_check=list(HealthCheck),
            deadline=None,
            derandomize=True,
        )
        @example(EVERY_SPECIAL[:36])
        @given(typed)
        def checked(text):
            with transaction.atomic():
                check(text)
                transaction.set_rollback(True)

        checked()

    return for_any_text
