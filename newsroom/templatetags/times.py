"""How the paper writes days and hours: 22 November 2026, 14.05. One place for all pages."""

from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()


@register.filter
def day(at):
    """The day of a moment, in the paper's time zone, as a <time> element."""
    return _element(at, "j F Y")


@register.filter
def moment(at):
    """Day and hour of a moment, in the paper's time zone, as a <time> element."""
    return _element(at, "j F Y, H.i")


@register.filter
def short_moment(at):
    """As `moment`, where there is little room: 22 Nov, 14.05."""
    return _element(at, "j M, H.i")


def _element(at, form):
    return _remembered(
        timezone.localtime(at).replace(second=0, microsecond=0), form, get_language()
    )


# A page writes dozens of times, and Django's formatter is a third of the cost of a reader's
# comment. The words depend on nothing else than these three.
@lru_cache(maxsize=4096)
def _remembered(at, form, language):
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), written(at, form))
