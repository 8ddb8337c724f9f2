"""Finding pictures: what may be done with each, and the filters beside the list."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.html import format_html

from articles.models import Picture
from articles.pictures import usage
from newsroom.clock import Now
from newsroom.moments import day_in_words

READY, ASK, ENDS, ENDED, WITHDRAWN = "ready", "ask", "ends", "ended", "withdrawn"


class RightsStatus(NamedTuple):
    """Whether a picture may be used: `state` for the colour, `label` for everybody, and, where
    it may not be chosen, `blocked` with the reason."""

    state: str
    label: str
    blocked: str = ""


def with_day(pictures):
    """With the paper's `day`, so that no row has to ask which one it is."""
    return pictures.annotate(day=TruncDate(Now()))


def rights_status(picture):
    """How a picture stands today; asks which day it is unless `with_day` has done so."""
    if picture.withdrawn_at:
        reason = picture.withdrawn_reason
        return RightsStatus(
            WITHDRAWN, "Withdrawn", f"Withdrawn: “{reason}”" if reason else "Withdrawn"
        )
    if not picture.usable_until:
        return (
            RightsStatus(ASK, "Ask first")
            if picture.ask_first
            else RightsStatus(READY, "Ready to use")
        )
    day, until = picture.__dict__.get("day"), day_in_words(picture.usable_until)
    if picture.usable_until < (day or usage.today()):
        return RightsStatus(ENDED, f"Ended on {until}", f"The right to use it ended on {until}.")
    if picture.ask_first:
        return RightsStatus(ASK, f"Ask first, ends on {until}")
    return RightsStatus(ENDS, f"Ends on {until}")


def badge(picture):
    status = rights_status(picture)
    return format_html('<span class="rights rights--{}">{}</span>', status.state, status.label)


def ready(pictures, day):
    """Those that may be used on this day without asking anybody."""
    in_time = Q(usable_until=None) | Q(usable_until__gte=day)
    return pictures.filter(in_time, withdrawn_at=None, ask_first=False)


class OneOf(admin.SimpleListFilter):
    """A filter whose choices are conditions: (value, label, condition)."""

    conditions = ()

    def lookups(self, request, model_admin):
        return [(value, label) for value, label, _ in self.conditions]

    def queryset(self, request, queryset):
        for value, _, condition in self.conditions:
            if self.value() == value:
                return queryset.filter(condition)
        return queryset


class MissingFilter(OneOf):
    title = "what is missing"
    parameter_name = "missing"
    conditions = (
        ("alt", "Not described", Q(alt="")),
        ("credit", "No credit", Q(credit="")),
        ("caption", "No caption", Q(caption="")),
    )


class MadeFilter(OneOf):
    title = "how it was made"
    parameter_name = "made"
    conditions = (
        ("ai", "By AI, or with parts by AI", Q(source__in=Picture.MADE_BY_AI)),
        ("unknown", "Nobody has said", Q(source="")),
    )


class RightsFilter(admin.SimpleListFilter):
    title = "rights"
    parameter_name = "rights"

    def lookups(self, request, model_admin):
        return [
            (READY, "Ready to use"),
            (ASK, "Ask first"),
            (ENDS, f"Ends within {usage.WARNING_PERIOD.days} days"),
            (ENDED, "Ended"),
            (WITHDRAWN, "Withdrawn"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "ready":
                return ready(queryset, usage.today())
            case "ask":
                return queryset.filter(ask_first=True, withdrawn_at=None)
            case "ends":
                day = usage.today()
                return queryset.filter(usable_until__range=(day, day + usage.WARNING_PERIOD))
            case "ended":
                return queryset.filter(usable_until__lt=usage.today())
            case "withdrawn":
                return queryset.exclude(withdrawn_at=None)
        return queryset


FILTERS = [MissingFilter, RightsFilter, MadeFilter]
