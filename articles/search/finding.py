"""Finding by words: published stories and galleries, quotes, authors and speakers.

What is found is what readers may see at this moment: a scheduled story has its entry in the
index (see articles.search.index) and appears at its hour like everywhere else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles import body
from articles.models import Section
from articles.search import excerpts, full_text, rows
from articles.search.marks import further_and_further_back, in_section
from articles.search.query import parse
from articles.search.texts import figures_texts, gallery_text, version_text
from newsroom.by_index import by_the_index
from newsroom.quotation import quoted

MAX_CHARACTERS = 200  # of what is typed
MAX_COUNTED = 1_000  # results of a kind that are counted and can be paged through


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
        if self.query is None:
            return Stories([], None)
        asked = self._asked
        marks = [in_section(asked.section)] if self.section else []

        @cache
        def number_in(months):
            return full_text.number_of(full_text.READERS, self.query.within([*marks, *months]))

        compares = self.query.asks_for_an_order
        enough = full_text.MOST_COMPARED if compares else MAX_COUNTED
        last = self._last_day()
        with by_the_index():
            for months in further_and_further_back(last, number_in, enough):
                within = asked._replace(query=self.query.within([*marks, *months]))
                numbers = list(rows.numbers_of_stories(asked.form, **within.values))
                newest_alone = compares and number_in(months) > enough
                if newest_alone or len(numbers) > MAX_COUNTED:
                    break
        return Stories(numbers, self.query, newest_alone=newest_alone)

    @cached_property
    def galleries(self):
        """Results of published galleries."""
        if self.query is None or self.section:
            return Results([], None, self.query, _each(_mark_gallery))
        numbers = list(rows.numbers_of_galleries(self._asked.form, **self._asked.values))
        return Results(numbers, self._galleries, self.query, _each(_mark_gallery))

    @cached_property
    def quotes(self):
        """Results of published quotes; their date is the day they run on, or their story's."""
        if self.query is None:
            return Results([], None, None, _each(_mark_quote))
        numbers = list(rows.numbers_of_quotes(self._asked.form, **self._asked.values))
        return Results(numbers, self._quotes, self.query, _each(_mark_quote))

    @cached_property
    def people(self):
        """Authors whose name, role or description matches, speakers whose name or role does."""
        if self.query is None or self.section or self.first or self.last:
            return People([], self.query)
        form, values = self._asked.form, self._asked.values
        found = _authors(rows.authors(form, **values))
        return People([*found, *_speakers(rows.quotes_by_speakers(form, **values))], self.query)

    @cached_property
    def count(self):
        """How many results of all kinds there are, at most MAX_COUNTED of each."""
        return sum(f.count() for f in (self.stories, self.galleries, self.quotes, self.people))

    @cached_property
    def _asked(self):
        return rows.Asked(
            self.query,
            MAX_COUNTED + 1,
            self._section,
            self.first,
            _start_of_day(self.first) if self.first else None,
            self.last,
            _start_of_day(self.last + timedelta(days=1)) if self.last else None,
            self.newest_first,
        )

    def _last_day(self):
        """The day of the newest of these: a paper may have stopped, or begun with its archive."""
        newest = list(rows.hour_of_newest_story(self._asked.form, **self._asked.values))
        return newest[0].astimezone(UTC) if newest else self.last or timezone.now()

    @property
    def _section(self):
        """The section's primary key, so that it need not be looked up for each story; or None."""
        if not self.section:
            return None
        return Section.objects.filter(slug=self.section).values_list("pk", flat=True).first() or 0

    def _galleries(self, piece):
        if piece.start:
            return rows.galleries(self._asked)[piece]
        return rows.first_galleries(self._asked.form, piece.stop, **self._asked.values)

    def _quotes(self, piece):
        if piece.start:
            return rows.quotes(self._asked)[piece]
        return rows.first_quotes(self._asked.form, piece.stop, **self._asked.values)


def _start_of_day(day):
    """The first moment of a day in the paper's time zone."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


class Results:
    """What matches a query, for a paginator: counted, and sliced as asked for.

    A slice is a list of rows with `found_headline` and `excerpt` (safe HTML), in which <mark>
    stands around what was searched for; `mark(rows, phrases)` sets them. No more than MAX_COUNTED
    are counted; `has_more` says whether there are others. `numbers` has a primary key of each, one
    more than MAX_COUNTED at most, and `rows_of(slice)` are those rows in their order.
    """

    def __init__(self, numbers, rows_of, query, mark):
        self.numbers, self.rows_of, self.query, self.mark = numbers, rows_of, query, mark

    def count(self):
        """How many there are, at most MAX_COUNTED."""
        return min(len(self.numbers), MAX_COUNTED)

    @property
    def has_more(self):
        return len(self.numbers) > MAX_COUNTED

    def __getitem__(self, piece):
        if not isinstance(piece, slice):
            raise TypeError  # a template looks for `count` in here, before it asks for it
        found = self._rows(piece) if self.numbers else []
        self.mark(found, self.query.phrases() if self.query else ())
        return found

    def _rows(self, piece):
        return list(self.rows_of(piece))


class Stories(Results):
    """The same of stories, whose `numbers` are in their order.

    `newest_alone` says that only full_text.MOST_COMPARED of the newest which have the words were
    looked through for their order.
    """

    def __init__(self, numbers, query, *, newest_alone=False):
        super().__init__(numbers, None, query, _mark_stories)
        self.newest_alone = newest_alone

    @property
    def looked_through(self):
        return full_text.MOST_COMPARED if self.newest_alone else None

    def _rows(self, piece):
        shown = self.numbers[piece]
        values = {f"pk{place}": pk for place, pk in enumerate(shown)}
        stories = {story.pk: story for story in rows.stories_numbered(len(shown), **values)}
        return [stories[pk] for pk in shown if pk in stories]  # one may have gone meanwhile


class People(Results):
    """The same of a list of Person: people are few."""

    def __init__(self, people, query):
        super().__init__(people, None, query, _each(_mark_person))

    def _rows(self, piece):
        return self.numbers[piece]


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
