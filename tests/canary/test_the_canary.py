"""The canary dies where the rule is broken, in whatever one place that is."""

import pytest
from django.core.exceptions import PermissionDenied

from articles import views
from articles.comments.models import CommentQuerySet
from articles.models import Story
from articles.querysets import GalleryQuerySet, PictureQuerySet, QuoteQuerySet
from articles.views.endings import ending
from tests.tiers import one_in_a_quick_run

from .asking import looking
from .forgetting import forgotten

pytestmark = [pytest.mark.canary, pytest.mark.django_db]

QUERYSETS = "articles.querysets"
AROUND = f"{QUERYSETS}.around_stories"
# Where the rule is forgotten, and the route that is found out.
FIVE_PLACES = {
    "list": ("articles:section", "articles.views.lists.section"),
    "search": ("articles:search", "articles.search.rows.numbers_of_stories"),
    "feed": ("articles:latest-feed", "articles.distribution.feeds.LatestStories.items"),
    "picture": (
        "articles:rendition", f"{QUERYSETS}.pictures.PictureQuerySet.visible_to", PictureQuerySet
    ),
    "count": ("articles:archive-year", "articles.views.archive._counts"),
}  # fmt: skip
THEIR_ROUTES = [place[0] for place in FIVE_PLACES.values()]
OTHER_PLACES = {
    "front page": ("articles:front", "articles.front._news_of"),
    "related stories": ("articles:story", "articles.querysets.near._near"),
    "text edition": ("articles:text-section", "articles.views.text.text_section"),
    "topic": ("articles:topic", "articles.views.lists.topic"),
    "map": ("articles:sitemap-part", "articles.distribution.sitemaps.Stories.items"),
    "corrections": ("articles:corrections", f"{AROUND}.CorrectionQuerySet.published"),
    "versions": ("articles:story-version", f"{AROUND}.VersionQuerySet.published"),
    "galleries": ("articles:galleries", "articles.views.galleries.galleries", GalleryQuerySet),
    "quotes": ("articles:quotes", "articles.views.quotes.quotes", QuoteQuerySet),
    "views": (
        "comments:share", "articles.comments.conversation.approved_of",
        CommentQuerySet, "approved",
    ),
}  # fmt: skip
# Of the addresses of hidden things: a single one may do.
FEW, SOME = 20, 4


def routes_in(findings):
    """The names of the routes that findings tell of."""
    return {finding.split(": ")[1].split(" ")[0] for finding in findings}


def test_nothing_is_found_while_the_rule_holds(paper):
    assert looking.findings(paper, names=THEIR_ROUTES, every=FEW) == []


@pytest.mark.parametrize("kind", one_in_a_quick_run(FIVE_PLACES, "list"))
def test_where_it_is_forgotten_once_that_place_is_found_out_and_no_other(paper, kind):
    route, *place = FIVE_PLACES[kind]
    with forgotten(*place):
        found = looking.findings(paper, names=THEIR_ROUTES, every=FEW)

    assert routes_in(found) == {route}


@pytest.mark.thorough
@pytest.mark.parametrize("kind", OTHER_PLACES)
def test_it_is_found_out_elsewhere_too(paper, kind):
    route, *place = OTHER_PLACES[kind]
    with forgotten(*place):
        assert routes_in(looking.findings(paper, names=[route], every=SOME)) == {route}
    assert looking.findings(paper, names=[route], every=SOME) == []


def forbid(request):
    raise PermissionDenied


def tell_by_a_header(request):
    answer = views.not_found(request)
    answer["X-Stage"] = "review"
    return answer


@pytest.mark.parametrize(
    ("careless", "noticed"),
    [
        (lambda request: Story.objects.count() and None, "its queries"),
        (forbid, "its status (403 and 404)"),
        (tell_by_a_header, "its header X-Stage ('review' and None)"),
        (views.front, "its text"),
    ],
)
def test_whatever_sets_a_draft_apart_from_what_never_was_is_noticed(
    paper, monkeypatch, careless, noticed
):
    def careless_ending(request, story, pk, **options):
        answer = careless(request) if Story.objects.filter(pk=pk).exists() else None
        return answer or ending(request, story, pk, **options)

    monkeypatch.setattr("articles.views.text.ending", careless_ending)
    found = looking.findings(paper, names=["articles:text-story"], every=SOME)

    assert any("/text/city/" in finding and noticed in finding for finding in found)


def test_an_answer_that_breaks_down_is_noticed(paper, monkeypatch):
    monkeypatch.setattr("articles.views.lists.page_of", lambda *arguments: 1 / 0)
    found = looking.findings(paper, names=["articles:corrections"])

    assert any("answers 500" in finding for finding in found)
