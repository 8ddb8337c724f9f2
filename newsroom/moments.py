"""Moments and days in the words of the desk: in English, in the paper's time zone, with its name.

What readers get is written in the language of the page, and in newspaper style: newsroom.wording.
"""

from django.utils import timezone

from . import zones


def in_words(at):
    """ "24 November 2026, 06:00 GMT"."""
    at = timezone.localtime(at)
    return f"{day_in_words(at)}, {at:%H:%M} {zones.abbreviated(at)}"


def in_short(at):
    """ "24 Nov 2026, 06:00 GMT", for a column."""
    at = timezone.localtime(at)
    return f"{day_in_short(at)}, {at:%H:%M} {zones.abbreviated(at)}"


def day_in_words(day):
    """ "24 November 2026", of a date or of a moment in its own time zone."""
    return f"{day.day} {day:%B} {day.year}"


def day_in_short(day):
    """ "24 Nov 2026", likewise."""
    return f"{day.day} {day:%b} {day.year}"


def hour_in_words(at):
    """ "13.40", with "on 24 November 2026" after it if that is not today."""
    at = timezone.localtime(at)
    hour = f"{at:%H.%M}"
    return hour if at.date() == timezone.localdate() else f"{hour} on {day_in_words(at)}"
