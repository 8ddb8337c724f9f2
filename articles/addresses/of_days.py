"""The archive's page of a year, month or day, by the address that other systems give it.

WordPress has /2019/05/07/ and /?m=20190507, or /?year=2019&monthnum=5&day=7.
"""

import calendar
import re
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from articles import page_keys
from articles.models import OldAddress, Story
from newsroom.page_store.keys import shows

YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)"
PATH = re.compile(
    rf"(?P<base>(?:/[^/]+){{0,3}}?)/{YEAR}(?:/(?P<month>\d\d?)(?:/(?P<day>\d\d?))?)?/?", re.ASCII
)
TOGETHER = re.compile(rf"{YEAR}(?:(?P<month>\d\d)(?P<day>\d\d)?)?", re.ASCII)
PARTS = {"year": "year", "month": "monthnum", "day": "day"}
SPANS = ("year", "month", "day")


def archive_of(ways):
    """The address of the archive's page that is meant, or None; and if it has no story, None.

    `ways` are ways to write what was asked for, the likeliest first: paths, some with a query of
    their own, as {path: parameters}.
    """
    base, found = next(filter(None, map(_asked_for, ways)), None) or _in_parts(ways)
    if not found:
        return None
    numbers = [int(found[name]) for name in SPANS if found.get(name) is not None]
    shows(page_keys.stories_on(*numbers))
    span = _span(*numbers)
    if span is None or (base and not _is_a_former_front(base)):
        return None
    if not Story.objects.published().filter(published_at__range=span).exists():
        return None
    return reverse(f"articles:archive-{SPANS[len(numbers) - 1]}", args=numbers)


def is_one(path):
    """Whether a path says a day, month or year and nothing else."""
    place = PATH.fullmatch(path)
    return place is not None and not place["base"]


def _asked_for(way):
    """(path before it, {"year": "2019", …}) of one way to write it, or None."""
    path, _, query = way.partition("?")
    if not query:
        place = PATH.fullmatch(path)
        return place and (place["base"], place.groupdict())
    name, _, value = query.partition("=")
    place = TOGETHER.fullmatch(value) if name == "m" and path.endswith("/") else None
    return place and (path.rstrip("/"), place.groupdict())


def _in_parts(ways):
    """Likewise of a query that says year, month and day each by itself."""
    said = {}
    for way in ways:
        path, _, query = way.partition("?")
        name, _, value = query.partition("=")
        if path == "/" and re.fullmatch(r"\d{1,4}", value, re.ASCII):
            said.setdefault(name, value)
    parts = {part: said[name] for part, name in PARTS.items() if name in said}
    in_order = ["year"], ["year", "month"], ["year", "month", "day"]
    if list(parts) in in_order and re.fullmatch(YEAR, parts["year"]):
        return "", parts
    return "", {}


def _span(year, month=None, day=None):
    """For a `__range` lookup: all of it in the paper's time zone; None if there is no such day."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    last = first
    if month is None:
        last = date(year, 12, 31)
    elif day is None:
        last = first.replace(day=calendar.monthrange(year, month)[1])
    zone = timezone.get_current_timezone()
    begin, after = (
        datetime.combine(each, datetime.min.time(), zone)
        for each in (first, last + timedelta(days=1))
    )
    return begin, after - timedelta(microseconds=1)


def _is_a_former_front(base):
    """Whether a site that was brought in had its front page below this path."""
    return OldAddress.objects.filter(path=f"{base}/", leads_to="/").exists()
