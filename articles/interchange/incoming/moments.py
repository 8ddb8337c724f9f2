"""Dates as people and programs write them, where no format is promised."""

import re
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed_offset
from email.utils import parsedate_to_datetime

from django.utils import timezone

CLOCK = (
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d{1,2}(?::?\d\d)?)?(?:\s[A-Z]{2,5})?)?"
)
WRITTEN = [
    re.compile(
        rf"(?P<year>\d{{4}})([-/])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){CLOCK}", re.ASCII
    ),
    re.compile(
        rf"(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?(?P<year>\d{{4}}),?{CLOCK}", re.ASCII
    ),
    re.compile(rf"(?P<day>\d{{1,2}})\.? (?P<name>[A-Za-z]{{3,9}})\.?,? (?P<year>\d{{4}}),?{CLOCK}"),
    re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}),?{CLOCK}"),
]
SLASHED = re.compile(rf"(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<year>\d{{4}}),?{CLOCK}", re.ASCII)
ZONE = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")
MONTHS = (
    "january february march april may june july august september october november december".split()
)
EARLY = re.compile(r"(?<![+:-])\b0\d\d\d\b")  # which RFC 2822 would have in this century
LONGEST = 60  # characters


def utc(text):
    """A moment as items have it, "2020-03-15 21:38:08" in UTC; "" for what cannot be read.

    ISO 8601, RFC 2822, "15.3.2020", "15 March 2020", "Mar 15, 2020", with or without a clock. Of
    3/4/2020 nobody can say which is the month: it is not read, 15/3/2020 is. What names no zone is
    in that of the paper; a day without a clock begins then.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return ""
    try:
        at = _moment(text)
        at = (at if at.tzinfo else timezone.make_aware(at)).astimezone(UTC) if at else None
    except (ValueError, OverflowError, IndexError, TypeError):
        return ""
    return f"{at.year:04}-{at:%m-%d %H:%M:%S}" if at else ""


def is_past(text):
    """Whether a moment as `utc` gives it is over; of none it is not."""
    return bool(text) and text <= utc(timezone.now().isoformat(" ", "seconds"))


def _moment(text):
    for pattern in WRITTEN:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = _month(parts["name"]) if "name" in parts else int(parts["month"])
            return _made(parts, month, int(parts["day"]))
    if found := SLASHED.fullmatch(text):
        one, two = int(found["one"]), int(found["two"])
        if (one > 12) == (two > 12) and one != two:
            return None
        return _made(found.groupdict(), min(one, two), max(one, two))
    return None if EARLY.search(text) else parsedate_to_datetime(text)


def _made(parts, month, day):
    clock = [int(parts[name] or 0) for name in ("hour", "minute", "second")]
    return datetime(int(parts["year"]), month, day, *clock, tzinfo=_zone(parts["zone"]))


def _month(name):
    """By its English name, or the three letters that it begins with. Raises IndexError."""
    name = name.lower().replace("sept", "sep") if len(name) == 4 else name.lower()
    known = [n for n, month in enumerate(MONTHS, 1) if name in (month, month[:3])]
    return known[0]  # IndexError: no month


def _zone(text):
    if not text:
        return None
    if not (found := ZONE.fullmatch(text)):
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return fixed_offset(-offset if found[1] == "-" else offset)
