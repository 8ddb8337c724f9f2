"""Marks in a story's entry, by which the index itself keeps a search to a section and to a time.

A word that half of a million stories have is looked for among this year's before it is looked for
among all: what a search costs hangs on what it shows, not on how long the paper has come out.
"""

from datetime import UTC, datetime

# Of Unicode's private use: no term begins like this (terms.WORD), and both databases' indexes keep
# it as part of one.
MARK = "\ue000"


def marks_of(story):
    """The marks of a published story, as a list: its month, its year, its section."""
    at = story.published_at.astimezone(UTC)
    return [_month(at.year, at.month), _year(at.year), _section(story.section_id)]


def in_section(pk):
    """A group of phrases of a Query, one of which each entry of that section has."""
    return ((_section(pk),),)


def further_and_further_back(day=None):
    """The times to search one after the other, the newest first: groups of a Query, or none.

    First two months, up to that of `day` (a date, today), then two years, then all there is.
    """
    end = day or datetime.now(UTC)
    before = (end.year, end.month - 1) if end.month > 1 else (end.year - 1, 12)
    yield [((_month(end.year, end.month),), (_month(*before),))]
    yield [((_year(end.year),), (_year(end.year - 1),))]
    yield []


def _month(year, month):
    return f"{MARK}m{year:04}{month:02}"


def _year(year):
    return f"{MARK}y{year:04}"


def _section(pk):
    return f"{MARK}s{pk}"
