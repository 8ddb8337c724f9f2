"""Whether the paper may use a picture, and until when, in the editor's words.

Days are days of the paper's time zone; which one it is, the database says. Terms and territories
are kept as they were agreed, for people to read: nothing here interprets them.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import Truncator

from newsroom import clock
from newsroom.moments import day_in_words

# Editors are warned of rights that end within this time.
WARNING_PERIOD = timedelta(days=14)
MAX_TERMS = 160  # characters of a warning


def today():
    """The paper's day; one query on PostgreSQL."""
    return timezone.localdate(clock.now())


def problems(pictures, at=None):
    """What forbids to put these pictures before readers at the moment `at`, as sentences.

    Without `at`, or once it has passed, at this moment. Asks what time it is at most once, and
    not at all while no right to these pictures ends.
    """
    found = [_withdrawn(picture) for picture in pictures if picture.is_withdrawn]
    ending = [each for each in pictures if each.usable_until and not each.is_withdrawn]
    if ending:
        now = clock.now()
        day = timezone.localdate(max(at or now, now))
        found += [_ended(each, now) for each in ending if each.usable_until < day]
    return found


def warnings(picture, day):
    """What an editor should know before they use a picture on this day, as sentences."""
    return list(_warnings(picture, day))


def days_left(picture, day):
    """How many days after this one the paper may still use it: 0 on the last, then below."""
    return (picture.usable_until - day).days


def until_in_words(picture, day):
    """ "ends on 3 March 2026, in 5 days", "ended on 3 March 2026": the right, seen on a day."""
    left, until = days_left(picture, day), day_in_words(picture.usable_until)
    match left:
        case _ if left < 0:
            return f"ended on {until}"
        case 0:
            return f"ends today, on {until}"
        case 1:
            return f"ends tomorrow, on {until}"
    return f"ends on {until}, in {left} days"


def name(picture):
    """A picture's name inside a sentence."""
    return f"“{Truncator(' '.join(str(picture).split())).chars(60)}”"


def _warnings(picture, day):
    if picture.is_withdrawn:
        since = day_in_words(timezone.localdate(picture.withdrawn_at))
        yield f"Withdrawn on {since}: “{picture.withdrawn_reason}” Readers do not see it."
    if picture.usable_until and days_left(picture, day) <= WARNING_PERIOD.days:
        yield f"The right to use it {until_in_words(picture, day)}."
    if picture.ask_first:
        yield "Ask before using it."
    if picture.territory:
        yield f"Only for this territory: {picture.territory}"
    if picture.usage_terms:
        terms = Truncator(" ".join(picture.usage_terms.split())).chars(MAX_TERMS)
        yield f"Terms of use: {terms}"
    if not picture.alt:
        yield "Not described yet for those who cannot see it."


def _withdrawn(picture):
    return (
        f"{name(picture)} is withdrawn: “{picture.withdrawn_reason}” Choose another picture, or "
        "have it allowed again."
    )


def _ended(picture, now):
    has_ended = picture.usable_until < timezone.localdate(now)
    verb = "ended" if has_ended else "ends"
    before = "" if has_ended else ", before that hour"
    return (
        f"The right to use {name(picture)} {verb} on {day_in_words(picture.usable_until)}{before}. "
        "Choose another picture, or extend it."
    )
