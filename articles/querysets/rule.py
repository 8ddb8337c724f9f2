"""The one rule of who sees what, and what all querysets need for it."""

from django.apps import apps
from django.db.models import BooleanField, Case, Func, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from newsroom.clock import Now


def model(name):
    # Querysets are below models: they know them by name only.
    return apps.get_model("articles", name)


def is_out(at=None):
    """The one rule: whether readers see a story at that moment (now)."""
    at = at or Now()
    begun = Q(status="published", published_at__lte=at)
    return begun & Q(NotTrue(Q(expires_at__lte=at)))


class NotTrue(Func):
    """That a condition is false or NULL, as it is where there is no hour.

    Said with "or", PostgreSQL would look for a plan for each side, in every query.
    """

    template = "(%(expressions)s) IS NOT TRUE"
    output_field = BooleanField()


def as_boolean(condition):
    # The condition alone is NULL where there is no hour.
    return Case(When(condition, then=True), default=False)


def day(at=None):
    """The paper's day at that moment (today)."""
    return timezone.localdate(at) if at else TruncDate(Now())
