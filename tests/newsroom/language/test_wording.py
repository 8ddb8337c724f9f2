"""Days, hours and numbers stand as the readers of each language know them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from newsroom import wording

AT = datetime(2026, 11, 22, 14, 5, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "moment", "short", "sunday"),
    [
        ("en-gb", "22 November 2026, 14.05", "22 Nov, 14.05", "Sunday 22 November 2026"),
        ("en", "22 November 2026, 14.05", "22 Nov, 14.05", "Sunday 22 November 2026"),
        (
            "en-us",
            "November 22, 2026, 2:05\u202fPM",
            "Nov 22, 2:05\u202fPM",
            "Sunday, November 22, 2026",
        ),
        ("de", "22. November 2026, 14:05 Uhr", "22. Nov., 14:05 Uhr", "Sonntag, 22. November 2026"),
        ("fr", "22 novembre 2026 à 14 h 05", "22 nov. à 14 h 05", "dimanche 22 novembre 2026"),
        (
            "es",
            "22 de noviembre de 2026, 14:05",
            "22 nov, 14:05",
            "domingo, 22 de noviembre de 2026",
        ),
        ("ar", "٢٢ نوفمبر ٢٠٢٦، ٢:٠٥ م", "٢٢ نوفمبر، ٢:٠٥ م", "الأحد، ٢٢ نوفمبر ٢٠٢٦"),
        ("ar-dz", "22 نوفمبر 2026، 2:05 م", "22 نوفمبر، 2:05 م", "الأحد، 22 نوفمبر 2026"),
        ("pl", "22 listopada 2026, 14:05", "22 lis, 14:05", "niedziela, 22 listopada 2026"),
        ("zh-hans", "2026年11月22日 14:05", "11月22日 14:05", "2026年11月22日星期日"),
    ],
)
def test_a_moment_is_written_as_its_readers_write_it(language, moment, short, sunday):
    with override(language):
        assert wording.written(AT, "moment") == moment
        assert wording.written(AT, "short_moment") == short
        assert wording.written(AT, "weekday_day") == sunday


def test_the_first_of_a_month_has_its_own_word_in_french():
    with override("fr"):
        assert wording.written(date(2026, 5, 1), "day") == "1er mai 2026"
        assert wording.written(date(2026, 5, 21), "day") == "21 mai 2026"
        assert wording.written(date(2026, 5, 1), "month") == "mai 2026"


def test_an_archive_names_its_months_days_and_years():
    first = date(2026, 11, 1)
    names = [
        wording.written(first, form)
        for form in ("month", "month_name", "year", "weekday", "short_weekday", "short_day")
    ]

    assert names == ["November 2026", "November", "2026", "Sunday", "Sun", "1 Nov"]
    with override("pl"):
        assert wording.written(first, "month_name") == "listopad"
    with override("nb"):
        assert wording.written(first, "month_name") == "november"


@pytest.mark.parametrize("language", ["en-gb", "de", "fr", "es", "ar", "fa", "pl", "bn", "tt"])
@pytest.mark.parametrize("form", wording.FORMS)
def test_every_form_can_be_written_in_every_language(language, form):
    with override(language):
        assert wording.written(AT, form).strip()


@pytest.mark.parametrize(
    ("language", "million", "names", "week"),
    [
        ("en-gb", "1,234,567", "Ana, Bo and Cy", 0),
        ("de", "1.234.567", "Ana, Bo und Cy", 0),
        ("fr", "1\u202f234\u202f567", "Ana, Bo et Cy", 0),
        ("es", "1.234.567", "Ana, Bo y Cy", 0),
        ("ar", "١٬٢٣٤٬٥٦٧", "Ana وBo وCy", 5),
        ("he", "1,234,567", "Ana, Bo וCy", 6),
    ],
)
def test_numbers_lists_and_weeks_follow_the_language(language, million, names, week):
    with override(language):
        assert wording.number(1234567) == million
        assert wording.listed(["Ana", "Bo", "Cy"]) == names
        assert wording.first_weekday() == week


def shown(text, **context):
    return Template("{% load times %}" + text).render(Context(context))


def test_a_time_element_carries_the_moment_for_machines(settings):
    settings.TIME_ZONE = "Europe/London"
    assert shown("{{ at|moment }}", at=AT) == (
        '<time datetime="2026-11-22T14:05:00+00:00">22 November 2026, 14.05</time>'
    )
    assert shown("{{ at|day }}", at=AT.date()) == (
        '<time datetime="2026-11-22">22 November 2026</time>'
    )
    assert shown("{{ at|month }}", at=AT) == '<time datetime="2026-11">November 2026</time>'
    assert shown('{{ at|written:"month" }}', at=AT) == "November 2026"


def test_nothing_is_written_where_there_is_no_moment():
    for form in ("moment", "day", "month", "hour", 'written:"day"'):
        assert shown("{{ at|" + form + " }}", at=None) == ""


def test_a_count_is_grouped_and_what_is_no_number_stays():
    assert shown("{{ n|number }}", n=12345) == "12,345"
    assert shown("{{ n|number }}", n="many") == "many"


def test_names_in_a_list_are_escaped_once():
    assert shown("{{ names|listed }}", names=["<b>", "Bo & Co"]) == "&lt;b&gt; and Bo &amp; Co"


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en-gb", 60 * 60, "1 hour"),
        ("en-gb", 90 * 60, "90 minutes"),
        ("en-gb", 2 * 24 * 60 * 60, "2 days"),
        ("en-gb", 61, "61 seconds"),
        ("de", 2 * 60 * 60, "2 Stunden"),
        ("fr", 60 * 60, "1\xa0heure"),
        ("ar", 3 * 24 * 60 * 60, "٣ أيام"),
    ],
)
def test_a_span_of_time_is_written_exactly(language, seconds, words):
    with override(language):
        assert wording.duration(seconds) == words
