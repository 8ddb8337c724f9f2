"""While an editor chooses a day and an hour, the desk says what the zone is called on that day."""

import json
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.admin.day_and_hour import MomentWidget
from tests.factories import StoryFactory

ZONES = [
    "Europe/London",
    *(
        pytest.param(zone, marks=pytest.mark.thorough)
        for zone in (
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Asia/Tehran",
            "America/St_Johns",
            "Pacific/Apia",
            "UTC",
        )
    ),
]
# Winter and summer, north and south; nights in which some of the papers change their clocks, and
# the hours around; Ramadan; a day that Samoa left out; before most had summer time, and long after.
DAYS = """2026-11-28 2027-01-15 2027-02-08 2027-03-14 2027-03-15 2027-03-27 2027-03-28 2027-03-29
2027-04-04 2027-06-01 2027-10-03 2027-10-30 2027-10-31 2027-11-07 2027-12-31 2011-12-30 2021-07-01
1970-06-01 1944-07-01 1901-01-01 2087-05-05 2099-07-01 9999-12-31""".split()
HOURS = ["", "00:00", "00:30", "01:00", "01:30", "01:45", "02:00", "02:30", "03:00", "12:00"]
LINE = ".moment__zone"
SAID = """
cases => cases.map(([day, hour]) => {
  const moment = document.querySelector(".moment")
  const [dayBox, hourBox] = moment.querySelectorAll("input")
  dayBox.value = day
  hourBox.value = hour
  hourBox.dispatchEvent(new Event("input", {bubbles: true}))
  return moment.querySelector(".moment__zone").textContent
})"""

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def at(page, story):
    page.goto(f"/admin/articles/story/{story.pk}/schedule/")
    page.wait_for_function(
        "() => performance.getEntriesByName(document.querySelector"
        "('script[src*=moment]').src).length && document.readyState === 'complete'"
    )


def said_by_the_server(day, hour):
    words = MomentWidget().get_context("at", [day, hour, ""], {})["widget"]
    sentence = f"In the paper’s time zone, {words['zone']}"
    return f"{sentence}, {words['words']}." if words["words"] else f"{sentence}."


@pytest.mark.thorough
def test_the_zone_follows_the_day_as_it_is_chosen(desk, settings):
    settings.TIME_ZONE = "Europe/London"
    at(desk, StoryFactory())
    line = desk.locator(LINE)
    desk.get_by_label("Day", exact=True).fill("2027-06-01")
    assert "on that day British Summer Time, UTC+1." in line.inner_text()
    # The button says what it will do.
    expect(desk.get_by_role("button", name="Schedule for 1 June 2027, 06:00 BST")).to_be_visible()
    today = timezone.localdate().isoformat()
    desk.get_by_label("Day", exact=True).fill(today)
    desk.get_by_label("Hour", exact=True).fill("23:45")
    expect(
        desk.get_by_role("button", name=re.compile("Schedule for 23:45 (GMT|BST)"))
    ).to_be_visible()
    desk.get_by_label("Day", exact=True).fill("2027-12-01")
    assert "on that day Greenwich Mean Time, UTC+0." in line.inner_text()
    desk.get_by_label("Day", exact=True).fill("2027-10-31")
    desk.get_by_label("Hour", exact=True).fill("01:30")
    assert "where the clocks are changed that night." in line.inner_text()

    desk.get_by_role("button", name="Schedule", exact=True).click()
    desk.get_by_label("The first 01:30 (BST)").check()
    assert "British Summer Time, UTC+1." in line.inner_text()
    desk.get_by_label("The second 01:30 (GMT)").check()
    assert "Greenwich Mean Time, UTC+0." in line.inner_text()
    # The question belonged to that hour.
    desk.get_by_label("Hour", exact=True).fill("03:30")
    expect(desk.get_by_label("The second 01:30 (GMT)")).to_be_hidden()


@pytest.mark.thorough
@pytest.mark.parametrize("zone", ZONES)
def test_browser_and_server_say_the_same_of_any_day(desk, settings, zone):
    settings.TIME_ZONE = zone
    at(desk, StoryFactory())
    cases = [(day, hour) for day in ["", *DAYS] for hour in HOURS]
    said = desk.evaluate(SAID, cases)
    with timezone.override(zone):
        expected = [said_by_the_server(day, hour) for day, hour in cases]
    assert json.dumps(said) == json.dumps(expected)
