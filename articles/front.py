"""Which story goes where on the front page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import DateTimeField, F, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.functional import cached_property

from articles import composing, page_keys, reads
from articles.models import Gallery, Quote, Section, Story
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


@dataclass(frozen=True)
class Block:
    """A section on the front page, as its editor wants it laid out."""

    section: Section
    layout: str
    stories: list
    now: datetime

    @property
    def composition(self):
        return composing.composition(self.stories, self.layout)

    @property
    def updated_at(self):
        """The moment of its newest story, if that is of today: an older one is no news."""
        newest = max(story.published_at for story in self.stories)
        return newest if timezone.localdate(newest) == timezone.localdate(self.now) else None


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
        ranked = Window(
            RowNumber(),
            partition_by=F("section"),
            order_by=[F("published_at").desc(), F("pk").desc()],
        )
        # Of twenty years only what may come into question is ranked, and only what is shown is
        # looked up, or the front page of an old paper would take seconds.
        recent = reduce(or_, map(_is_recent_in, self.sections), Q(pk__in=[]))
        news = Story.objects.published().filter(recent).exclude(kind=Story.Kind.OPINION)
        news = news.annotate(rank=ranked).filter(rank__lte=PER_SECTION).newest_first()
        shown = news.values("pk")[: PER_SECTION * len(self.sections)]
        return list(Story.objects.filter(pk__in=shown).for_cards().newest_first())

    @cached_property
    def _opinions(self):
        """The newest of all sections, and one more, for one may be the lead."""
        opinions = Story.objects.published().filter(kind=Story.Kind.OPINION)
        return list(opinions.for_cards().with_authors().newest_first()[: OPINIONS + 1])

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
        links = Story.topics.through.objects
        topics = links.filter(story=self.lead).values("topic")
        sharing = (
            Story.objects.published()
            .filter(pk__in=links.filter(topic__in=topics).values("story"))
            .exclude(pk=self.lead.pk)
            .exclude(kind=Story.Kind.OPINION)
            .exclude(prominence=Story.Prominence.TOP, published_at__gte=self.now - TOP_PERIOD)
        )
        return list(sharing.for_cards().newest_first()[:RELATED])

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
                stories = composing.laid_out(stories, section.front_layout)
                blocks.append(Block(section, section.front_layout, stories, self.now))
        return blocks

    @cached_property
    def quote(self):
        """The quote of the day: of today, or of the last day that had one."""
        shows(page_keys.QUOTES)
        return Quote.objects.published().of_the_day().select_related("story__section").first()

    @cached_property
    def galleries(self):
        shows(page_keys.GALLERIES)
        return list(Gallery.objects.published().for_cards().newest_first()[:GALLERIES])

    @property
    def has_few_galleries(self):
        """Whether each has room for its words beside its picture."""
        return len(self.galleries) < FEW_GALLERIES

    @cached_property
    def most_read(self):
        """What readers read to the end since yesterday; nothing while that is only a few."""
        shows(page_keys.MOST_READ)
        stories = list(reads.most_read(self.now)[: reads.LONGEST_LIST])
        return stories if len(stories) >= MIN_MOST_READ else []

    def _is_top(self, story):
        is_recent = story.published_at >= self.now - TOP_PERIOD
        return is_recent and story.prominence == Story.Prominence.TOP

    def _left(self, *used):
        return [story for story in self._news if story not in used]


def _is_recent_in(section):
    """Whether a story is among the newest RANKED_PER_SECTION of its section."""
    newest = Story.objects.published().filter(section=section).newest_first()
    oldest_of_them = newest.values("published_at")[RANKED_PER_SECTION - 1 : RANKED_PER_SECTION]
    since = Coalesce(Subquery(oldest_of_them), BEFORE_ALL, output_field=DateTimeField())
    return Q(section=section, published_at__gte=since)
