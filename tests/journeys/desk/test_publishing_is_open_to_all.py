"""Every page of the desk on which a story is published, on every screen, by day and night.

The readers' pages are opened in test_every_page.py; here stand those that need a story's past.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import Embargo
from articles.publishing import Change
from newsroom import clock
from tests.factories import (
    GalleryFactory,
    QuoteFactory,
    StoryFactory,
    chief_editor,
    reporter,
)
from tests.tiers import one_in_a_quick_run

from ..keyboard import EDITOR, enter
from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

HOUR = timedelta(hours=1)
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
HEADLINE = f"Council reads {LONG}"
LINK = f"https://papers.example/{'council-and-harbour-' * 6}.pdf"


@pytest.fixture
def odile():
    return chief_editor(email="odile@example.org", name="Odile Hartmann")


@pytest.fixture
def visit(open_page_as, odile):
    """visit(path): the page as the chief editor has it, who is logged in."""
    page = open_page_as(odile)

    def visited(path):
        # Gone, withheld and refused are pages too; one that is not there would prove nothing.
        assert page.goto(path).status in (200, 410, 422, 451), path
        if page.locator("#id_body").count():
            page.wait_for_selector(EDITOR)
        return page

    return visited


def before_publication(odile):
    """The desk's pages about stories that no reader has yet, by name."""
    jo = reporter(email="jo@example.org", name="Jo Lindqvist")
    new = {"created_by": jo, "by": jo, "headline": HEADLINE}
    waiting, returned, ready = (StoryFactory(**new) for _ in range(3))
    for story in (waiting, returned, ready):
        story.submit(by=jo)
    waiting.sensitive = True
    waiting.save()
    returned.return_to(odile, by=odile, note=f"Who says so? It is not in {LINK}")
    ready.approve(by=odile)
    planned = StoryFactory(headline=HEADLINE, at=clock.now() + HOUR)
    return {
        "first page": "/admin/",
        "waiting": reverse("desk-waiting"),
        "find": f"{reverse('desk-find')}?q=council",
        "keys": reverse("desk-keys"),
        "form, in review": of(waiting, "change/"),
        "form, returned": of(returned, "change/"),
        "form, scheduled": of(planned, "change/"),
        "return": of(waiting, "return/"),
        "schedule": of(ready, "schedule/"),
        "delete for good": of(ready, "delete-for-good/"),
    }


def of_corrections(odile):
    """The desk's pages about what readers have, and what of it changes, by name."""
    live = StoryFactory(published=True, by=odile, headline=HEADLINE)
    live.write(by=odile, body=f"<p>The council has voted on the {LONG}.</p>")
    live.update(by=odile, change=Change("correction", "It was 23 to 19.", wrong=f"24 ({LINK})"))
    live.write(by=None, standfirst=f"Nobody had read the {LONG}.")
    changing = StoryFactory(published=True, by=odile, headline=HEADLINE)
    changing.write(by=odile, standfirst="Six minutes were enough.")
    changing.update(by=odile, at=clock.now() + HOUR, change=Change("update", LONG))
    return {
        "form, live": of(live, "change/"),
        "form, an update to come": of(changing, "change/"),
        "update": of(live, "update/"),
        "update while one waits": of(changing, "update/"),
        "history": of(live, "versions/"),
        "what readers had": of(live, "versions/?at_0=2090-11-27&at_1=12:00"),
        "a version": of(live, "versions/1/"),
        "compare": of(live, "compare/?a=1&b=3"),
        "compare what there is not": of(live, "compare/?a=1&b=9"),
    }


def of_withdrawal(odile):
    """The desk's pages on which a story goes, or has gone, by name."""
    live = StoryFactory(published=True, headline=HEADLINE)
    gone = StoryFactory(headline=HEADLINE, taken_down=f"It named the wrong firm: {LINK}")
    return {
        "take down": of(live, "take-down/"),
        "retract": of(live, "retract/"),
        "expire": of(live, "expire/"),
        "merge": of(live, "merge/"),
        "form, taken down": of(gone, "change/"),
    }


def of(story, page):
    return f"/admin/articles/story/{story.pk}/{page}"


def of_embargoes_and_the_log(odile):
    """The desk's pages about a package that waits, and about what was done, by name."""
    held = Embargo.objects.create(name=f"The {LONG}", until=clock.now() + 3 * HOUR)
    coming, draft, free = (StoryFactory(headline=f"The {LONG}, part {n}") for n in (1, 2, 3))
    for thing in (coming, draft):
        thing.put_under(held, by=odile)
    gallery, quote = GalleryFactory(title=LONG), QuoteFactory(runs_on=None)
    gallery.put_under(held, by=None)
    quote.put_under(held, by=None)
    coming.publish(by=odile)
    free.submit(by=odile, note=LINK)
    embargo, log = f"/admin/articles/embargo/{held.pk}/", "/admin/articles/record/"
    return {
        "embargo": f"{embargo}change/",
        "put under an embargo": f"{embargo}put/",
        "take out of an embargo": f"{embargo}take-out/",
        "move an embargo": f"{embargo}move/",
        "lift an embargo": f"{embargo}lift/",
        "log": log,
        "log of a story": f"{log}?kind=story&number={coming.pk}",
        "log without a line": f"{log}?q=zeppelin",
    }


def of_readers(odile):
    """What readers find of stories that went wrong, by name."""
    retracted, withheld, deleted = (
        StoryFactory(published=True, headline=f"Firm {n} fails") for n in (1, 2, 3)
    )
    retracted.retract(by=odile, reason=f"The letters were forged, see {LINK}")
    withheld.take_down(by=odile, reason="The district court has ordered it.", by_law=True)
    withheld_at, deleted_at = withheld.get_absolute_url(), deleted.get_absolute_url()
    deleted.delete_for_good(by=odile, reason="It put a child in danger.")
    section = retracted.section.slug
    return {
        "retracted": retracted.get_absolute_url(),
        "version of what was retracted": f"/{section}/{retracted.pk}/v/1/",
        "withheld by law": withheld_at,
        "deleted for good": deleted_at,
        "corrections": "/corrections/",
    }


GROUPS = [
    before_publication, of_corrections, of_withdrawal, of_embargoes_and_the_log, of_readers,
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("pages", one_in_a_quick_run(GROUPS, of_readers))
def test_no_page_of_publishing_keeps_anybody_out(visit, assert_good_on, odile, pages):
    for path in pages(odile).values():
        assert_good_on(visit(path), [PHONE, DESK, SMALLEST], without=NOT_OURS)


@pytest.mark.thorough
def test_an_update_that_was_refused_keeps_nobody_out(visit, assert_accessible):
    story = StoryFactory(published=True, headline=HEADLINE)
    page = visit(of(story, "update/"))
    enter(page, "Add the notice")
    assert "Say what kind of change it is." in page.locator(".errorlist").inner_text()
    assert_accessible(page)
