"""Marks in a story's entry, by which the index itself keeps a search to a section and to a time.

A word that half of a million stories have is looked for among this year's before it is looked for
among all: what a search costs hangs on what it shows, not on how long the paper has come out.
"""

from datetime import UTC

# Of Unicode's private use: no term begins like this (terms.WORD), and both databases' indexes keep
# it as part of one.
MARK = "\ue000"
SHORTEST, LONGEST = 2, 60  # months that are searched at a time
BY_MONTHS = 18  # what is longer begins with a year
FEWEST_TIMES, MOST_TIMES = 3, 12  # as long as the time before
TO_COME, ENDS = f"{MARK}t", f"{MARK}e"


def marks_of(story, at=None):
    """The marks of a story, as a list: its month, its year, its section.

    Those of when it was published, or of `at`, for one that never was.
    """
    at = (story.published_at or at).astimezone(UTC)
    return [_month(at.year, at.month), _year(at.year), _section(story.section_id)]


def desk_marks_of(story, written_at):
    """Those of its entry at the desk: also its status, whether a text is to come, and an end."""
    marks = [_status(story.status)]
    if story.latest_id != story.live_id:
        marks.append(TO_COME)
    if story.expires_at:
        marks.append(ENDS)
    return [*marks, *marks_of(story, written_at)]


def in_status(status):
    """A group of phrases of a Query, one of which each entry of that status has at the desk."""
    return ((_status(status),),)


def to_come():
    """The same of stories with a text that readers have not got."""
    return ((TO_COME,),)


def with_an_end():
    return ((ENDS,),)


def from_year_on(year):
    """The same of stories of that year or of the five after it."""
    return tuple((_year(year + more),) for more in range(6))


def in_section(pk):
    """A group of phrases of a Query, one of which each entry of that section has."""
    return ((_section(pk),),)


def further_and_further_back(last, number_in=None, enough=0):
    """The times to search one after the other, the newest first: groups of a Query, or none.

    First two months, up to that of `last` (a date), then a longer time, at last all there is. With
    `number_in` (how many entries there are within such groups) only those in which there are more
    than `enough`, and the next one is as long as it takes to have twice as many. No time is longer
    than LONGEST: of each entry with a word an index asks for every year whether it has its mark,
    which costs more than to rank what is too rare to be enough in five years.
    """
    months = SHORTEST
    while months <= LONGEST:
        groups = _months_back(last, months)
        number = number_in(groups) if number_in else 0
        if number_in is None or number > enough:
            yield groups
        times = 2 * enough // number if number else MOST_TIMES
        longer = months * min(max(times, FEWEST_TIMES), MOST_TIMES)
        if longer > LONGEST > months and number * LONGEST > enough * months:
            longer = LONGEST
        months = longer
    yield ()


def _months_back(last, months):
    if months > BY_MONTHS:
        years = -(-months // 12)
        return (tuple((_year(last.year - back),) for back in range(years)),)
    months = (divmod(last.year * 12 + last.month - 1 - back, 12) for back in range(months))
    return (tuple((_month(year, month + 1),) for year, month in months),)


def _month(year, month):
    return f"{MARK}m{year:04}{month:02}"


def _year(year):
    return f"{MARK}y{year:04}"


def _section(pk):
    return f"{MARK}s{pk}"


def _status(status):
    # Without what would be two words for an index.
    return f"{MARK}is{status.replace('_', '')}"
