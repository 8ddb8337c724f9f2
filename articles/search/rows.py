"""Which rows a search finds: querysets that are composed once for each form of a search.

A page of answers asks a dozen of them. To compose them again for each reader took longer than to
look up the words in a paper of a million stories.
"""

from typing import NamedTuple

from django.db.models import Case, DateField, DateTimeField, F, Prefetch, Q, Value, When

from articles.models import Author, Gallery, Placement, Quote, Section, Story
from articles.search import full_text
from articles.search.full_text import Matches, StoryMatches
from articles.search.query import GivenQuery
from newsroom.composed_once import Given, composed_once

NEWEST = ["-published_at", "-pk"]
# Databases disagree about where NULL stands in an order.
NEWEST_QUOTES = [F("runs_on").desc(nulls_last=True), "-pk"]


class Asked(NamedTuple):
    """What is asked of the database: a Query, and what it is narrowed down to, if at all.

    `section` is a primary key; `first` and `last` are days, `since` and `until` the moments with
    which they begin and are over. At most `most` rows are wanted.
    """

    query: object
    most: int
    section: object = None
    first: object = None
    since: object = None
    last: object = None
    until: object = None
    newest_first: bool = False

    @property
    def form(self):
        """What the SQL depends on."""
        return Form(
            self.most,
            full_text.MOST_COMPARED if self.query.asks_for_an_order else None,
            self.section is not None,
            self.first is not None,
            self.last is not None,
            self.newest_first,
        )

    @property
    def values(self):
        """What is `Given` in a queryset that was composed for this form."""
        return self._asdict()


class Form(NamedTuple):
    most: int
    most_compared: int | None  # if an order of words is asked for
    in_section: bool
    has_first: bool
    has_last: bool
    newest_first: bool

    def asked(self):
        """As asked by anybody: each value is `Given`."""
        day, moment = DateField(), DateTimeField()
        return Asked(
            GivenQuery(self.most_compared is not None),
            self.most,
            Given("section", Section._meta.pk) if self.in_section else None,
            Given("first", day) if self.has_first else None,
            Given("since", moment) if self.has_first else None,
            Given("last", day) if self.has_last else None,
            Given("until", moment) if self.has_last else None,
            self.newest_first,
        )


@composed_once
def hour_of_newest_story(form):
    """The hour of the newest story, whatever its words."""
    stories = _narrowed(Story.objects.published(), form.asked())
    return stories.order_by(*NEWEST).values_list("published_at", flat=True)[:1]


@composed_once
def numbers_of_stories(form):
    """The primary keys of those that match, in their order."""
    stories = _narrowed(Story.objects.published(), form.asked())
    found = _matching(stories, form.asked(), "story", NEWEST)
    return found.values_list("pk", flat=True)[: form.most]


@composed_once
def stories_numbered(count):
    """Stories as a page of answers shows them, with these primary keys: `pk0`, `pk1` …"""
    numbers = [Given(f"pk{number}", Story._meta.pk) for number in range(count)]
    stories = Story.objects.published().with_hours().select_related("section", "live")
    return stories.filter(pk__in=numbers)


@composed_once
def numbers_of_galleries(form):
    """The primary keys of those that match, in any order."""
    return _counted(galleries(form.asked()), form)


@composed_once
def numbers_of_quotes(form):
    return _counted(quotes(form.asked()), form)


@composed_once
def authors(form):
    asked = form.asked()
    return _matching(Author.objects.published(), asked, "author", ["name", "pk"])[: form.most]


@composed_once
def quotes_by_speakers(form):
    """Quotes of those whose name or role matches."""
    asked = form.asked()
    by_speaker = Matches(F("pk"), "quote", asked.query.wanted(), full_text.NAMED)
    found = Quote.objects.published().filter(by_speaker)
    return _matching(found, asked, "quote", NEWEST_QUOTES)[: form.most]


@composed_once
def first_galleries(form, count):
    return galleries(form.asked())[:count]


@composed_once
def first_quotes(form, count):
    return quotes(form.asked())[:count]


def galleries(asked):
    """Published galleries that match, as they are shown; they belong to no section."""
    found = _matching(_within(Gallery.objects.published(), asked), asked, "gallery", NEWEST)
    placements = Prefetch("placements", Placement.objects.select_related("picture"))
    return found.for_cards().prefetch_related(placements)


def quotes(asked):
    """Published quotes that match; their date is the day they run on, or their story's."""
    # Beside, not joined: PostgreSQL might go through all stories there are until that of today.
    found = Quote.objects.published().prefetch_related("story")
    if asked.section is not None:
        found = found.filter(story__section=asked.section)
    if asked.first:
        since = Q(story__published_at__gte=asked.since, runs_on=None)
        found = found.filter(Q(runs_on__gte=asked.first) | since)
    if asked.last:
        before = Q(story__published_at__lt=asked.until, runs_on=None)
        found = found.filter(Q(runs_on__lte=asked.last) | before)
    return _matching(found, asked, "quote", NEWEST_QUOTES)


def _narrowed(stories, asked):
    stories = _within(stories, asked)
    return stories if asked.section is None else stories.filter(section=asked.section)


def _within(queryset, asked):
    if asked.first:
        queryset = queryset.filter(published_at__gte=asked.since)
    if asked.last:
        queryset = queryset.filter(published_at__lt=asked.until)
    return queryset


def _counted(rows, form):
    # Unordered: what is only counted is not ranked before.
    return rows.order_by().values_list("pk", flat=True)[: form.most]


def _matching(queryset, asked, kind, newest):
    """Those that match, the best match first, or the newest."""
    queryset = queryset.filter(_matches(kind, asked.query))
    if asked.newest_first:
        return queryset.order_by(*newest)
    wanted = asked.query.wanted()
    distance = Case(
        When(_matches(kind, wanted, full_text.HEADLINE), then=Value(0)),
        When(_matches(kind, wanted, full_text.NAMED), then=Value(1)),
        default=Value(2),
    )
    return queryset.order_by(distance, *newest)


def _matches(kind, query, columns=full_text.ALL):
    """Whether a row matches; a story by the scheduled update once that is due."""
    if kind == "story":
        return StoryMatches(F("pk"), query, columns)
    return Matches(F("pk"), kind, query, columns)
