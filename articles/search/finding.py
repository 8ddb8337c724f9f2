"""Finding things by words: published stories and galleries, quotes, authors and speakers.

What is found is what readers may see at this moment: a scheduled story has its entry in the
index (see articles.search.index) and appears at its hour like everywhere else.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Case, F, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Author, Gallery, Placement, Quote, Story
from articles.search import excerpts, full_text
from articles.search.full_text import Answers, Query
from articles.search.index import gallery_text, version_text
from articles.search.terms import COMMON, WORD, fold, terms

LONGEST = 200  # characters of a query
MOST = 1_000  # answers of a kind that are counted and can be paged through

PARTS = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
STRAIGHT_QUOTES = str.maketrans("“”„«»", '"""""')


def read(words):
    """What somebody typed, as a Query; None if nothing in it can be looked for.

    Words are all wanted, "words in quotation marks" in this order, one OR another, -without.
    Words that stand in every story count only inside quotation marks. Whatever else is typed
    separates words.
    """
    all_of, none_of, joining = [], [], False
    for match in PARTS.finditer(words.translate(STRAIGHT_QUOTES)):
        without, typed = match[1] or match[3], match[2] or match[4] or ""
        if match[4] == "OR":
            joining = bool(all_of)
            continue
        phrase = _phrase(typed)
        if without:
            none_of += [phrase] if phrase else []
        elif joining:
            all_of[-1].append(phrase)
        else:
            all_of.append([phrase])
        joining = False
    groups = (tuple(filter(None, group)) for group in all_of)
    query = Query(tuple(filter(None, groups)), tuple(none_of))
    return query if query.all_of else None


def _phrase(typed):
    """The terms of a word or of words in quotation marks; () for a lone common word."""
    words = WORD.findall(typed)
    if len(words) == 1 and fold(words[0]) in COMMON:
        return ()
    return tuple(terms(typed))


@dataclass(frozen=True)
class Search:
    """What `words` find within a section (a slug) and the days from `first` to `last`.

    Each kind of answer is a `Found`. Those come first whose headline answers, then those
    whose headline and names do; newest first among equals, and among all if `newest_first`.
    Galleries and people belong to no section and people to no day: asked for one, none of
    them answers.
    """

    words: str
    section: str = ""
    first: object = None
    last: object = None
    newest_first: bool = False

    @cached_property
    def query(self):
        return read(self.words)

    @cached_property
    def stories(self):
        stories = self._within(Story.objects.published())
        if self.section:
            stories = stories.filter(section__slug=self.section)
        newest = ["-published_at", "-pk"]
        stories = self._answering(stories.with_hours(), "story", newest)
        return Found(stories.select_related("section", "live"), self.query, _mark_story)

    @cached_property
    def galleries(self):
        galleries = self._within(Gallery.objects.published()).for_cards()
        galleries = self._answering(galleries, "gallery", ["-published_at", "-pk"])
        placements = Prefetch("placements", Placement.objects.select_related("picture"))
        found = galleries.none() if self.section else galleries.prefetch_related(placements)
        return Found(found, self.query, _mark_gallery)

    @cached_property
    def quotes(self):
        quotes = Quote.objects.published()
        if self.section:
            quotes = quotes.filter(story__section__slug=self.section)
        if self.first:
            since = Q(story__published_at__gte=_morning(self.first), runs_on=None)
            quotes = quotes.filter(Q(runs_on__gte=self.first) | since)
        if self.last:
            before = Q(story__published_at__lt=_morning_after(self.last), runs_on=None)
            quotes = quotes.filter(Q(runs_on__lte=self.last) | before)
        # Databases disagree about where nothing stands in an order.
        newest = [F("runs_on").desc(nulls_last=True), "-pk"]
        return Found(self._answering(quotes, "quote", newest), self.query, _mark_quote)

    @cached_property
    def people(self):
        """Authors whose name, role or description answers, speakers whose name or role does."""
        if self.query is None or self.section or self.first or self.last:
            return People([], self.query)
        authors = self._answering(Author.objects.published(), "author", ["name", "pk"])
        spoken = Answers(F("pk"), "quote", Query(self.query.all_of), full_text.NAMED)
        newest = [F("runs_on").desc(nulls_last=True), "-pk"]
        quotes = self._answering(Quote.objects.published().filter(spoken), "quote", newest)
        return People([*_authors(authors[:MOST]), *_speakers(quotes[:MOST])], self.query)

    @cached_property
    def count(self):
        """How many things of all kinds were found."""
        return sum(f.count() for f in (self.stories, self.galleries, self.quotes, self.people))

    def _within(self, things):
        if self.first:
            things = things.filter(published_at__gte=_morning(self.first))
        if self.last:
            things = things.filter(published_at__lt=_morning_after(self.last))
        return things

    def _answering(self, things, kind, newest):
        if self.query is None:
            return things.none()
        things = things.filter(_answers(kind, self.query))
        if self.newest_first:
            return things.order_by(*newest)
        wanted = Query(self.query.all_of)
        distance = Case(
            When(_answers(kind, wanted, full_text.HEADLINE), then=Value(0)),
            When(_answers(kind, wanted, full_text.NAMED), then=Value(1)),
            default=Value(2),
        )
        return things.order_by(distance, *newest)


def _answers(kind, query, columns=full_text.ALL):
    """Whether a thing answers; a story by the update in its place once that is due."""
    answers = Answers(F("pk"), kind, query, columns)
    if kind != "story":
        return answers
    of_update = Answers(F("pk"), "update", query, columns)
    return Q(answers, update_is_due=False) | Q(of_update, update_is_due=True)


def _morning(day):
    """The first moment of a day in the paper's time zone."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _morning_after(day):
    return _morning(day + timedelta(days=1))


class Found:
    """Things that answer a query, for a paginator: counted and cut as asked for.

    A slice gives things with `found_headline` and `excerpt`, in which what was looked for is
    marked. No more than MOST are counted; `has_more` says whether there are others.
    """

    def __init__(self, things, query, mark):
        self.things, self.query, self.mark = things, query, mark

    def count(self):
        return min(self._count, MOST)

    @property
    def has_more(self):
        return self._count > MOST

    @cached_property
    def _count(self):
        return self.things.order_by()[: MOST + 1].count()

    def __getitem__(self, piece):
        things = list(self.things[piece])
        phrases = self.query.phrases() if self.query else ()
        for thing in things:
            self.mark(thing, phrases)
        return things


class People(Found):
    """The same of a list: people are few."""

    def __init__(self, people, query):
        super().__init__(people, query, _mark_person)

    @property
    def _count(self):
        return len(self.things)


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


def _mark_story(story, phrases):
    story.found_headline = excerpts.marked(story.text.headline, phrases)
    story.excerpt = excerpts.excerpt(version_text(story.text), phrases)


def _mark_gallery(gallery, phrases):
    gallery.found_headline = excerpts.marked(gallery.title, phrases)
    gallery.excerpt = excerpts.excerpt(gallery_text(gallery), phrases)


def _mark_quote(quote, phrases):
    quote.found_headline = excerpts.marked(quote.text, phrases)
    quote.found_speaker = excerpts.marked(quote.speaker, phrases)
    quote.excerpt = excerpts.marked(", ".join(filter(None, [quote.role, quote.source])), phrases)


def _mark_person(person, phrases):
    person.found_headline = excerpts.marked(person.name, phrases)
    person.found_role = excerpts.marked(person.role, phrases)
    person.excerpt = excerpts.excerpt(person.bio, phrases)
