"""Moments to come, whatever day it is."""

from datetime import timedelta

from django.utils import timezone


def a_full_hour():
    """The first minute of an hour of tomorrow, when all limits of some minutes begin anew."""
    tomorrow = timezone.now() + timedelta(days=1)
    return tomorrow.replace(minute=1, second=0, microsecond=0)
