"""Dates as people and programs write them."""

import pytest

from articles.interchange.incoming import moments

NOON = "2020-03-15 12:00:00"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2020-03-15T12:00:00Z", NOON),
        ("2020-03-15 13:00:00 +0100", NOON),
        ("2020-03-15 12:00:00.123456+00:00", NOON),
        ("2020-03-15 12:00:00 +0000 UTC", NOON),
        ("2020-03-15 07:00 -5", NOON),
        ("Sun, 15 Mar 2020 12:00:00 GMT", NOON),
        ("2020-03-15", "2020-03-15 00:00:00"),
        ("2020/3/15", "2020-03-15 00:00:00"),
        ("15.3.2020", "2020-03-15 00:00:00"),
        ("15. 03. 2020, 12:00", NOON),
        ("15 March 2020", "2020-03-15 00:00:00"),
        ("Mar 15, 2020", "2020-03-15 00:00:00"),
        ("Sept 5, 2020", "2020-09-05 00:00:00"),
        ("15/3/2020", "2020-03-15 00:00:00"),
        ("3/15/2020", "2020-03-15 00:00:00"),
        ("4/4/2020", "2020-04-04 00:00:00"),
    ],
)
def test_a_date_is_read_however_it_is_written(settings, written, utc):
    settings.TIME_ZONE = "UTC"
    assert moments.utc(written) == utc


@pytest.mark.parametrize(
    "written",
    ["", "3/4/2020", "0000-00-00", "2020-13-01", "2020-02-30", "15 Octember 2020", "yesterday",
     "Mon, 01 Jan 0001 00:00:00 GMT", "2020-01-01T25:00", "true", "٣/٤/٢٠٢٠", "1" * 400,
     "2020-01-01 10:00 +99:99", "0001-01-01T00:00:00+23:59"],
)  # fmt: skip
def test_what_is_none_or_may_be_two_is_not_read(written):
    assert moments.utc(written) == ""


def test_what_is_over_is_past_and_what_cannot_be_read_is_not():
    assert moments.is_past(moments.utc("2020-03-15"))
    assert not moments.is_past(moments.utc("9000-01-01"))
    assert not moments.is_past(moments.utc("when the lawyers agree"))
