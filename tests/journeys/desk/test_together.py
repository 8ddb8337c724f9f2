"""Two editors in one story, each in a browser of their own: both texts are there in the end."""

from datetime import timedelta

import pytest

from articles.writing import editing
from tests.factories import StoryFactory, editor

from ..keyboard import EDITOR, caret_to_end
from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FERRY, HARBOUR, MAYOR = (
    "The ferry sails on Monday at noon.",
    "The harbour was closed for a week.",
    "The mayor waved from the quay.",
)


@pytest.fixture
def both(desk, open_page_as, monkeypatch):
    """Ana's page and Jo's, at the form of one draft; `ana.story` is it."""
    monkeypatch.setattr(editing, "HEARTBEAT", timedelta(seconds=1))
    story = StoryFactory(body=f"<p>{FERRY}</p><p>{HARBOUR}</p><p>{MAYOR}</p>")
    ana, jo = desk, open_page_as(editor(email="jo@example.org", name="Jo Lindqvist"))
    for page in (ana, jo):
        page.goto(f"/admin/articles/story/{story.pk}/change/")
        page.wait_for_selector(EDITOR)
    ana.story = story
    return ana, jo


def add(page, words, *, to):
    """Write at the end of the paragraph that begins so."""
    page.locator(f"{EDITOR} p", has_text=to).click()
    caret_to_end(page)
    page.keyboard.insert_text(words)


def save(page, *, expecting):
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(expecting)


@pytest.mark.thorough
def test_different_paragraphs_both_survive(both):
    ana, jo = both
    add(ana, " It is full.", to=FERRY)
    save(ana, expecting=".messagelist >> text=Saved as version 2")
    add(jo, " He was alone.", to=MAYOR)
    save(jo, expecting=".messagelist >> text=Ana Petrov saved version 2 meanwhile")

    ana.story.refresh_from_db()
    assert ana.story.latest.body == (
        f"<p>{FERRY} It is full.</p><p>{HARBOUR}</p><p>{MAYOR} He was alone.</p>"
    )
    assert "It is full." in jo.locator(EDITOR).inner_text()


def test_the_same_paragraph_is_offered_twice_to_choose(both, assert_good_on):
    ana, jo = both
    add(ana, " It is full.", to=FERRY)
    save(ana, expecting=".messagelist >> text=Saved as version 2")
    add(jo, " It is empty.", to=FERRY)
    save(jo, expecting=".desk-versus")
    asked = jo.locator(".desk-versus")

    assert_good_on(jo, [SMALLEST, PHONE, DESK], NOT_OURS)
    assert asked.count() == 1
    assert "It is empty." in jo.locator(EDITOR).inner_text()
    assert "It is full." in asked.inner_text()
    assert "It is empty." in asked.inner_text()
    jo.get_by_label("Both, one after the other").check()
    save(jo, expecting=".messagelist >> text=Saved as version 3")

    ana.story.refresh_from_db()
    assert ana.story.latest.body == (
        f"<p>{FERRY} It is full.</p><p>{FERRY} It is empty.</p><p>{HARBOUR}</p><p>{MAYOR}</p>"
    )


@pytest.mark.thorough
def test_who_is_there_is_said_and_taking_over_keeps_both(both):
    ana, jo = both
    add(jo, " She sang.", to=MAYOR)
    jo.wait_for_selector("[data-kept] >> text=Saved for you alone")
    ana.reload()
    ana.wait_for_selector("[data-presence-who] >> text=Jo Lindqvist is editing this since")
    ana.get_by_role("link", name="Take over").click()
    ana.get_by_label("Reason").fill("The press waits")
    ana.get_by_role("button", name="Take over").click()
    ana.wait_for_selector(".messagelist >> text=What Jo Lindqvist had not saved is kept")
    jo.wait_for_selector("[data-presence-taken]:not([hidden]) >> text=The press waits")
    ana.wait_for_selector(EDITOR)
    add(ana, " It is full.", to=FERRY)
    save(ana, expecting=".messagelist >> text=Saved as version 2")
    jo.get_by_role("link", name="Open the story again").click()
    jo.get_by_role("button", name="Restore").first.click()
    jo.wait_for_selector("#desk-restored")
    jo.wait_for_selector(EDITOR)
    save(jo, expecting=".messagelist >> text=Ana Petrov saved version 2 meanwhile")

    ana.story.refresh_from_db()
    assert ana.story.latest.body == (
        f"<p>{FERRY} It is full.</p><p>{HARBOUR}</p><p>{MAYOR} She sang.</p>"
    )


@pytest.mark.thorough
def test_a_question_is_answered_by_handing_the_story_over(both):
    ana, jo = both
    jo.wait_for_timeout(300)
    ana.reload()
    ana.get_by_role("link", name="Ask").click()
    ana.get_by_role("button", name="Ask").click()
    ana.wait_for_selector(".messagelist >> text=They read it within a few seconds")
    jo.wait_for_selector("[data-presence-asked]:not([hidden]) >> text=Ana Petrov asks")
    jo.get_by_role("button", name="Hand over").click()
    jo.wait_for_selector("text=You have handed this over to Ana Petrov")

    assert jo.locator(".desk-bar").evaluate("bar => bar.inert")
