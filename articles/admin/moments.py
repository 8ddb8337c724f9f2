"""A day and an hour, as an editor writes them."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

EARLIEST, LATEST = 1900, 2100  # years


def zone_in_words(at=None):
    """The paper's time zone with its name and distance at a moment: "Europe/London (GMT)"."""
    at = timezone.localtime(at or timezone.now())
    return f"{timezone.get_current_timezone_name()}, {at:%Z} (UTC{at:%z})"


def in_words(at):
    """ "24 November 2026, 06:00 GMT" """
    at = timezone.localtime(at)
    return f"{at.day} {at:%B %Y, %H:%M %Z}"


def moment(day, hour):
    """The moment that this day and hour mean in the paper's time zone.

    Raises ValidationError, in words, when clocks are changed and the hour is missing or
    comes twice, and for years that no newsroom means.
    """
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(f"Choose a year between {EARLIEST} and {LATEST}.")
    zone = timezone.get_current_timezone()
    naive = datetime.combine(day, hour)
    first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        if first.utcoffset() < second.utcoffset():
            raise ValidationError(
                f"The clocks go forward that night: {hour:%H:%M} does not exist. "
                "Choose another hour."
            )
        raise ValidationError(
            f"The clocks go back that night: {hour:%H:%M} comes twice. Choose another hour."
        )
    return first


class ScheduleForm(forms.Form):
    """When something goes before readers."""

    day = forms.DateField(
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write the day as 2026-11-24."},
    )
    hour = forms.TimeField(
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose an hour.", "invalid": "Write the hour as 06:00."},
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", self._tomorrow_at_six())
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = f"In the paper’s time zone: {zone_in_words()}."

    def clean(self):
        cleaned = super().clean()
        if "day" in cleaned and "hour" in cleaned:
            try:
                cleaned["at"] = moment(cleaned["day"], cleaned["hour"])
            except ValidationError as error:
                self.add_error("hour", error)
        return cleaned

    @staticmethod
    def _tomorrow_at_six():
        tomorrow = timezone.localtime() + timedelta(days=1)
        return {"day": tomorrow.date(), "hour": tomorrow.time().replace(6, 0, 0, 0)}


class MomentField(forms.SplitDateTimeField):
    """For forms of the admin: a day and an hour in two boxes, refused in the same words."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", MomentWidget)
        for unknown in ("input_formats", "form_class"):
            kwargs.pop(unknown, None)
        super().__init__(**kwargs)

    def compress(self, data_list):
        if data_list and not any(value in self.empty_values for value in data_list):
            return moment(*data_list)
        return super().compress(data_list)


class MomentWidget(forms.SplitDateTimeWidget):
    def __init__(self, attrs=None):
        super().__init__(
            attrs,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Hour"},
        )
