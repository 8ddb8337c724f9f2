"""The paper's time zone: what it is called at a moment, and when its clocks are changed.

Names are CLDR's, in English: "British Summer Time". Where a zone keeps other hours than the name
says today (Samoa before 2012, double summer time), or has no name, its abbreviation stands there.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from babel import Locale, dates
from babel.core import get_global
from django.utils import timezone

EARLIEST, LATEST = 1900, 2100  # years
ENGLISH = Locale("en", "GB")
# Shorter than any time between two changes of clocks.
STEP = timedelta(days=5)
YEAR = timedelta(days=366)
HOUR = timedelta(hours=1)
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Period:
    """The time between two changes of clocks, from `since` on. `words` as `in_words` gives them."""

    since: datetime
    offset: timedelta
    words: str


def name():
    """The zone's name in the IANA database: Europe/London."""
    return str(timezone.get_current_timezone())


def abbreviated(at):
    """What the zone is called in short at a moment: GMT, BST, and UTC+3:30 where it has no name."""
    at = timezone.localtime(at)
    return at.tzname() if at.tzname().isalpha() else _distance(at.utcoffset())


def in_words(at):
    """What the zone is called at a moment, and how far it is from UTC.

    "British Summer Time, UTC+1"; "EET, UTC+2"; "UTC+14".
    """
    known = periods()
    return known[max(bisect_right(known, at, key=lambda period: period.since) - 1, 0)].words


def periods():
    """All from 1900 to 2100, in their order. The first has no beginning that counts."""
    return _periods(timezone.get_current_timezone(), timezone.now().year)


@lru_cache(maxsize=8)
def _periods(zone, year):
    facts = _facts(zone)
    # How far the zone is from UTC today, when its clocks are not put forward.
    weeks = (datetime(year, 1, 1, tzinfo=zone) + week * timedelta(7) for week in range(53))
    usual = min(day.utcoffset() for day in weeks)
    found = []
    for since, (offset, short, _) in facts:
        season = _season(facts, since)
        ahead = offset - usual
        fits = ahead == NOTHING if season == "standard" else NOTHING < ahead <= HOUR
        words = _name(zone, season, fits) or (short if short.isalpha() else "")
        distance = _distance(offset)
        found.append(Period(since, offset, f"{words}, {distance}" if words else distance))
    return tuple(found)


def _facts(zone):
    """Since when each (offset, abbreviation, daylight saving) holds, in UTC."""

    def at(moment):
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname(), local.dst()

    moment, end = datetime(EARLIEST, 1, 1, tzinfo=UTC), datetime(LATEST + 1, 1, 1, tzinfo=UTC)
    facts = [(moment, at(moment))]
    while moment < end:
        following = moment + STEP
        if at(following) != facts[-1][1]:
            early, late = moment, following
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                early, late = (middle, late) if at(middle) == facts[-1][1] else (early, middle)
            facts.append((late, at(late)))
            # Another change may follow before the next look.
            following = late
        moment = following
    return facts


def _season(facts, since):
    """Which of CLDR's two names is meant: "standard", or "daylight" while clocks are forward.

    The database says so of most zones; in Ireland and Morocco it calls winter the exception.
    """
    saving = dict(facts)[since][2]
    near = [fact[2] for other, fact in facts if abs(other - since) < YEAR]
    is_forward = saving > NOTHING or (saving == NOTHING and min(near) < NOTHING)
    return "daylight" if is_forward else "standard"


def _name(zone, season, fits):
    """The name in this season if it `fits`; one that tells no season always does."""
    # Babel knows some zones by their name of before alone: Asia/Calcutta.
    aliases = get_global("zone_aliases")
    known_as = aliases.get(str(zone), str(zone))
    others = sorted(old for old, new in aliases.items() if new == known_as)
    for name in (known_as, *others):
        metazone = get_global("meta_zones").get(name, "")
        for known in (ENGLISH.time_zones.get(name, {}), ENGLISH.meta_zones.get(metazone, {})):
            if season in known.get("long", {}):
                return known["long"][season] if fits else ""
    name = dates.get_timezone_name(zone, locale=ENGLISH)
    return "" if name.startswith("Unknown Region") else name


def _distance(offset):
    minutes = round(abs(offset).total_seconds() / 60)
    sign = "−" if offset < NOTHING else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
