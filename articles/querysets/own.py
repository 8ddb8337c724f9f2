"""Whose stories are whose: whoever began one, or stands in its byline.

The same twice, for the databases go about it differently; `rights.is_own` says it of one story.
"""

from django.db.models import Exists, OuterRef, Q

from . import rule
from .union import any_of


def own_numbers(user):
    """A subquery: the numbers of all of them, by the two indexes that have them."""
    begun = rule.model("Story").objects.filter(created_by=user).values("pk")
    signed = rule.model("Byline").objects.filter(author__user=user).values("story")
    return any_of([begun, signed])


def is_own(user):
    """A condition, of each of a few rows that are looked through."""
    signed = rule.model("Byline").objects.filter(story=OuterRef("pk"), author__user=user)
    return Q(created_by=user) | Exists(signed)
