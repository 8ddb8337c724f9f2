"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, and one map for each model.

A map of more than PER_FILE addresses goes on at `?p=2`; that of stories has a file for each so many
primary keys.
"""

from django.contrib import sitemaps
from django.contrib.sitemaps import views
from django.core.paginator import Page, Paginator
from django.db.models import Case, Max, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from articles import page_keys
from articles.models import Author, Byline, Gallery, Policy, Quote, Section, Story, Topic
from articles.querysets import ListedQuerySet
from newsroom import caching
from newsroom.clock import Now
from newsroom.methods import require_safe
from newsroom.page_store.keys import DAY, collecting, shows

from .origin import absolute, scheme_and_host

PER_FILE = 10_000  # the protocol allows 50,000


class SiteMap(sitemaps.Sitemap):
    limit = PER_FILE

    def get_protocol(self, protocol=None):
        return scheme_and_host()[0]

    def get_domain(self, site=None):
        return scheme_and_host()[1]

    def lastmod(self, item):
        return item.changed


class ByNumber(Paginator):
    """Pages of rows by their primary keys, `per_page` keys each; they may have fewer rows, or none.

    The first is the first that has any. What is new comes last, so that full files stay as they
    are; and no row is counted or passed over, however many there are.
    """

    @cached_property
    def before(self):
        """How many keys come before the first page."""
        first = self.object_list.order_by("pk").values_list("pk", flat=True).first() or 1
        return (first - 1) // self.per_page * self.per_page

    @cached_property
    def count(self):
        """How many keys the pages have."""
        last = self.object_list.order_by("-pk").values_list("pk", flat=True).first() or 0
        return max(0, last - self.before)

    def page(self, number):
        number = self.validate_number(number)
        first = self.before + (number - 1) * self.per_page
        rows = self.object_list.filter(pk__gt=first, pk__lte=first + self.per_page)
        return Page(rows, number, self)


class Stories(SiteMap):
    @property
    def paginator(self):
        return ByNumber(self.items(), self.limit)

    def items(self):
        stories = Story.objects.published().select_related("section").order_by("pk")
        by_schedule = When(update_at__lte=Now(), update_is_substantive=True, then="update_at")
        updated = Case(by_schedule, default="updated_at")
        changed = Greatest("published_at", Coalesce(updated, "published_at"))
        return stories.only("slug", "section__slug").annotate(changed=changed)


class Galleries(SiteMap):
    def items(self):
        return Gallery.objects.published().order_by("pk")

    def lastmod(self, gallery):
        return gallery.published_at


class Quotes(SiteMap):
    def items(self):
        return Quote.objects.published().order_by("pk")

    def lastmod(self, quote):
        return quote.runs_on


class Speakers(SiteMap):
    """Everybody who is quoted in public, with the day of their latest quote as `changed`."""

    def items(self):
        named = Quote.objects.published().exclude(speaker_slug="").order_by("speaker_slug")
        return named.values("speaker_slug").annotate(changed=Max("runs_on"))

    def location(self, row):
        return reverse("articles:speaker", args=[row["speaker_slug"]])

    def lastmod(self, row):
        return row["changed"]


class Policies(SiteMap):
    def items(self):
        return Policy.objects.order_by("pk")

    def lastmod(self, policy):
        return policy.updated_at


class Sections(SiteMap):
    def items(self):
        stories = Story.objects.published().filter(section=OuterRef("pk"))
        return _with_newest(Section, stories)


class Topics(SiteMap):
    def items(self):
        links = ListedQuerySet(Topic.stories.through).filter(topic=OuterRef("pk"))
        return _with_newest(Topic, links.published()).filter(changed__isnull=False)


class Authors(SiteMap):
    def items(self):
        links = Byline.objects.filter(author=OuterRef("pk"))
        return _with_newest(Author, links.published()).filter(changed__isnull=False)


class Pages(SiteMap):
    def items(self):
        return ["front", "galleries", "quotes", "archive", "corrections", "updates"]

    def location(self, name):
        return reverse(f"articles:{name}")

    def lastmod(self, name):
        return None


def _with_newest(model, published):
    """All of a model, with the datetime of the newest of their stories (or links) as `changed`."""
    newest = Subquery(published.newest_first().values("published_at")[:1])
    return model.objects.annotate(changed=newest).order_by("pk")


MAPS = {
    "pages": Pages,
    "policies": Policies,
    "sections": Sections,
    "stories": Stories,
    "galleries": Galleries,
    "topics": Topics,
    "authors": Authors,
    "quotes": Quotes,
    "speakers": Speakers,
}
# What changes a map, by its name.
SHOWN = {
    "pages": [],
    "policies": [page_keys.FRAME],
    "sections": [page_keys.ADDRESSES, page_keys.NAMES],
    "stories": [page_keys.ADDRESSES, page_keys.FRAME],
    "galleries": [page_keys.GALLERIES],
    "topics": [page_keys.ADDRESSES, page_keys.NAMES],
    "authors": [page_keys.ADDRESSES, page_keys.NAMES],
    "quotes": [page_keys.QUOTES, DAY],
    "speakers": [page_keys.QUOTES, page_keys.NAMES, DAY],
}


@require_safe
@caching.for_readers
def index(request):
    """The sitemap index. (Django's own takes its host from the request.)"""
    shows(*{key for keys in SHOWN.values() for key in keys})
    files = []
    for name, sitemap in MAPS.items():
        address = absolute(reverse("articles:sitemap-part", args=[name]))
        pages = sitemap().paginator.num_pages
        files.append(views.SitemapIndexItem(address))
        files += [views.SitemapIndexItem(f"{address}?p={page}") for page in range(2, pages + 1)]
    return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@require_safe
@caching.for_readers
def part(request, name):
    """One map, by its name in MAPS; with `?p=2` its second file."""
    if name not in MAPS:
        raise Http404
    shows(*SHOWN[name])
    with collecting():  # the keys of ten thousand rows would be more than the map
        return views.sitemap(request, MAPS, section=name).render()
