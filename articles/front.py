"""Which story goes where on the front page."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import DateTimeField, F, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.functional import cached_property

from articles import composing, page_keys, reads
from articles.models import Byline, Gallery, Quote, Section, Story
from newsroom.composed_once import Given, composed_once
from newsroom.kept_rows import KeptRows
from newsroom.page_store.keys import DAY, shows

PER_SECTION = 8  # enough for a block after the top of the page has taken its share
RANKED_PER_SECTION = 40  # with opinions: eight of them will be news
BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
TOP_PERIOD = timedelta(days=4)
BRIEF_PERIOD = timedelta(days=14)
RELATED = 3
BESIDE_THE_LEAD = 4
MIN_BESIDE = 3  # as high as a lead with its picture
IN_BRIEF = 6
MIN_IN_BRIEF = 4
OPINIONS = 4
GALLERIES = 6
FEW_GALLERIES = 3
MIN_MOST_READ = 4

Layout = Section.FrontLayout


class Block(NamedTuple):
    """A section on the front page, as its editor wants it laid out."""

    id: int  # of the section
    name: str
    address: str
    updated_at: datetime | None  # the moment of its newest story; of another day it is no news
    stories: list
    composition: str

    @classmethod
    def of(cls, section, stories, now):
        stories = composing.laid_out(stories, section.front_layout)
        newest = max(story.published_at for story in stories)
        is_of_today = timezone.localdate(newest) == timezone.localdate(now)
        return cls(
            id=section.pk,
            name=section.name,
            address=section.address,
            updated_at=newest if is_of_today else None,
            stories=stories,
            composition=composing.composition(stories, section.front_layout),
        )


class FrontPage:
    """The front page of this moment. No story stands on it twice, but for those most read.

    The lead is the newest story marked for the top within TOP_PERIOD, else the newest with a
    picture, and none that was retracted. Seven queries, however many stories there are.
    """

    def __init__(self, sections):
        shows(page_keys.FRONT, page_keys.STORIES, DAY)
        self.sections = list(sections)
        self.now = timezone.now()

    @cached_property
    def _news(self):
        """The newest stories of each section but opinions, newest first."""
        return list(_news_of(*(section.pk for section in self.sections)))

    @cached_property
    def _opinions(self):
        """The newest of all sections, and one more, for one may be the lead."""
        return _signed(list(_newest_opinions()))

    @cached_property
    def lead(self):
        news = [story for story in self._news if not story.retracted_at]
        opinions = [story for story in self._opinions if not story.retracted_at]
        tops = [story for story in (*news, *opinions) if self._is_top(story)]
        if tops:
            return max(tops, key=lambda story: (story.published_at, story.pk))
        pictured = [story for story in news if story.text.shown_picture]
        return next(iter(pictured or news or opinions), None)

    @cached_property
    def related(self):
        """News that shares a topic with the lead and does not stand at the top itself."""
        if self.lead is None:
            return []
        return list(_related_to(story=self.lead.pk, since=self.now - TOP_PERIOD))

    @cached_property
    def in_brief(self):
        briefs = [
            story
            for story in self._left(self.lead, *self.related)
            if story.prominence == Story.Prominence.BRIEF
            and story.published_at >= self.now - BRIEF_PERIOD
        ]
        return briefs[:IN_BRIEF] if len(briefs) >= MIN_IN_BRIEF else []

    @cached_property
    def beside(self):
        """The column beside the lead: the first has a picture if any has."""
        pool = [
            story
            for story in self._left(self.lead, *self.related)
            if story.prominence != Story.Prominence.BRIEF
        ]
        pool.sort(key=self._is_top, reverse=True)
        return composing.picture_first(pool[:BESIDE_THE_LEAD])

    @cached_property
    def has_column(self):
        """Whether those beside the lead fill a column; fewer stand in a row under it."""
        return self.lead.text.shown_picture is not None and len(self.beside) >= MIN_BESIDE

    @cached_property
    def beside_composition(self):
        return composing.composition(self.beside, Layout.ONE_AND_FOUR)

    @cached_property
    def opinions(self):
        """The newest of all sections; no opinion stands in the block of its section."""
        return [story for story in self._opinions if story != self.lead][:OPINIONS]

    @cached_property
    def opinion_section(self):
        """The section that all of these opinions stand in, or None."""
        ids = {story.section_id for story in self.opinions}
        return next((s for s in self.sections if ids == {s.pk}), None)

    @cached_property
    def blocks(self):
        """The sections that an editor wants here, those that have any stories left."""
        left = self._left(self.lead, *self.related, *self.in_brief, *self.beside)
        blocks = []
        for section in self.sections:
            if section.front_layout == Layout.NONE:
                continue
            stories = [story for story in left if story.section_id == section.pk]
            if stories:
                blocks.append(Block.of(section, stories, self.now))
        return blocks

    @cached_property
    def quote(self):
        """The quote of the day: of today, or of the last day that had one."""
        shows(page_keys.QUOTES)
        return next(iter(_quote_of_the_day()), None)

    @cached_property
    def galleries(self):
        shows(page_keys.GALLERIES)
        return list(_newest_galleries())

    @property
    def has_few_galleries(self):
        """Whether each has room for its words beside its picture."""
        return len(self.galleries) < FEW_GALLERIES

    @cached_property
    def most_read(self):
        """What readers read to the end since yesterday; nothing while that is only a few."""
        shows(page_keys.MOST_READ)
        stories = list(reads.list_of_most_read(self.now))
        return stories if len(stories) >= MIN_MOST_READ else []

    def _is_top(self, story):
        is_recent = story.published_at >= self.now - TOP_PERIOD
        return is_recent and story.prominence == Story.Prominence.TOP

    def _left(self, *used):
        used = {story.pk for story in used if story}
        return [story for story in self._news if story.pk not in used]


@composed_once
def _news_of(*sections):
    """The newest stories but opinions of these sections (primary keys)."""
    ranked = Window(
        RowNumber(),
        partition_by=F("section"),
        order_by=[F("published_at").desc(), F("pk").desc()],
    )
    # Of twenty years only what may come into question is ranked, and only what is shown is
    # looked up, or the front page of an old paper would take seconds.
    recent = reduce(or_, map(_is_recent_in, sections), Q(pk__in=[]))
    news = Story.objects.published().filter(recent).exclude(kind=Story.Kind.OPINION)
    news = news.annotate(rank=ranked).filter(rank__lte=PER_SECTION).newest_first()
    shown = news.values("pk")[: PER_SECTION * len(sections)]
    return Story.objects.filter(pk__in=shown).for_cards().newest_first()


@composed_once
def _newest_opinions():
    opinions = Story.objects.published().filter(kind=Story.Kind.OPINION)
    return opinions.for_cards().newest_first()[: OPINIONS + 1]


@composed_once
def _bylines_of_newest_opinions():
    opinions = Story.objects.published().filter(kind=Story.Kind.OPINION)
    newest = opinions.newest_first().values("pk")[: OPINIONS + 1]
    bylines = Byline.objects.filter(story__in=newest).select_related("author__portrait")
    bylines._iterable_class = KeptRows
    return bylines


def _signed(opinions):
    """The newest opinions with their bylines, as `with_authors` has them.

    Django composes what it fetches beside each time, which takes longer than all else about them.
    """
    bylines = {story.pk: Byline.objects.none() for story in opinions}
    for story in opinions:
        bylines[story.pk]._result_cache = []
        story._prefetched_objects_cache = {"bylines": bylines[story.pk]}
    for byline in _bylines_of_newest_opinions():
        if byline.story_id in bylines:  # one may have come out in between
            bylines[byline.story_id]._result_cache.append(byline)
    return opinions


@composed_once
def _related_to():
    """News that shares a topic with a `story`, but what has been at the top `since`."""
    fields = Story._meta
    story, since = Given("story", fields.pk), Given("since", fields.get_field("published_at"))
    links = Story.topics.through.objects
    topics = links.filter(story=story).values("topic")
    return (
        Story.objects.published()
        .filter(pk__in=links.filter(topic__in=topics).values("story"))
        .exclude(pk=story)
        .exclude(kind=Story.Kind.OPINION)
        .exclude(prominence=Story.Prominence.TOP, published_at__gte=since)
        .for_cards()
        .newest_first()[:RELATED]
    )


@composed_once
def _quote_of_the_day():
    quotes = Quote.objects.published().of_the_day().select_related("story__section")[:1]
    quotes._iterable_class = KeptRows
    return quotes


@composed_once
def _newest_galleries():
    return Gallery.objects.published().for_cards().newest_first()[:GALLERIES]


def _is_recent_in(section):
    """Whether a story is among the newest RANKED_PER_SECTION of its section."""
    newest = Story.objects.published().filter(section=section).newest_first()
    oldest_of_them = newest.values("published_at")[RANKED_PER_SECTION - 1 : RANKED_PER_SECTION]
    since = Coalesce(Subquery(oldest_of_them), BEFORE_ALL, output_field=DateTimeField())
    return Q(section=section, published_at__gte=since)
