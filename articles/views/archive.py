"""The paper by date: years, months, days."""

import calendar
from datetime import date, datetime, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from articles import page_keys
from articles.models import Story
from articles.querysets.periods import counts_in
from newsroom import caching
from newsroom.methods import require_safe
from newsroom.page_store.keys import DAY, shows
from newsroom.wording import first_weekday

OLDEST_YEAR = 1600
MOST_ON_A_DAY = 200
MOST_COUNTED = 1_000
BESIDE_THE_LEAD = 3


@require_safe
@caching.for_readers
def archive(request):
    """All years that have stories, each with its twelve months."""
    shows(page_keys.STORIES, DAY)
    # Which months have any: to count them all would take longer with every story.
    counts = _counts(_months_of_the_paper(), at_most=1)
    years = dict.fromkeys(month.year for month in counts)
    context = {
        "years": [(date(year, 1, 1), _months(year, counts)) for year in years],
        "today": timezone.localdate(),
    }
    return render(request, "articles/archive.html", context)


@require_safe
@caching.for_readers
def archive_year(request, year):
    """The twelve months of a year, each with its number of stories."""
    first = date_or_404(year, 1, 1)
    shows(page_keys.stories_on(year))
    counts = _counts(_months_of(year), at_most=MOST_COUNTED + 1)
    context = {
        "first": first,
        "months": _months(year, counts),
        "most": MOST_COUNTED,
        **_together(counts),
        **_neighbours(date(year - 1, 1, 1), first, date(year + 1, 1, 1)),
    }
    return render(request, "articles/archive_year.html", context)


@require_safe
@caching.for_readers
def archive_month(request, year, month):
    """A month as a calendar with the number of stories of each day."""
    first = date_or_404(year, month, 1)
    last = _last_of(first)
    shows(page_keys.stories_on(year, month))
    weeks = calendar.Calendar(first_weekday()).monthdatescalendar(year, month)
    days = [(day, day) for week in weeks for day in week if day.month == month]
    counts = _counts(days, at_most=MOST_COUNTED + 1)
    context = {
        "first": first,
        "weeks": [
            [(day, counts.get(day, 0)) if day.month == month else None for day in week]
            for week in weeks
        ],
        "weekdays": weeks[0],
        **_together(counts),
        **_neighbours((first - timedelta(days=1)).replace(day=1), first, last + timedelta(days=1)),
    }
    return render(request, "articles/archive_month.html", context)


@require_safe
@caching.for_readers
def archive_day(request, year, month, day):
    """The stories of a day, laid out as on a front page."""
    day = date_or_404(year, month, day)
    shows(page_keys.stories_on(day.year, day.month, day.day))
    found = Story.objects.published().filter(published_at__range=_range(day, day))
    found = found.for_cards().order_by("-prominence", "-published_at", "-pk")[:MOST_ON_A_DAY]
    briefs = [story for story in found if story.prominence == Story.Prominence.BRIEF]
    stories = [story for story in found if story not in briefs]
    # The lead needs a picture more than the others do.
    stories.sort(key=lambda story: (-story.prominence, story.text.shown_picture is None))
    context = {
        "day": day,
        "count": len(found),
        "lead": stories[:1],
        "beside": stories[1 : 1 + BESIDE_THE_LEAD],
        "others": stories[1 + BESIDE_THE_LEAD :],
        "briefs": briefs,
        **_neighbours(day - timedelta(days=1), day, day + timedelta(days=1)),
    }
    return render(request, "articles/archive_day.html", context)


def date_or_404(year, month, day):
    """The date, if there is such a day and a newspaper could have come out on it, else Http404."""
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not OLDEST_YEAR <= year <= timezone.localdate().year + 1:
        raise Http404
    return found


def _range(first, last):
    """For a `__range` lookup: all of the days from `first` to `last`, in the paper's time zone."""
    begin, after = _period(first, last)
    return begin, after - timedelta(microseconds=1)


def _period(first, last):
    """Midnight before `first` and midnight after `last`, in the paper's time zone."""
    zone = timezone.get_current_timezone()
    after = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    return datetime.combine(first, datetime.min.time(), zone), after


def _counts(spans, *, at_most):
    """By its first day how many stories each span of days (first, last) has, without zeros."""
    first_days = {_period(first, last): first for first, last in spans}
    found = counts_in(Story.objects.published(), list(first_days), at_most)
    return {first_days[period]: count for period, count in found.items()}


def _together(counts):
    """The number of all, and whether one of them has more than were counted."""
    return {
        "count": sum(min(count, MOST_COUNTED) for count in counts.values()),
        "has_more": any(count > MOST_COUNTED for count in counts.values()),
    }


def _months_of_the_paper():
    """The months from that of the newest story back to that of the oldest, as spans of days."""
    hours = Story.objects.published().order_by("published_at", "pk").values_list("published_at")
    oldest, newest = hours.first(), hours.last()
    if not newest:
        return []
    oldest, newest = (timezone.localdate(*row) for row in (oldest, newest))
    years = range(newest.year, oldest.year - 1, -1)
    months = [month for year in years for month in reversed(_months_of(year))]
    return [month for month in months if oldest <= month[1] and month[0] <= newest]


def _months_of(year):
    """The twelve months of a year as spans of days."""
    return [(first, _last_of(first)) for first in (date(year, month, 1) for month in range(1, 13))]


def _last_of(first):
    """The last day of the month that begins on this one."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _months(year, counts):
    """The twelve months of a year with their number of stories."""
    months = [date(year, month, 1) for month in range(1, 13)]
    return [(month, counts.get(month, 0)) for month in months]


def _neighbours(before, first, after):
    """The dates of the pages `before` and `after` one that begins on `first`, or None each.

    Without an end crawlers would walk through four centuries of empty days.
    """
    today = timezone.localdate()
    shows(page_keys.OLDER_STORIES)
    if after > today:
        shows(DAY)
    stories = Story.objects.published().order_by("published_at", "pk")
    oldest = stories.values_list("published_at", flat=True).first()
    return {
        "before": before if oldest and timezone.localdate(oldest) < first else None,
        "after": after if after <= today else None,
        "today": today,
    }
