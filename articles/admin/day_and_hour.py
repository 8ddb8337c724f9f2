"""A day and an hour, as an editor writes them."""

import json
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom import zones
from newsroom.form_fields import CharField
from newsroom.moments import in_words
from newsroom.zones import EARLIEST, LATEST, abbreviated

MINUTE = timedelta(minutes=1)
CHANGED = "clocks_changed"
NOON = time(12)
# What js/desk/moment.js says too, as soon as another day is chosen.
TODAY, THAT_DAY, EITHER = "today", "on that day", "where the clocks are changed that night"


@dataclass(frozen=True)
class Question:
    """What must be asked about an hour in a night in which clocks are changed."""

    text: str
    # What each answer is called, by the value that stands for it in a form.
    labels: dict
    moments: dict


def question(day, hour):
    """What to ask about this hour, or None when it exists exactly once."""
    if not EARLIEST <= day.year <= LATEST:
        return None
    zone = timezone.get_current_timezone()
    naive = datetime.combine(day, hour)
    first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    if first.utcoffset() > second.utcoffset():
        return _answers(
            f"The clocks go back that night: {hour:%H:%M} comes twice. Which one is meant?",
            {
                f"The first {hour:%H:%M} ({abbreviated(first)})": first,
                f"The second {hour:%H:%M} ({abbreviated(second)})": second,
            },
        )
    before, after = _around_the_gap(second.astimezone(UTC), first.astimezone(UTC))
    last, next_one = _hour_of(before, day), _hour_of(after, day)
    return _answers(
        f"The clocks go forward that night: {hour:%H:%M} does not exist. After {last} comes "
        f"{next_one}. Which one is meant?",
        {f"{last}, before the change": before, f"{next_one}, after it": after},
    )


def _answers(text, moments):
    return Question(
        text,
        labels={_value(at): label for label, at in moments.items()},
        # In UTC: Python calls no moment of a repeated hour equal to one in another zone.
        moments={_value(at): at.astimezone(UTC) for at in moments.values()},
    )


def _value(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _around_the_gap(earlier, later):
    """The last minute before clocks go forward between two moments, and the first after it."""
    earlier = earlier.replace(second=0, microsecond=0)

    def has_changed(minutes):
        at = timezone.localtime(earlier + minutes * MINUTE)
        return at.utcoffset() != timezone.localtime(earlier).utcoffset()

    minutes = bisect_left(range((later - earlier) // MINUTE + 1), True, key=has_changed)
    after = earlier + minutes * MINUTE
    return timezone.localtime(after - MINUTE), timezone.localtime(after)


def _hour_of(at, day):
    return f"{at:%H:%M} {abbreviated(at)}" if at.date() == day else in_words(at)


def moment(day, hour, answer=""):
    """The moment that this day and hour mean in the paper's time zone.

    Raises ValidationError, in words, when clocks are changed and the hour is missing or
    comes twice, unless `answer` says which is meant; and for years that no newsroom means.
    """
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(f"Choose a year between {EARLIEST} and {LATEST}.")
    if asked := question(day, hour):
        if answer not in asked.moments:
            raise ValidationError(asked.text, CHANGED)
        return asked.moments[answer]
    return timezone.make_aware(datetime.combine(day, hour))


class DayField(forms.DateField):
    def __init__(self):
        # One way to write it only: 03/04 is another day in another country.
        errors = {"invalid": "Write the day as 2026-11-24.", "incomplete": "Choose a day."}
        super().__init__(input_formats=["%Y-%m-%d"], error_messages=errors)


class HourField(forms.TimeField):
    def __init__(self):
        errors = {"invalid": "Write the hour as 06:00.", "incomplete": "Choose an hour."}
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], error_messages=errors)


class MomentWidget(forms.MultiWidget):
    """Two boxes, and below them what the paper's time zone is called on the day in them.

    Where the hour is missing or comes twice, they ask which is meant. While somebody chooses,
    js/desk/moment.js keeps the words true.
    """

    template_name = "admin/widgets/moment.html"

    class Media:
        js = (forms.Script("js/desk/moment.js", type="module"),)

    def __init__(self, attrs=None):
        day = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        hour = forms.TimeInput({"type": "time"}, format="%H:%M")
        super().__init__([day, hour, forms.RadioSelect()], attrs)

    def get_context(self, name, value, attrs):
        if not isinstance(value, (list, tuple)):
            value = self.decompress(value)
        asked = _asked(*value[:2])
        self.widgets[2].choices = list(asked.labels.items()) if asked else []
        context = super().get_context(name, value, attrs)
        about = f"{context['widget']['attrs'].get('id', name)}_zone"
        for box in context["widget"]["subwidgets"][:2]:
            box["attrs"]["aria-describedby"] = about
        context["widget"] |= {
            "is_asked": asked is not None,
            "about": about,
            "zone": zones.name(),
            "words": _zone_of(*value),
            "clocks": json.dumps(clocks(), ensure_ascii=False, separators=(",", ":")),
        }
        return context

    def decompress(self, value):
        if not value:
            return [None, None, None]
        at = timezone.localtime(value)
        day, hour = at.date(), at.time()
        return [day, hour, _value(at) if question(day, hour) else None]


def clocks():
    """When clocks are changed, for js/desk/moment.js, in the hours of those who live by them.

    `changes` are [the hour at which they are changed, the hour that it is then, what the zone is
    called from then on]; `names` are what it may be called, `shorts` the same in short,
    and `first`, `today` two of these, all by their places there. `day` is today.
    """
    known = zones.periods()
    shorts = {period.words: abbreviated(period.since) for period in known}
    names = list(shorts)
    changes = [
        [_wall(after.since, before), _wall(after.since, after), names.index(after.words)]
        for before, after in pairwise(known)
        if (before.offset, before.words) != (after.offset, after.words)
    ]
    today = names.index(zones.in_words(timezone.now()))
    return {
        "names": names,
        "shorts": [*shorts.values()],
        "first": 0,
        "today": today,
        "day": f"{timezone.localdate()}",
        "changes": changes,
    }


def _wall(at, period):
    return (at + period.offset).strftime("%Y-%m-%dT%H:%M")


def _zone_of(day, hour, answer):
    """What to say of the paper's zone on a chosen day, "" of one that cannot be read."""
    if not day:
        return f"{TODAY} {zones.in_words(timezone.now())}"
    try:
        day = DayField().clean(day)
        return f"{THAT_DAY} {zones.in_words(moment(day, _hour(hour), answer or ''))}"
    except ValidationError as problem:
        return EITHER if problem.code == CHANGED else ""


def _hour(hour):
    try:
        return HourField().clean(hour)
    except ValidationError:
        return NOON


def _asked(day, hour):
    try:
        return question(DayField().clean(day), HourField().clean(hour))
    except ValidationError:
        return None


class MomentField(forms.MultiValueField):
    """A day and an hour in two boxes. Where clocks are changed it asks, and never guesses."""

    widget = MomentWidget
    default_error_messages = {"required": "Choose a day and an hour."}

    def __init__(self, **kwargs):
        for unknown in ("input_formats", "form_class"):
            kwargs.pop(unknown, None)
        fields = (DayField(), HourField(), CharField(required=False, max_length=20))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value):
        if value and not any(part not in self.empty_values for part in value[:2]):
            value = []  # an answer without its hour
        return super().clean(value)

    def compress(self, data_list):
        return moment(*data_list) if data_list else None


def tomorrow_at_six():
    """When most stories are scheduled for."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time().replace(hour=6)))


class ScheduleForm(forms.Form):
    """When something goes before readers."""

    at = MomentField(label="Day and hour")

    def __init__(self, *args, **kwargs):
        initial = {"at": tomorrow_at_six()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
