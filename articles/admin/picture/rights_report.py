"""Pictures whose right ends or has ended, that ask first, or that are withdrawn."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.http import Http404

from articles.admin.picker import shortened
from articles.admin.widgets import thumbnail
from articles.models import Picture
from articles.pictures import usage
from newsroom.paging import Counted, page_of

from .where_used import uses_of

AHEAD = timedelta(days=30)
ON_A_PAGE = 20
TITLES = {
    "": "All",
    "ended": "Ended",
    "soon": f"Ends within {AHEAD.days} days",
    "ask": "Ask first",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Row:
    """A picture of the report: what is to be known, and where it is used."""

    picture: Picture
    name: str
    thumbnail: str
    warnings: list
    uses: list


class Report:
    """What a request asks for: one kind of trouble or all (`?what=ended`), page by page.

    What readers have without the right comes first, what they have the right to for the shortest
    time next; then what only lies in the library, what asks first, what is withdrawn. Eleven
    queries, whatever there is. Raises Http404 for a kind or a page that there is not.
    """

    def __init__(self, request):
        self.what = request.GET.get("what", "")
        if self.what not in TITLES:
            raise Http404
        self.day = usage.today()
        self.kinds = self._kinds()
        pictures = Picture.objects.visible_to(request.user).filter(self._wanted())
        pictures = Counted(self._in_order(pictures), self.count)
        self.page = page_of(pictures, request, per_page=ON_A_PAGE)
        self.rows = self._rows(list(self.page.object_list), request.user)

    days = AHEAD.days

    @property
    def title(self):
        return TITLES[self.what]

    @property
    def query(self):
        """What its address has before the number of a page."""
        return f"what={self.what}&" if self.what else ""

    @property
    def count(self):
        return next(kind["count"] for kind in self.kinds if kind["what"] == self.what)

    def _groups(self):
        """Each picture belongs to one of them at most."""
        here = Q(withdrawn_at=None)
        ends = Q(usable_until__lte=self.day + AHEAD)
        return {
            "ended": here & Q(usable_until__lt=self.day),
            "soon": here & ends & Q(usable_until__gte=self.day),
            "ask": here & Q(ask_first=True) & ~(Q(usable_until__isnull=False) & ends),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }

    def _wanted(self):
        groups = self._groups()
        if self.what:
            return groups[self.what]
        return groups["ended"] | groups["soon"] | groups["ask"] | groups["withdrawn"]

    def _kinds(self):
        counted = {name: Count("pk", filter=group) for name, group in self._groups().items()}
        counts = Picture.objects.aggregate(**counted)
        counts[""] = sum(counts.values())
        return [
            {"what": what, "title": title, "count": counts[what]} for what, title in TITLES.items()
        ]

    def _in_order(self, pictures):
        groups = self._groups()
        ends = groups["ended"] | groups["soon"]
        readers_have_it = Exists(Picture.objects.published().filter(pk=OuterRef("pk")))
        urgency = Case(
            When(ends & Q(readers_have_it), then=0),
            When(ends, then=1),
            When(groups["ask"], then=2),
            default=3,
        )
        until = F("usable_until").asc(nulls_last=True)
        return pictures.order_by(urgency, until, "-withdrawn_at", "-pk")

    def _rows(self, pictures, user):
        uses = uses_of(pictures, user)
        return [
            Row(
                picture,
                shortened(picture, 80),
                thumbnail(picture),
                usage.warnings(picture, self.day),
                uses[picture.pk],
            )
            for picture in pictures
        ]
