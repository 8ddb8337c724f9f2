"""What the paper's time zone is called on a day, wherever the paper is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsroom import moments, zones

NEW_YEAR, RAMADAN, SUMMER = (
    datetime(2027, 1, 15, 12, tzinfo=UTC),
    datetime(2027, 2, 20, 12, tzinfo=UTC),
    datetime(2027, 7, 15, 12, tzinfo=UTC),
)
PAPERS = {
    "Europe/London": ("Greenwich Mean Time, UTC+0", "British Summer Time, UTC+1"),
    "Europe/Berlin": (
        "Central European Standard Time, UTC+1",
        "Central European Summer Time, UTC+2",
    ),
    "America/New_York": ("Eastern Standard Time, UTC−5", "Eastern Daylight Time, UTC−4"),
    "America/St_Johns": (
        "Newfoundland Standard Time, UTC−3:30",
        "Newfoundland Daylight Time, UTC−2:30",
    ),
    "Europe/Dublin": ("Greenwich Mean Time, UTC+0", "Irish Standard Time, UTC+1"),
    # In the south it is summer when the year begins, on Lord Howe half an hour of it.
    "Australia/Lord_Howe": (
        "Lord Howe Daylight Time, UTC+11",
        "Lord Howe Standard Time, UTC+10:30",
    ),
    "Asia/Kolkata": ("India Standard Time, UTC+5:30",) * 2,
    "Asia/Tehran": ("Iran Standard Time, UTC+3:30",) * 2,
    "Pacific/Apia": ("Samoa Standard Time, UTC+13",) * 2,
    "Asia/Kathmandu": ("Nepal Time, UTC+5:45",) * 2,
    "America/Argentina/Buenos_Aires": ("Argentina Standard Time, UTC−3",) * 2,
    "UTC": ("Coordinated Universal Time, UTC+0",) * 2,
    "Etc/GMT+5": ("UTC−5",) * 2,
}


@pytest.mark.parametrize("zone", PAPERS)
def test_a_zone_is_called_what_it_is_called_on_that_day(zone):
    with timezone.override(zone):
        assert (zones.in_words(NEW_YEAR), zones.in_words(SUMMER)) == PAPERS[zone]


def test_in_ramadan_morocco_sets_its_clocks_back():
    with timezone.override("Africa/Casablanca"):
        said = [zones.in_words(at) for at in (NEW_YEAR, RAMADAN, SUMMER)]
    assert said == ["Morocco Time, UTC+1", "Morocco Time, UTC+0", "Morocco Time, UTC+1"]


@pytest.mark.parametrize(
    ("zone", "year", "words"),
    [
        ("Asia/Tehran", 2021, "Iran Daylight Time, UTC+4:30"),  # the last but one
        ("Pacific/Apia", 2011, "UTC−11"),  # on the other side of the date line
        ("Europe/London", 1970, "BST, UTC+1"),  # a winter and a summer of British standard time
        ("Europe/London", 1944, "BDST, UTC+2"),
        ("Europe/Moscow", 2012, "MSK, UTC+4"),
        ("Europe/Kyiv", 1970, "MSK, UTC+3"),
        ("Europe/Dublin", 1910, "DMT, UTC−0:25"),
    ],
)
def test_a_year_in_which_a_zone_kept_other_hours_has_no_name_of_today(zone, year, words):
    with timezone.override(zone):
        assert zones.in_words(datetime(year, 7, 15, 12, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("zone", "short"),
    [("Europe/London", "BST"), ("Asia/Tehran", "UTC+3:30"), ("America/Sao_Paulo", "UTC−3")],
)
def test_in_short_a_zone_without_letters_says_how_far_it_is(zone, short):
    with timezone.override(zone):
        assert zones.abbreviated(SUMMER) == short
        assert moments.in_words(SUMMER).endswith(f" {short}")
        assert moments.in_short(SUMMER).endswith(f" {short}")


@pytest.mark.thorough
@given(
    zone=st.sampled_from([*PAPERS, "Africa/Casablanca", "Africa/Cairo"]),
    at=st.datetimes(datetime(1901, 1, 1), datetime(2100, 12, 1)),
)
def test_the_distance_is_that_of_the_clocks_at_any_moment(zone, at):
    at = at.replace(tzinfo=UTC)
    with timezone.override(zone):
        words = zones.in_words(at)
        known = [period for period in zones.periods() if period.since <= at][-1]
        assert known.offset == timezone.localtime(at).utcoffset()
        assert known.words == words


def test_what_a_day_is_called_does_not_hang_on_the_day_on_which_one_asks():
    for today in ("2026-11-28", "2027-07-01"):
        with time_machine.travel(today), timezone.override("Europe/London"):
            assert zones.in_words(SUMMER) == "British Summer Time, UTC+1"
            assert zones.in_words(NEW_YEAR) == "Greenwich Mean Time, UTC+0"


def test_the_moment_of_a_change_is_known_to_the_second():
    change = datetime(2027, 3, 28, 1, tzinfo=UTC)
    with timezone.override("Europe/London"):
        assert zones.in_words(change - timedelta(seconds=1)) == "Greenwich Mean Time, UTC+0"
        assert zones.in_words(change) == "British Summer Time, UTC+1"
