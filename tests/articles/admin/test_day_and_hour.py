"""A day and an hour on the desk: asked about when clocks are changed, never guessed."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.admin.day_and_hour import MomentField, moment, question
from articles.models import Story
from tests.factories import SectionFactory, StoryFactory, editor

from .desk import address, story_form


class When(forms.Form):
    at = MomentField()


class Perhaps(forms.Form):
    at = MomentField(required=False)


def when(day, hour, answer=None, form=When):
    data = {"at_0": day, "at_1": hour}
    return form(data if answer is None else data | {"at_2": answer})


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-24", "2026-11-24T06:00:00+00:00"), ("2026-07-24", "2026-07-24T05:00:00+00:00")],
)
def test_an_hour_is_one_of_the_papers_own_zone(day, expected):
    form = when(day, "06:00")
    assert form.is_valid()
    assert form.cleaned_data["at"].astimezone(UTC).isoformat() == expected


def test_an_hour_that_is_left_out_is_asked_about_with_the_nearest_two():
    form = when("2027-03-28", "01:30")
    words = form.errors["at"][0]
    page = str(form["at"])
    assert "01:30 does not exist. After 00:59 GMT comes 02:00 BST." in words
    assert "00:59 GMT, before the change" in page
    assert "02:00 BST, after it" in page
    assert page.count('type="radio"') == 2
    assert 'value="2027-03-28"' in page
    assert 'value="01:30"' in page


@pytest.mark.parametrize(
    ("label", "expected"), [("00:59", "2027-03-28T00:59"), ("02:00", "2027-03-28T01:00")]
)
def test_either_neighbour_of_a_missing_hour_is_taken_as_chosen(label, expected):
    asked = question(date(2027, 3, 28), time(1, 30))
    answer = next(value for value, words in asked.labels.items() if words.startswith(label))
    form = when("2027-03-28", "01:30", answer)
    assert form.is_valid()
    assert form.cleaned_data["at"].strftime("%Y-%m-%dT%H:%M %Z") == f"{expected} UTC"


def test_an_hour_that_comes_twice_is_asked_about():
    form = when("2027-10-31", "01:30")
    page = str(form["at"])
    assert "01:30 comes twice" in form.errors["at"][0]
    assert "The first 01:30 (BST)" in page
    assert "The second 01:30 (GMT)" in page
    assert "checked" not in page


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_the_first_and_the_second_of_an_hour_are_an_hour_apart(which, hour):
    asked = question(date(2027, 10, 31), time(1, 30))
    answer = next(value for value, words in asked.labels.items() if which in words)
    form = when("2027-10-31", "01:30", answer)
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert "checked" in str(form["at"])


@pytest.mark.parametrize("answer", ["", "x", "2027-10-31T05:30Z", "\x00", "9" * 5000])
def test_an_answer_that_was_not_offered_is_asked_again(answer):
    form = when("2027-10-31", "01:30", answer)
    assert not form.is_valid()
    assert 'type="radio"' in str(form["at"])


def test_an_answer_from_before_counts_for_nothing_once_the_hour_is_another():
    form = when("2027-10-31", "06:00", "2027-10-31T00:30Z")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2027, 10, 31, 6, tzinfo=UTC)
    assert "radio" not in str(form["at"])


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("0001-01-01", "00:00", "Choose a year between"),
        ("9999-12-31", "23:59", "Choose a year between"),
        ("1899-12-31", "23:59", "Choose a year between"),
        ("2026-02-30", "06:00", "Write the day as"),
        ("03/04/2026", "06:00", "Write the day as"),
        ("2026-11-24", "25:00", "Write the hour as"),
        ("2026-11-24", "6", "Write the hour as"),
        ("\x00", "\x00", "Write the day as"),
        ("9" * 5000, "06:00", "Write the day as"),
        ("2026-11-24", "", "Choose an hour."),
        ("", "06:00", "Choose a day."),
        ("", "", "Choose a day and an hour."),
    ],
)
def test_no_moment_at_all_is_refused_in_words_and_comes_back(day, hour, words):
    form = when(day, hour)
    assert words in " ".join(form.errors["at"])
    assert f'name="at_0" value="{day}"' in str(form["at"]) or not day or "\x00" in day


def test_a_moment_that_is_not_required_may_be_empty_but_not_half():
    assert when("", "", form=Perhaps).is_valid()
    assert when("", "", form=Perhaps).is_valid()
    assert not when("2026-11-24", "", form=Perhaps).is_valid()
    stale = when("", "", "2027-10-31T00:30Z", form=Perhaps)
    assert stale.is_valid()
    assert stale.cleaned_data["at"] is None


def test_a_moment_in_a_repeated_hour_comes_back_as_it_was_saved():
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    form = When(initial={"at": second})
    page = str(form["at"])
    assert page.index("The second 01:30 (GMT)") > page.index("checked")
    again = When(
        {"at_0": "2027-10-31", "at_1": "01:30", "at_2": "2027-10-31T01:30Z"},
        initial={"at": second},
    )
    assert again.is_valid()
    assert again.cleaned_data["at"] == second
    assert not again.has_changed()


def test_zones_that_left_out_a_whole_day_are_asked_about_too():
    with timezone.override("Pacific/Apia"):
        asked = question(date(2011, 12, 30), time(12))
        assert "After 29 December 2011, 23:59" in asked.text
        with pytest.raises(ValidationError, match="does not exist"):
            moment(date(2011, 12, 30), time(12))


@pytest.mark.django_db
@time_machine.travel("2026-11-20T12:00Z")
def test_a_story_is_scheduled_for_the_second_of_two_hours_without_a_script(client):
    client.force_login(editor())
    story = StoryFactory()
    form = {"at_0": "2027-10-31", "at_1": "01:30", "version": 1}
    asked = client.post(address("story_schedule", story.pk), form)
    assert asked.status_code == 422
    assert "The second 01:30 (GMT)" in asked.text

    client.post(address("story_schedule", story.pk), form | {"at_2": "2027-10-31T01:30Z"})
    story.refresh_from_db()
    assert story.published_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_the_story_form_asks_about_its_own_hours_and_takes_the_answer(client):
    client.force_login(editor())
    form = story_form(SectionFactory())
    form |= {"live_label_until_0": "2027-10-31", "live_label_until_1": "01:30"}
    asked = client.post(address("story_add"), form)
    assert asked.status_code == 422
    assert 'name="live_label_until_2"' in asked.text

    client.post(address("story_add"), form | {"live_label_until_2": "2027-10-31T00:30Z"})
    assert Story.objects.get().live_label_until == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
