"""What docs/explanation/publishing.md tells, walked by reporter, editor and reader by keyboard."""

import pytest
from playwright.sync_api import expect

from articles.models import Story
from newsroom.moments import in_words
from tests.factories import SectionFactory, StoryFactory, editor, reporter

from ..keyboard import EDITOR, choose, enter, tab_to, tab_to_name, write
from .at_the_desk import (
    in_december,
    message,
    open_from_the_inbox,
    open_more,
    open_story,
    set_moment,
    state,
    write_text,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WRONG = "The council voted 24 to 18 on Tuesday."
RIGHT = "The council voted 23 to 19 on Tuesday."


@pytest.fixture
def ana():
    return editor(email="ana@example.org", name="Ana Petrov")


@pytest.fixture
def jo():
    return reporter(email="jo@example.org", name="Jo Lindqvist")


@pytest.fixture
def come_in(open_page_as):
    """come_in(user): the desk's first page, as this person finds it."""

    def came_in(user):
        page = open_page_as(user)
        page.goto("/admin/")
        return page

    return came_in


@pytest.fixture
def reader(open_page):
    return open_page(width=390)


@pytest.mark.thorough
def test_a_story_that_was_submitted_comes_back_with_a_note_and_goes_in_again(come_in, ana, jo):
    SectionFactory(name="City")
    at_jos = come_in(jo)
    enter(at_jos, "Write a story")
    at_jos.wait_for_selector(EDITOR)
    # One begins with the headline.
    at_jos.keyboard.insert_text("Ferry to sail at night")
    write_text(at_jos, "It will sail at six, somebody said.")
    tab_to_name(at_jos, "Section · needed")
    at_jos.keyboard.type("City")
    enter(at_jos, "Submit")
    assert "Submitted to the editors of City." in message(at_jos)
    assert "submitted by Jo Lindqvist" in state(at_jos)

    at_anas = come_in(ana)
    assert "To read 1" in at_anas.locator(".inbox").inner_text()
    open_from_the_inbox(at_anas, "Ferry to sail at night")
    enter(at_anas, "Return with a note…")
    expect(at_anas.get_by_label("Jo Lindqvist")).to_be_checked()
    write(at_anas, "What is wanted", "Who says so?\nName them, or ask the harbour master.")
    enter(at_anas, "Return the story")
    assert "Returned to Jo Lindqvist with your note." in message(at_anas)

    at_jos.goto("/admin/")
    pile = at_jos.get_by_role("region", name="Returned to you")
    assert "Ana Petrov" in pile.inner_text()
    assert "Name them, or ask the harbour master." in pile.inner_text()
    open_from_the_inbox(at_jos, "Ferry to sail at night")
    note = at_jos.get_by_role("region", name="Returned to you")
    assert "Who says so?" in note.inner_text()
    assert note.bounding_box()["y"] < at_jos.get_by_label("Headline").bounding_box()["y"]
    write_text(at_jos, "It will sail at six, says the harbour master.")
    enter(at_jos, "Submit")
    assert "Saved as version 2. Submitted to the editors of City." in message(at_jos)
    expect(at_jos.get_by_text("Who says so?")).to_have_count(0)

    story = Story.objects.get()
    assert story.state == "In review"
    assert story.latest.body == "<p>It will sail at six, says the harbour master.</p>"


@pytest.mark.thorough
def test_an_approved_story_waits_for_its_hour_and_goes_out_when_an_editor_says_so(
    come_in, reader, ana, jo
):
    story = StoryFactory(created_by=jo, by=jo, headline="Ferry to sail at night")
    story.submit(by=jo)
    desk = come_in(ana)
    open_from_the_inbox(desk, "Ferry to sail at night")
    enter(desk, "Approve")
    assert "Version 1 is approved." in message(desk)
    assert "Approved by Ana Petrov" in state(desk)

    enter(desk, "Schedule…")
    set_moment(desk, in_december())
    hour = in_words(in_december())
    enter(desk, f"Schedule for {hour}")
    assert f"Scheduled for {hour}." in message(desk)
    assert f"Scheduled for {hour}" in state(desk)
    assert reader.goto(story.get_absolute_url()).status == 404

    enter(desk, "Publish now")
    assert "Published." in message(desk)
    assert reader.goto(story.get_absolute_url()).status == 200
    assert reader.locator("h1").inner_text() == "Ferry to sail at night"


def test_a_correction_stands_on_the_story_and_among_the_corrections_with_what_changed(
    come_in, reader, ana
):
    story = StoryFactory(published=True, headline="Council votes", body=f"<p>{WRONG}</p>")
    desk = come_in(ana)
    open_story(desk, story)
    write_text(desk, RIGHT)
    enter(desk, "Update…")
    assert "Saved as version 2." in message(desk)
    tab_to(desk, "[name=kind]")
    choose(desk, "Correction: something was wrong")
    write(desk, "What was wrong or unclear", "We gave the vote as 24 to 18.")
    write(desk, "What is right", "It was 23 to 19.")
    tab_to(desk, "[name=material]")
    desk.keyboard.press("Space")
    enter(desk, "Update now")
    assert "Readers have it now." in message(desk)

    reader.goto(story.get_absolute_url())
    above = reader.locator(".correction")
    for words in ("Correction, ", "We gave the vote as 24 to 18.", "It was 23 to 19."):
        assert words in above.inner_text()
    text = reader.locator(".prose")
    assert text.inner_text().startswith(RIGHT)
    assert above.bounding_box()["y"] < text.bounding_box()["y"]
    assert "It was 23 to 19." in reader.locator(".changes").inner_text()

    enter(reader, "See what changed")
    assert changes_in(reader) == [("24", "18"), ("23", "19")]
    enter(reader, "The story as it stands now")
    enter(reader, "All corrections")
    assert reader.locator("h1").inner_text() == "Corrections"
    assert "We gave the vote as 24 to 18." in reader.locator(".corrections__item").inner_text()
    enter(reader, "See what changed")
    assert changes_in(reader) == [("24", "18"), ("23", "19")]


@pytest.mark.thorough
def test_two_versions_are_compared_word_by_word_and_an_old_one_is_restored(come_in, reader, ana):
    story = StoryFactory(published=True, by=ana, headline="Council votes", body=f"<p>{RIGHT}</p>")
    story.write(by=ana, standfirst="Six minutes were enough.")
    story.write(by=ana, body=f"<p>{WRONG}</p>")
    story.update(by=ana)
    desk = come_in(ana)
    open_story(desk, story)
    enter(desk, "History")
    enter(desk, "Compare two versions")
    write(desk, "From version", "1")
    write(desk, "to version", "3")
    enter(desk, "Compare")
    assert "3 changes." in desk.locator(".desk-compared").inner_text()
    removed, added = changes_in(desk)
    assert removed[-2:] == ("23", "19")
    assert added[-2:] == ("24", "18")

    enter(desk, "History")
    enter(desk, "Restore this text, version 1")
    desk.wait_for_selector(EDITOR)
    assert "Version 1 is the text again, as version 4." in message(desk)
    assert desk.locator(EDITOR).inner_text().strip() == RIGHT
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_text(WRONG)).to_be_visible()

    enter(desk, "Update…")
    tab_to(desk, "[name=kind]")
    choose(desk, "No notice: a small change that readers need not be told of")
    enter(desk, "Update now")
    assert "Readers have it now." in message(desk)
    reader.reload()
    expect(reader.get_by_text(RIGHT)).to_be_visible()
    expect(reader.locator(".correction")).to_have_count(0)


@pytest.mark.thorough
def test_a_story_that_is_taken_down_leaves_its_reason_to_readers(come_in, reader, ana):
    story = StoryFactory(published=True, headline="Haulage firm faces court")
    assert reader.goto(story.get_absolute_url()).status == 200
    desk = come_in(ana)
    open_story(desk, story)
    open_more(desk)
    enter(desk, "Take down…")
    enter(desk, "Take down")
    assert "Give the reason: readers will find it." in desk.locator(".errorlist").inner_text()
    write(desk, "Reason", "We named the wrong firm, and have apologised to it.")
    enter(desk, "Take down")
    assert "Taken down. Readers find the reason at its address." in message(desk)
    assert "We named the wrong firm" in state(desk)

    assert reader.goto(story.get_absolute_url()).status == 410
    assert reader.locator("h1").inner_text() == "This story was taken down by the editors"
    reason = reader.locator(".gone__reason").inner_text()
    assert reason == "We named the wrong firm, and have apologised to it."
    expect(reader.get_by_text("Haulage firm")).to_have_count(0)


def changes_in(page):
    """What was removed and what was added, as eyes see it."""
    return [tuple(page.locator(f".difference__text {mark}").evaluate_all(
        "all => all.map(e => [...e.childNodes]"
        ".filter(n => !n.classList?.contains('visually-hidden')).map(n => n.textContent).join(''))"
    )) for mark in ("del", "ins")]  # fmt: skip
