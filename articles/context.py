"""What every page needs: the paper's name and look, its sections, its policies."""

from operator import itemgetter
from types import SimpleNamespace

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from articles import page_keys
from articles.models import Paper, Policy, Section, Story
from newsroom import reading_preferences
from newsroom.composed_once import composed_once
from newsroom.page_store.keys import shows

CONTACT = "contact"  # the policy, if the paper has one, that says where the newsroom is


@composed_once
def the_paper_for_page():
    """The paper with what stands around a page, as a queryset; none in an emptied database."""
    return Paper.objects.for_page().order_by("pk")[:1]


def paper_for(request):
    """The paper with its `sections`, `policies` (lists in their order) and `breaking` news.

    One query for each request that asks, and one more while breaking news names a story.
    """
    # Each time: who asks first may be making another part of the page.
    shows(page_keys.PAPER)
    if not hasattr(request, "_paper"):
        request._paper = current_paper()
    return request._paper


def current_paper():
    found = list(the_paper_for_page())
    if not found:  # a database that was emptied by hand
        Paper.objects.get_or_create(pk=Paper.THE_ONE)
        found = list(the_paper_for_page())
    [paper] = found
    sections = [row | {"in_bar": bool(row["in_bar"])} for row in paper.section_rows]
    paper.sections = [Section(**row) for row in _in_order(Section, sections)]
    paper.policies = [Policy(**row) for row in _in_order(Policy, paper.policy_rows)]
    # When it is asked for, so that what does not name it need not be made anew with it.
    paper.breaking = SimpleLazyObject(lambda: _breaking(paper))
    return paper


def _in_order(model, rows):
    """Rows as dicts in the order that the model itself has, which must be an ascending one."""
    return sorted(rows, key=itemgetter(*model._meta.ordering))


def _breaking(paper):
    """Breaking news with its `text` and the `address` it leads to ("" for none), or None."""
    shows(page_keys.BREAKING)
    if not paper.has_breaking_news:
        return None
    address = ""
    if paper.breaking_story_id:
        stories = Story.objects.published().filter(retracted_at=None).select_related("section")
        stories = stories.only("slug", "section__slug")
        story = stories.filter(pk=paper.breaking_story_id).first()
        if story is None:
            return None
        address = story.get_absolute_url()
    return SimpleNamespace(text=paper.breaking_text, address=address)


def policy_for(request, slug):
    """The paper's policy with this slug, or None."""
    shows(page_keys.FRAME)
    return next((page for page in paper_for(request).policies if page.slug == slug), None)


def sections_for(request):
    """All sections in their order."""
    shows(page_keys.FRAME)
    return paper_for(request).sections


def letterhead():
    """What letters are signed with (settings.LETTERHEAD)."""
    paper = Paper.objects.first() or Paper()
    return {
        "site_name": paper.shown_name,
        "site_motto": paper.shown_motto,
        "postal_address": paper.address.strip(),
    }


def paper(request):
    """The context processor of all pages; what no template asks for costs no query."""
    shows(page_keys.PAPER, page_keys.FRAME)
    return {
        "paper": SimpleLazyObject(lambda: paper_for(request)),
        "site_name": SimpleLazyObject(lambda: paper_for(request).shown_name),
        "site_motto": SimpleLazyObject(lambda: paper_for(request).shown_motto),
        "sections": SimpleLazyObject(lambda: sections_for(request)),
        "contact": SimpleLazyObject(lambda: policy_for(request, CONTACT)),
        "reading": reading_preferences.of(request),
        "page_direction": "rtl" if get_language_bidi() else "ltr",
    }
