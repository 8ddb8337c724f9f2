"""Beside each day and hour of the desk stands what the paper's zone is called on that day."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django import forms
from django.contrib.admin import site
from django.db import models
from django.test import RequestFactory
from django.urls import get_resolver

from articles.admin.base import DeskAdmin
from articles.admin.day_and_hour import MomentField
from tests.factories import (
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    editor,
)
from tests.html import on_one_line

from .desk import address, said, story_form

JUNE = "2027-06-01"
WINTER = "In the paper’s time zone, Europe/London, today Greenwich Mean Time, UTC+0."
SUMMER = "In the paper’s time zone, Europe/London, on that day British Summer Time, UTC+1."
GMT = "In the paper’s time zone, Europe/London, on that day Greenwich Mean Time, UTC+0."
CHANGED = "In the paper’s time zone, Europe/London, where the clocks are changed that night."
SCRIPT = re.compile(r'<script src="[^"]*js/desk/moment[^"]*\.js"[^>]* type="module"')
OTHERS = (forms.DateTimeField, forms.SplitDateTimeField, forms.TimeField)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(settings):
    settings.TIME_ZONE = "Europe/London"
    with time_machine.travel("2026-11-28T12:00Z"):
        yield


class Asked(forms.Form):
    at = MomentField(required=False)


def line_beside(day, hour="06:00", answer=""):
    """What stands below the boxes once a form with this day and hour has come back."""
    form = Asked({"at_0": day, "at_1": hour, "at_2": answer})
    page = on_one_line(str(form["at"]))
    return page.split('role="status">')[1].split("</p>")[0].strip()


@pytest.mark.parametrize(
    ("day", "hour", "line"),
    [
        ("", "", WINTER),
        ("", "06:00", WINTER),
        (JUNE, "06:00", SUMMER),
        (JUNE, "", SUMMER),
        (JUNE, "half six", SUMMER),
        ("2027-03-28", "00:59", GMT),
        ("2027-03-28", "01:30", CHANGED),
        ("2027-03-28", "02:00", SUMMER),
        ("2027-10-31", "01:30", CHANGED),
        ("2027-03-28", "", SUMMER),
        ("1 June", "06:00", "In the paper’s time zone, Europe/London."),
        ("9999-12-31", "06:00", "In the paper’s time zone, Europe/London."),
    ],
)
def test_the_zone_is_that_of_the_chosen_day(day, hour, line):
    assert line_beside(day, hour) == line


def test_of_an_hour_that_comes_twice_the_zone_is_that_of_the_one_that_is_meant():
    assert line_beside("2027-10-31", "01:30", "2027-10-31T00:30Z") == SUMMER
    second = line_beside("2027-10-31", "01:30", "2027-10-31T01:30Z")
    assert second.endswith("on that day Greenwich Mean Time, UTC+0.")


def test_the_boxes_are_described_by_the_zone_for_whoever_hears_the_page():
    page = str(Asked()["at"])
    assert 'id="id_at_zone" role="status"' in page
    assert page.count('aria-describedby="id_at_zone"') == 2


# Wherever there is one


def forms_of_the_desk():
    """Those that somebody wrote, and those that the admin makes for its tables."""
    get_resolver().url_patterns  # noqa: B018 which registers them

    def below(form):
        for each in form.__subclasses__():
            yield each
            yield from below(each)

    request = RequestFactory().get("/")
    request.user = editor()
    made = [desk.get_form(request) for desk in site._registry.values()]
    for desk in site._registry.values():
        made += [inline.get_formset(request).form for inline in desk.get_inline_instances(request)]
    written = {form for form in below(forms.BaseForm) if hasattr(form, "base_fields")}
    ours = {form for form in written if form.__module__.split(".")[0] in ("articles", "accounts")}
    return ours.union(made)


def test_no_form_asks_for_an_hour_in_another_way():
    found = forms_of_the_desk()
    asking = {
        form.__name__
        for form in found
        if any(isinstance(field, MomentField) for field in form.base_fields.values())
    }
    known = {"ScheduleForm", "ExpireForm", "UpdateForm", "ShownAtForm", "NewEmbargoForm"}
    assert known | {"StoryForm", "PictureForm"} <= asking
    others = {
        (form.__name__, name)
        for form in found
        for name, field in form.base_fields.items()
        if isinstance(field, OTHERS)
    }
    assert others == set()


def test_a_moment_of_a_table_is_asked_for_in_this_way_without_being_told():
    request = RequestFactory().get("/")
    request.user = editor()
    asked = {
        (type(desk).__name__, column.name): desk.formfield_for_dbfield(column, request)
        for desk in site._registry.values()
        for column in desk.model._meta.fields
        if isinstance(column, models.DateTimeField) and column.editable
        if isinstance(desk, DeskAdmin)
    }
    assert asked
    wrong = {name for name, field in asked.items() if not isinstance(field, MomentField)}
    assert wrong == set()


PAGES = (
    ("story_schedule", "story"),
    ("story_expire", "story"),
    ("story_update", "changed"),
    ("story_versions", "story"),
    ("story_change", "story"),
    ("story_add", None),
    ("gallery_schedule", "gallery"),
    ("picture_change", "picture"),
    ("embargo_add", None),
    ("embargo_move", "embargo"),
)


@pytest.fixture
def rows():
    from articles.models import Embargo

    changed = StoryFactory(published=True)
    changed.write(by=editor(), headline="Changed")
    return {
        "story": StoryFactory(published=True),
        "changed": changed,
        "gallery": GalleryFactory(),
        "picture": PictureFactory(),
        "embargo": Embargo.objects.create(name="Budget", until=datetime(2027, 6, 1, tzinfo=UTC)),
    }


@pytest.mark.parametrize(("page", "row"), PAGES)
def test_each_page_with_an_hour_says_the_zone_and_follows_the_day(client, rows, page, row):
    client.force_login(editor())
    args = [rows[row].pk] if row else []
    shown = on_one_line(client.get(address(page, *args)).text)
    assert "In the paper’s time zone, Europe/London, " in shown
    assert SCRIPT.search(shown)


def test_a_form_that_comes_back_says_the_zone_of_the_day_in_it(client):
    client.force_login(editor())
    story = StoryFactory()
    # Without the version that was read it is not taken.
    again = client.post(address("story_schedule", story.pk), {"at_0": JUNE, "at_1": "06:00"})
    assert again.status_code == 422
    assert SUMMER in on_one_line(again.text)


def test_what_was_done_is_told_in_the_zone_of_that_day(client):
    client.force_login(editor())
    story = StoryFactory()
    done = client.post(
        address("story_schedule", story.pk),
        {"at_0": JUNE, "at_1": "06:00", "version": 1},
        follow=True,
    )
    assert said(done) == ["Scheduled for 1 June 2027, 06:00 BST."]


def test_a_saved_hour_is_shown_with_the_zone_of_its_day(client):
    client.force_login(editor())
    form = story_form(SectionFactory())
    form |= {"live_label_until_0": JUNE, "live_label_until_1": "06:00"}
    saved = client.post(address("story_add"), form, follow=True)
    assert SUMMER in on_one_line(saved.text)


def test_the_history_says_the_zone_of_the_day_that_was_asked_about(client):
    client.force_login(editor())
    story = StoryFactory(published=True)
    page = client.get(address("story_versions", story.pk), {"at_0": JUNE, "at_1": "06:00"})
    assert SUMMER in on_one_line(page.text)
