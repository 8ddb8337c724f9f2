"""Localised dates, times and numbers in templates (see newsroom/wording.py).

A date or a moment may stand before each filter; nothing (None, "") writes nothing.

    {{ story.published_at|moment }}        <time datetime="…">22 November 2026, 14.05</time>
    {{ story.published_at|short_moment }}  <time …>22 Nov, 14.05</time>
    {{ story.published_at|zone }}          GMT: the paper's time zone at that moment
    {{ story.published_at|hour }}          <time …>14.05</time>
    {{ story.published_at|hour_or_day }}   the hour of today's, else <time …>22 Nov</time>,
                                           22 Nov 2025 if it is of another year
    {{ today|weekday_day }}                <time …>Sunday 22 November 2026</time>
    {{ today|day }}, {{ today|short_day }} <time …>22 November 2026</time>, <time …>22 Nov</time>
    {{ first|month }}                      <time datetime="2026-11">November 2026</time>
    {{ first|written:"month" }}            November 2026, without an element: for titles,
                                           attributes, links. Any of wording.FORMS will do,
                                           also "month_name", "weekday", "short_weekday", "year".
    {{ found.count|number }}               1,234
    {{ names|listed }}                     Ana, Bo and Cy
"""

from datetime import datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from newsroom import wording, zones
from newsroom.page_store.keys import DAY, YEAR, shows

register = template.Library()


@register.filter
def day(at):
    """The day of a moment, in the paper's time zone, as a <time> element."""
    return _element(at, "day")


@register.filter
def short_day(at):
    """As `day`, where there is little room and the year is plain: 22 Nov."""
    return _element(at, "short_day")


@register.filter
def weekday_day(at):
    """As `day`, with the day of the week before it."""
    return _element(at, "weekday_day")


@register.filter
def month(at):
    """Month and year, as a <time> element."""
    return _element(at, "month")


@register.filter
def hour(at):
    """The hour of a moment, in the paper's time zone, as a <time> element."""
    return _element(at, "hour")


@register.filter
def hour_or_day(at):
    """The hour if it is of today, else the day, with its year unless that is this one."""
    if not at:
        return ""
    day, today = timezone.localdate(at), timezone.localdate()
    shows(DAY if day >= today else YEAR)
    if day == today:
        return _element(at, "hour")
    return _element(at, "short_day" if day.year == today.year else "short_day_and_year")


@register.filter
def moment(at):
    """Day and hour of a moment, in the paper's time zone, as a <time> element."""
    return _element(at, "moment")


@register.filter
def short_moment(at):
    """As `moment`, where there is little room: 22 Nov, 14.05."""
    return _element(at, "short_moment")


@register.filter
def zone(at):
    """What the paper's time zone is called at a moment: GMT, BST, UTC+3:30."""
    return zones.abbreviated(at) if at else ""


@register.filter
def moment_with_zone(at):
    """As `moment`, for who will cite it: 22 November 2026, 14.05 GMT."""
    return format_html("{} {}", moment(at), zone(at))


@register.filter
def written(at, form):
    """A date or moment in a form of the wording, as plain text."""
    return wording.written(at, form) if at else ""


@register.filter
def number(value):
    """A number with the language's separators and digits; what is no number stays as it is."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return wording.number(value) if is_number else value


@register.filter
def listed(names):
    """Several names in one phrase, each of them escaped unless it is HTML already."""
    return mark_safe(wording.listed(conditional_escape(name) for name in names))  # noqa: S308


def _element(at, form):
    if not at:
        return ""
    if isinstance(at, datetime):
        at = timezone.localtime(at).replace(second=0, microsecond=0)
    return _cached_element(at, form, get_language())


# A page writes dozens of times. The words depend on nothing else than these three.
@lru_cache(maxsize=4096)
def _cached_element(at, form, language):
    stamp = f"{at:%Y-%m}" if form == "month" else at.isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, wording.written(at, form))
