"""The paper by date: years, months, days."""

import calendar
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate, TruncMonth
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Story
from newsroom import caching


@require_safe
@caching.for_readers
def archive(request):
    """All months that have stories, by year."""
    months = (
        Story.objects.published()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    years = {}
    for row in months:
        years.setdefault(row["month"].year, []).insert(0, (row["month"].date(), row["count"]))
    return render(request, "articles/archive.html", {"years": years})


@require_safe
@caching.for_readers
def archive_year(request, year):
    days = _counts_by_day(date_or_404(year, 1, 1), date_or_404(year, 12, 31))
    months = [date(year, month, 1) for month in range(1, 13)]
    context = {
        "first": months[0],
        "months": [
            (month, sum(count for day, count in days.items() if day.month == month.month))
            for month in months
        ],
        "count": sum(days.values()),
        **_neighbours(year),
    }
    return render(request, "articles/archive_year.html", context)


@require_safe
@caching.for_readers
def archive_month(request, year, month):
    """A month as a calendar with the number of stories of each day."""
    first = date_or_404(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    days = _counts_by_day(first, last)
    weeks = [
        [(day, days.get(day, 0)) if day.month == month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    context = {
        "first": first,
        "weeks": weeks,
        "weekdays": calendar.Calendar().monthdatescalendar(year, month)[0],
        "count": sum(days.values()),
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": last + timedelta(days=1),
        "today": timezone.localdate(),
    }
    return render(request, "articles/archive_month.html", context)


@require_safe
@caching.for_readers
def archive_day(request, year, month, day):
    day = date_or_404(year, month, day)
    stories = Story.objects.published().filter(published_at__range=_moments(day, day))
    context = {
        "day": day,
        "stories": list(stories.for_cards().newest_first()[:200]),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
    }
    return render(request, "articles/archive_day.html", context)


def date_or_404(year, month, day):
    """The date, if there is such a day and a newspaper could have come out on it."""
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not 1600 <= year <= timezone.localdate().year + 1:
        raise Http404
    return found


def _moments(first, last):
    """From the first moment of `first` to the last of `last`, in the paper's time zone."""
    zone = timezone.get_current_timezone()
    after = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    return datetime.combine(first, datetime.min.time(), zone), after - timedelta(microseconds=1)


def _counts_by_day(first, last):
    rows = (
        Story.objects.published()
        .filter(published_at__range=_moments(first, last))
        .annotate(day=TruncDate("published_at"))
        .values("day")
        .annotate(count=Count("pk"))
        .order_by("day")
    )
    return {row["day"]: row["count"] for row in rows}


def _neighbours(year):
    this_year = timezone.localdate().year
    return {
        "before": date(year - 1, 1, 1) if year > 1600 else None,
        "after": date(year + 1, 1, 1) if year < this_year else None,
    }
