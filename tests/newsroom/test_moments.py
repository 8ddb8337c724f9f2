"""Moments and days as the desk writes them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone, translation

from newsroom import moments

WINTER = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
SUMMER = datetime(2026, 6, 3, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def london():
    with timezone.override("Europe/London"):
        yield


def test_a_moment_is_told_with_the_papers_zone_of_that_day():
    assert moments.in_words(WINTER) == "24 November 2026, 06:05 GMT"
    assert moments.in_words(SUMMER) == "4 June 2026, 00:30 BST"
    assert moments.in_short(SUMMER) == "4 Jun 2026, 00:30 BST"


def test_a_day_is_told_whatever_its_year():
    assert moments.day_in_words(date(2026, 3, 3)) == "3 March 2026"
    assert moments.day_in_words(date(101, 3, 3)) == "3 March 101"
    assert moments.day_in_short(date(2026, 9, 30)) == "30 Sep 2026"


def test_the_desk_speaks_english_whatever_the_page_does():
    with translation.override("ar"):
        assert moments.in_words(WINTER) == "24 November 2026, 06:05 GMT"


def test_an_hour_of_another_day_has_its_day():
    with time_machine.travel(WINTER):
        assert moments.hour_in_words(WINTER) == "06.05"
        assert moments.hour_in_words(SUMMER) == "00.30 on 4 June 2026"
