"""Finding by words: published stories and galleries, quotes, authors and speakers.

What is found is what readers may see at this moment: a scheduled story has its entry in the
index (see articles.search.index) and appears at its hour like everywhere else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from django.db.models import Case, F, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles import body
from articles.models import Author, Gallery, Placement, Quote, Section, Story
from articles.search import excerpts, full_text
from articles.search.full_text import Matches, StoryMatches
from articles.search.marks import further_and_further_back, in_section
from articles.search.query import parse
from articles.search.texts import figures_texts, gallery_text, version_text
from newsroom.by_index import by_the_index
from newsroom.quotation import quoted

MAX_CHARACTERS = 200  # of what is typed
MAX_COUNTED = 1_000  # results of a kind that are counted and can be paged through
NEWEST = ["-published_at", "-pk"]


@dataclass(frozen=True)
class Search:
    """What somebody searches for, within a section (a slug) and the dates `first` to `last`.

    Each kind of result is a `Results`. Those come first whose headline matches, then those
    whose headline and names do; newest first among equals, and among all if `newest_first`.
    Galleries and people belong to no section and people to no day: asked for one, none of
    them matches.
    """

    typed: str
    section: str = ""
    first: object = None
    last: object = None
    newest_first: bool = False

    @cached_property
    def query(self):
        """The Query, or None if nothing of what was typed can be searched for."""
        return parse(self.typed)

    @cached_property
    def stories(self):
        """Results of published stories; of more than MAX_COUNTED only among the newest."""
        stories, marks = self._within(Story.objects.published()), []
        if self.query is None:
            return Stories(stories.none(), None)
        if self.section:
            stories = stories.filter(section__slug=self.section)
            marks = [in_section(pk) for pk in self._section_pks()]

        @cache
        def number_in(months):
            return full_text.number_of(full_text.READERS, self.query.within([*marks, *months]))

        compares = self.query.asks_for_an_order
        enough = full_text.MOST_COMPARED if compares else MAX_COUNTED
        last = self._last_day(stories)
        with by_the_index():
            for months in further_and_further_back(last, number_in, enough):
                rows = self._matching(stories, "story", NEWEST, [*marks, *months])
                newest_alone = compares and number_in(months) > enough
                found = Stories(rows, self.query, newest_alone=newest_alone)
                if found.has_more or newest_alone:
                    break
        return found

    @cached_property
    def galleries(self):
        """Results of published galleries."""
        galleries = self._within(Gallery.objects.published()).for_cards()
        galleries = self._matching(galleries, "gallery", NEWEST)
        placements = Prefetch("placements", Placement.objects.select_related("picture"))
        found = galleries.none() if self.section else galleries.prefetch_related(placements)
        return Results(found, self.query, _each(_mark_gallery))

    @cached_property
    def quotes(self):
        """Results of published quotes; their date is the day they run on, or their story's."""
        # Beside, not joined: PostgreSQL might go through all stories there are until that of today.
        quotes = Quote.objects.published().prefetch_related("story")
        if self.section:
            quotes = quotes.filter(story__section__slug=self.section)
        if self.first:
            since = Q(story__published_at__gte=_start_of_day(self.first), runs_on=None)
            quotes = quotes.filter(Q(runs_on__gte=self.first) | since)
        if self.last:
            before = Q(story__published_at__lt=_end_of_day(self.last), runs_on=None)
            quotes = quotes.filter(Q(runs_on__lte=self.last) | before)
        # Databases disagree about where NULL stands in an order.
        newest = [F("runs_on").desc(nulls_last=True), "-pk"]
        return Results(self._matching(quotes, "quote", newest), self.query, _each(_mark_quote))

    @cached_property
    def people(self):
        """Authors whose name, role or description matches, speakers whose name or role does."""
        if self.query is None or self.section or self.first or self.last:
            return People([], self.query)
        authors = self._matching(Author.objects.published(), "author", ["name", "pk"])
        by_speaker = Matches(F("pk"), "quote", self.query.wanted(), full_text.NAMED)
        newest = [F("runs_on").desc(nulls_last=True), "-pk"]
        quotes = self._matching(Quote.objects.published().filter(by_speaker), "quote", newest)
        return People(
            [*_authors(authors[:MAX_COUNTED]), *_speakers(quotes[:MAX_COUNTED])], self.query
        )

    @cached_property
    def count(self):
        """How many results of all kinds there are, at most MAX_COUNTED of each."""
        return sum(f.count() for f in (self.stories, self.galleries, self.quotes, self.people))

    def _within(self, queryset):
        if self.first:
            queryset = queryset.filter(published_at__gte=_start_of_day(self.first))
        if self.last:
            queryset = queryset.filter(published_at__lt=_end_of_day(self.last))
        return queryset

    def _last_day(self, stories):
        """The day of the newest of these: a paper may have stopped, or begun with its archive."""
        newest = stories.newest_first().values_list("published_at", flat=True).first()
        return newest.astimezone(UTC) if newest else self.last or timezone.now()

    def _section_pks(self):
        return Section.objects.filter(slug=self.section).values_list("pk", flat=True)

    def _matching(self, queryset, kind, newest, marks=()):
        if self.query is None:
            return queryset.none()
        queryset = queryset.filter(_matches(kind, self.query.within(marks)))
        if self.newest_first:
            return queryset.order_by(*newest)
        wanted = self.query.wanted().within(marks)
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


def _start_of_day(day):
    """The first moment of a day in the paper's time zone."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _end_of_day(day):
    return _start_of_day(day + timedelta(days=1))


class Results:
    """The rows that match a query, for a paginator: counted and sliced as asked for.

    A slice is a list of rows with `found_headline` and `excerpt` (safe HTML), in which <mark>
    stands around what was searched for; `mark(rows, phrases)` sets them. No more than MAX_COUNTED
    are counted; `has_more` says whether there are others.
    """

    def __init__(self, rows, query, mark):
        self.rows, self.query, self.mark = rows, query, mark

    def count(self):
        """How many there are, at most MAX_COUNTED."""
        return min(self._count, MAX_COUNTED)

    @property
    def has_more(self):
        return self._count > MAX_COUNTED

    @cached_property
    def _count(self):
        return self.rows.order_by()[: MAX_COUNTED + 1].count()

    def __getitem__(self, piece):
        rows = list(self.rows[piece])
        phrases = self.query.phrases() if self.query else ()
        self.mark(rows, phrases)
        return rows


class Stories(Results):
    """The same of stories, which are put in order before anything else of them is read.

    `newest_alone` says that only full_text.MOST_COMPARED of the newest which have the words were
    looked through for their order.
    """

    def __init__(self, rows, query, *, newest_alone=False):
        super().__init__(rows, query, _mark_stories)
        self.newest_alone = newest_alone

    @property
    def looked_through(self):
        return full_text.MOST_COMPARED if self.newest_alone else None

    @cached_property
    def _numbers(self):
        return list(self.rows.values_list("pk", flat=True)[: MAX_COUNTED + 1])

    @property
    def _count(self):
        return len(self._numbers)

    def __getitem__(self, piece):
        place = {pk: n for n, pk in enumerate(self._numbers[piece])}
        rows = Story.objects.published().with_hours().select_related("section", "live")
        rows = sorted(rows.filter(pk__in=place), key=lambda story: place[story.pk])
        self.mark(rows, self.query.phrases() if self.query else ())
        return rows


class People(Results):
    """The same of a list of Person: people are few."""

    def __init__(self, people, query):
        super().__init__(people, query, _each(_mark_person))

    @property
    def _count(self):
        return len(self.rows)


@dataclass
class Person:
    """Somebody who writes or is quoted, with the address of what they wrote or said."""

    name: str
    role: str
    address: str
    bio: str = ""


def _authors(authors):
    return [Person(a.name, a.role, a.get_absolute_url(), a.bio) for a in authors]


def _speakers(quotes):
    """Each speaker once, with the role of the first of their quotes."""
    speakers = {}
    for quote in quotes:
        slug = quote.speaker_slug
        address = reverse("articles:speaker", args=[slug]) if slug else quote.get_absolute_url()
        speakers.setdefault(slug or quote.pk, Person(quote.speaker, quote.role, address))
    return list(speakers.values())


def _each(mark):
    """The marking of rows of which each is marked by itself."""
    return lambda rows, phrases: [mark(row, phrases) for row in rows]


def _mark_stories(stories, phrases):
    for story in stories:
        story.found_headline = excerpts.marked(story.text.headline, phrases)
        story.excerpt = excerpts.excerpt(version_text(story.text), phrases)
    # One or two queries more, and only where a reader would not see why a story was found.
    unexplained = [s for s in stories if "<mark>" not in s.found_headline + s.excerpt]
    texts = figures_texts([s.text for s in unexplained if _has_figures(s.text)])
    for story in unexplained:
        excerpt = excerpts.excerpt(texts.get(story.text.pk, ""), phrases)
        story.excerpt = excerpt if "<mark>" in excerpt else story.excerpt


def _has_figures(version):
    return version.lead_picture_id or body.embeds(version.body)


def _mark_gallery(gallery, phrases):
    gallery.found_headline = excerpts.marked(gallery.title, phrases)
    gallery.excerpt = excerpts.excerpt(gallery_text(gallery), phrases)


def _mark_quote(quote, phrases):
    quote.found_headline = excerpts.marked(quoted(quote.text, quote.language), phrases)
    quote.found_speaker = excerpts.marked(quote.speaker, phrases)
    quote.excerpt = excerpts.marked(", ".join(filter(None, [quote.role, quote.source])), phrases)


def _mark_person(person, phrases):
    person.found_headline = excerpts.marked(person.name, phrases)
    person.found_role = excerpts.marked(person.role, phrases)
    person.excerpt = excerpts.excerpt(person.bio, phrases)
