"""Finding stories at the desk, by their latest text: drafts, too, for whoever may read them."""

from datetime import UTC, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple

from django.db import connections
from django.db.models import Max, Min
from django.utils import timezone

from articles.models import Story
from articles.querysets.own import own_numbers
from articles.search import excerpts
from articles.search.full_text import (
    ALL,
    DESK,
    MOST_COMPARED,
    FoundAtTheDesk,
    number_of,
)
from articles.search.index import stories_to_index, update_entry
from articles.search.marks import further_and_further_back, in_status
from articles.search.query import parse
from articles.search.texts import version_text
from newsroom.by_index import by_the_index

MAX_COUNTED = 1_000
# What is scheduled stands in the index under its hour to come.
AHEAD = timedelta(days=31)
AT_ONCE = 5_000  # numbers of stories, while entries are completed
# What readers' index says of a story of which no newer text has been written is right here, too.
COPY = """
    INSERT INTO articles_deskentry (story_id, headline, names, text)
    SELECT entry.story_id, '{mark}' || entry.headline, entry.names, entry.text
    FROM articles_searchentry entry JOIN articles_story story ON story.id = entry.story_id
    WHERE story.latest_id = story.live_id AND story.update_version_id IS NULL
        AND story.expires_at IS NULL AND story.status = 'published'
        AND story.id >= %s AND story.id < %s
        AND NOT EXISTS (SELECT 1 FROM articles_deskentry WHERE story_id = story.id)
"""


def typed_as_query(typed):
    """What somebody typed, as a Query that knows begin*; None if nothing can be searched for."""
    return parse(typed, with_beginnings=True)


class Found(NamedTuple):
    """The numbers of stories that were found, in their order, at most one more than MAX_COUNTED.

    `newest_alone` says that only the newest with the words were looked through for their order.
    """

    numbers: list
    newest_alone: bool = False


def matching(stories, query, *, by, marks=()):
    """Those of an ordered queryset that match a Query, as `by` (a user) may read them: as Found.

    `marks` (articles.search.marks) say what the queryset is narrowed down by, so that the index is,
    too. If there are more than MAX_COUNTED, they are of the newest only, by the hour they come out,
    or were written.
    """
    query = query.within(marks)

    @cache
    def number_in(months):
        return number_of(DESK, query.within(months))

    compares = query.asks_for_an_order
    enough = MOST_COMPARED if compares else MAX_COUNTED
    with by_the_index():
        for months in further_and_further_back(_last(), number_in, enough):
            found = stories.filter(pk__in=_as_read_by(by, query.within(months)))
            numbers = list(found.values_list("pk", flat=True)[: MAX_COUNTED + 1])
            newest_alone = compares and number_in(months) > enough
            if newest_alone or len(numbers) > MAX_COUNTED:
                break
    return Found(numbers, newest_alone)


def further_back(query, *, by, columns=ALL, newest=None):
    """Conditions for `pk__in` (FoundAtTheDesk), each of a longer time than the one before."""
    for months in further_and_further_back(_last()):
        yield _as_read_by(by, query.within(months), columns, newest=newest)


def _as_read_by(user, query, columns=ALL, **cut):
    own = None if user.has_perm("articles.publish_story") else own_numbers(user)
    return FoundAtTheDesk(query, own, columns, **cut)


def _last():
    return timezone.now().astimezone(UTC) + AHEAD


def mark(stories, query, texts_of):
    """Give each story `found_headline` and `excerpt`, safe HTML with <mark> around what was found.

    `texts_of(story)` are the versions in which it may be shown, the first preferred. The excerpt is
    that of the headline where no text says what was searched for, and "" where that does not
    either: its section, authors or figures do.
    """
    phrases = query.phrases()
    for story in stories:
        versions = texts_of(story)
        headlines = [excerpts.marked(version.headline, phrases) for version in versions]
        found = (excerpts.excerpt(version_text(version), phrases) for version in versions)
        story.found_headline = headlines[0]
        story.excerpt = next((each for each in chain(found, headlines) if "<mark>" in each), "")


def complete(using="default", **kwargs):
    """Enter the stories that have no entry yet: those from before there were any.

    Runs after each migrate; nothing where all have one. Each few thousand are committed by
    themselves: what was interrupted goes on from there, the next time or with `manage.py reindex`.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        if "articles_deskentry" not in connection.introspection.table_names(cursor):
            return  # migrated back to before there was such a table
    missing = Story.objects.using(using).filter(desk_entry=None).exclude(latest=None)
    numbers = missing.aggregate(first=Min("pk"), last=Max("pk"))
    if numbers["first"] is None:
        return
    [[[mark]]] = [in_status("published")]
    with connection.cursor() as cursor:
        for first in range(numbers["first"], numbers["last"] + 1, AT_ONCE):
            cursor.execute(COPY.format(mark=f"{mark} "), [first, first + AT_ONCE])
    keys = missing.order_by("pk").values_list("pk", flat=True)
    while some := list(keys[:500]):
        for story in stories_to_index().using(using).filter(pk__in=some):
            update_entry(story)
