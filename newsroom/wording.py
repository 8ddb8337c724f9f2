"""Localised dates, times, numbers and lists: how the paper writes them in its language.

In English: 22 November 2026, 14.05. German, French and Spanish follow their own newspapers;
every other language, and American English, is written as Unicode's CLDR says, in its digits.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, dates, lists, numbers
from babel.core import get_global
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override, to_locale

# What `written` can write. A moment's day and hour are those of the paper's time zone.
FORMS = (
    "moment",  # 22 November 2026, 14.05
    "short_moment",  # 22 Nov, 14.05
    "hour",  # 14.05
    "day",  # 22 November 2026
    "short_day",  # 22 Nov
    "short_day_and_year",  # 22 Nov 2026
    "weekday_day",  # Sunday 22 November 2026
    "month",  # November 2026
    "year",  # 2026
    "month_name",  # November
    "weekday",  # Sunday
    "short_weekday",  # Sun
)

# Where newspapers differ from CLDR, in patterns of its kind; "joint" makes a moment of two.
HOUSE_STYLES = {
    "en": {
        "day": "d MMMM y",
        "short_day": "d MMM",
        "short_day_and_year": "d MMM y",
        "weekday_day": "EEEE d MMMM y",
        "hour": "HH.mm",
        "joint": "{day}, {hour}",
    },
    "de": {"hour": "HH:mm 'Uhr'", "joint": "{day}, {hour}"},
    "fr": {"hour": "H 'h' mm", "joint": "{day} à {hour}"},
    "es": {"hour": "H:mm", "joint": "{day}, {hour}"},
}
AMERICAN = Locale("en", "US")
# The code point of zero in each numbering system that is the default of a locale.
ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "hmnp": 0x1E140,
    "mtei": 0xABF0,
    "mymr": 0x1040,
    "nkoo": 0x07C0,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}
# Where it is not the Latin one. Of CLDR's lists those of units have it, and some leave it out.
COMMAS = dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), "، ") | {"ja": "、", "zh": "，"}
UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}  # seconds


@dataclass(frozen=True)
class Formatter:
    """How one language writes: its locale, the CLDR patterns of its forms, its digits.

    `digits` is a table for `str.translate`.
    """

    locale: Locale
    patterns: dict
    digits: dict

    def write(self, at, form):
        if form in ("moment", "short_moment"):
            day = "day" if form == "moment" else "short_day"
            text = self.patterns["joint"].format(
                day=self.write(at, day), hour=self.write(at, "hour")
            )
        else:
            text = dates.format_datetime(at, self.patterns[form], tzinfo=None, locale=self.locale)
            if self.locale.language == "fr" and at.day == 1 and "day" in form:
                text = text.replace("1 ", "1er ", 1)
        return text.translate(self.digits)


def speaking(language):
    """A context manager in which the site speaks a language, by its code.

    Nothing changes if it does already, be it in another country's way ("en", "en-gb").
    """
    is_spoken = language.partition("-")[0] == get_language().partition("-")[0]
    return nullcontext() if is_spoken else override(language)


@lru_cache(maxsize=128)
def has_sentences_in(language):
    """Whether the site's own sentences are there in a language; English is what they are in."""
    name = language.partition("-")[0]
    catalogues = (
        Path(folder, name, "LC_MESSAGES", "django.mo") for folder in settings.LOCALE_PATHS
    )
    return name == "en" or any(path.exists() for path in catalogues)


def written(at, form):
    """A date or moment in one of FORMS, as plain text in the language of the page."""
    if isinstance(at, datetime):
        # What a form does not show must not keep the cache from finding it.
        at = timezone.localtime(at).replace(second=0, microsecond=0)
    return _written(at, form, get_language())


def duration(seconds):
    """A span of whole seconds in the largest unit that says it exactly: "1 hour", "90 minutes"."""
    unit = next(unit for unit, size in UNITS.items() if seconds % size == 0)
    formatter = _formatter(get_language())
    # Not `format_unit`, which writes "3 duration-day" in Arabic. The threshold keeps this unit.
    text = dates.format_timedelta(
        timedelta(seconds=seconds), granularity=unit, threshold=float("inf"),
        locale=formatter.locale,
    )  # fmt: skip
    return text.translate(formatter.digits)


def number(value):
    """A whole or broken number with the language's separators and digits: 1,234."""
    return _number(value, get_language())


def listed(names):
    """Names in one phrase: Ana, Bo and Cy. Plain text; the caller escapes."""
    return lists.format_list(
        [str(name) for name in names], locale=_formatter(get_language()).locale
    )


def comma():
    """The comma of the language with the space behind it: between a name and what somebody is."""
    language = get_language().partition("-")[0]
    return COMMAS.get(language, ", ")


def first_weekday():
    """The day on which a week begins here, counted from Monday as 0."""
    return _formatter(get_language()).locale.first_week_day


@lru_cache(maxsize=64)
def _formatter(language):
    locale = _locale(language)
    style = {} if locale == AMERICAN else HOUSE_STYLES.get(locale.language, {})
    skeletons = locale.datetime_skeletons
    month = skeletons["yMMMM"].pattern
    joint = locale.datetime_formats["medium"].replace("'", "")
    patterns = {
        "day": locale.date_formats["long"].pattern,
        "short_day": skeletons["MMMd"].pattern,
        "short_day_and_year": skeletons["yMMMd"].pattern,
        "weekday_day": locale.date_formats["full"].pattern,
        "month": month,
        "year": skeletons["y"].pattern,
        "hour": locale.time_formats["short"].pattern,
        # Slavic languages have another word for a month that stands alone. Elsewhere Babel may
        # give that of a language that was read before.
        "month_name": "LLLL" if "LLLL" in month else "MMMM",
        "weekday": "EEEE",
        "short_weekday": "EEE",
        "joint": joint.replace("{1}", "{day}").replace("{0}", "{hour}"),
    }
    return Formatter(locale, patterns | style, _digits(locale))


def _locale(language):
    """Babel's Locale for Django's "en-gb". Raises LookupError.

    A language without a country is read as most of its readers read it (Arabic as in Egypt,
    with its digits and its week), English as the house does.
    """
    name = to_locale(language or "en")
    if name == "en":
        name = "en_GB"
    likely = get_global("likely_subtags").get(name, name)
    for candidate in (name if "_" in name else likely, name.split("_", maxsplit=1)[0], "en_GB"):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    raise LookupError(f"Nobody knows how to write {language}.")


def _digits(locale):
    zero = ZEROS.get(locale.default_numbering_system)
    return {ord("0") + n: chr(zero + n) for n in range(10)} if zero else {}


# A page writes dozens of dates, and composing one is slow. The words depend on these alone.
@lru_cache(maxsize=4096)
def _written(at, form, language):
    return _formatter(language).write(at, form)


@lru_cache(maxsize=1024)
def _number(value, language):
    formatter = _formatter(language)
    text = numbers.format_decimal(value, locale=formatter.locale, numbering_system="default")
    return text.translate(formatter.digits)
