"""Which story goes where on the front page."""

from datetime import timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Gallery, Quote, Story

PER_SECTION = 5
STILL_TOP = timedelta(days=4)
IN_BRIEF = 6
FEWEST_IN_BRIEF = 3
STILL_NEWS = timedelta(days=14)
BESIDE_THE_LEAD = 4


class FrontPage:
    """The front page of this moment. No story stands on it twice.

    The lead is the newest story marked for the top in the last days, else the newest with a
    picture. Five queries, however many stories there are.
    """

    def __init__(self, sections):
        self.sections = list(sections)

    @cached_property
    def _newest(self):
        """The newest stories of each section, newest first."""
        ranked = (
            Story.objects.published()
            .annotate(
                rank_in_section=Window(
                    RowNumber(),
                    partition_by=F("section"),
                    order_by=[F("published_at").desc(), F("pk").desc()],
                )
            )
            .filter(rank_in_section__lte=PER_SECTION + 2)
        )
        return list(ranked.for_cards().with_authors().newest_first())

    @cached_property
    def lead(self):
        recent = timezone.now() - STILL_TOP
        tops = [s for s in self._newest if s.prominence == Story.Prominence.TOP]
        candidates = (
            [s for s in tops if s.published_at >= recent and s.live.lead_picture]
            or [s for s in self._newest if s.live.lead_picture and s.kind != Story.Kind.OPINION]
            or self._newest
        )
        return candidates[0] if candidates else None

    @cached_property
    def beside(self):
        """The column beside the lead: the first has a picture if any has."""
        pool = [
            s
            for s in self._newest
            if s != self.lead
            and s.kind != Story.Kind.OPINION
            and s.prominence != Story.Prominence.BRIEF
        ]
        pool.sort(key=lambda s: -s.prominence if s.published_at >= self._recent else 0)
        chosen = pool[:BESIDE_THE_LEAD]
        chosen.sort(key=lambda s: s.live.lead_picture is None)
        return chosen

    @cached_property
    def in_brief(self):
        recent = timezone.now() - STILL_NEWS
        briefs = [
            s
            for s in self._newest
            if s.prominence == Story.Prominence.BRIEF and s.published_at >= recent
        ]
        return briefs[:IN_BRIEF] if len(briefs) >= FEWEST_IN_BRIEF else []

    @cached_property
    def blocks(self):
        """Section, its stories, whether the first is a feature; for sections that have any left.

        Every other block with a picture is a feature, so that the page has a rhythm.
        """
        used = {self.lead, *self.beside, *self.in_brief}
        blocks = []
        for section in self.sections:
            stories = [s for s in self._newest if s.section_id == section.pk and s not in used]
            if stories:
                stories = stories[:PER_SECTION]
                stories.sort(key=lambda s: s.live.lead_picture is None)
                feature = len(blocks) % 2 == 1 and len(stories) > 2 and stories[0].live.lead_picture
                blocks.append((section, stories, bool(feature)))
        return blocks

    @cached_property
    def quote(self):
        """The quote of the day: of today, or of the last day that had one."""
        return Quote.objects.published().of_the_day().select_related("story__section").first()

    @cached_property
    def galleries(self):
        return list(Gallery.objects.published().for_cards().newest_first()[:6])

    @property
    def _recent(self):
        return timezone.now() - STILL_TOP
