"""An editor writes footnotes, and readers get from the text to a note and back."""

import pytest
from playwright.sync_api import expect

from tests.factories import StoryFactory

from ...keyboard import EDITOR, FOCUSED, press_in_toolbar, tab_to, wait_a_frame
from ...screens import DESK, PHONE, SMALLEST
from ..at_the_desk import NOT_OURS, open_story
from .test_pasting import CUT_AND_PASTE, paste

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
INSERT = "Insert a footnote (Ctrl+Alt+F)"
NOTE = "[aria-label='Footnote {}'][role=textbox]"
FIRST = "<story-note>Report, “p. 7”</story-note>"


def text_of(desk):
    return desk.locator("#id_body").input_value()


@pytest.mark.thorough
def test_a_footnote_is_written_moved_and_read_with_the_keyboard(desk):
    story = StoryFactory(published=True, body="<p>Dues fell. Boats stayed.</p>", language="en")
    open_story(desk, story)
    tab_to(desk, EDITOR)
    desk.keyboard.press("Control+End")
    wait_a_frame(desk)
    press_in_toolbar(desk, INSERT)
    desk.wait_for_function(FOCUSED, arg=NOTE.format(1))
    desk.keyboard.type('Report, "p. 7"')
    assert text_of(desk) == f"<p>Dues fell. Boats stayed.{FIRST}</p>"
    desk.keyboard.press("Enter")
    desk.wait_for_function("document.activeElement.matches('#id_body_editor')")
    wait_a_frame(desk)
    desk.keyboard.type(" Yes.")
    assert text_of(desk) == f"<p>Dues fell. Boats stayed.{FIRST} Yes.</p>"

    # A leap to the start within 200 ms of the focus the editor takes for the browser's own.
    desk.wait_for_timeout(300)
    desk.keyboard.press("Control+Home")
    wait_a_frame(desk)
    for _ in "Dues fell.":
        desk.keyboard.press("ArrowRight")
    wait_a_frame(desk)
    desk.keyboard.press("Control+Alt+f")
    desk.keyboard.type("Since May.")
    before = "<p>Dues fell.<story-note>Since May.</story-note> Boats"
    assert text_of(desk).startswith(before)
    assert [note.inner_text() for note in desk.locator(".story-note").all()] == ["1", "2"]
    assert desk.locator(NOTE.format(2)).inner_text() == "Report, “p. 7”"
    desk.keyboard.press("Control+z")
    assert "Since May." not in text_of(desk)
    desk.keyboard.press("Control+y")
    assert text_of(desk).startswith(before)

    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.latest.body == f"{before} stayed.{FIRST} Yes.</p>"
    expect(desk.locator(".story-note")).to_have_count(2)

    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    assert desk.locator(NOTE.format(1)).inner_text() == "Since May."


def test_readers_get_from_the_text_to_a_note_and_back(page):
    body = f"<p>Dues fell.{FIRST} Boats stayed.<story-note>So</story-note></p>"
    story = StoryFactory(published=True, body=body, language="en")
    page.goto(story.get_absolute_url())
    page.locator("[role=doc-noteref][aria-label='Footnote 2']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#note-2'")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED, "[aria-label='Back to footnote 2 in the text']")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#note-2-back'")


@pytest.mark.thorough
def test_what_is_cut_or_pasted_takes_its_notes_along(desk):
    open_story(desk, StoryFactory(body=f"<p>Alpha{FIRST} beta.</p><p>Omega.</p>"))
    html = desk.evaluate(CUT_AND_PASTE, ["Alpha", "beta.", "Omega.", ""])
    assert f"Omega.Alpha{FIRST} beta." in html
    desk.locator(EDITOR).first.click()
    desk.keyboard.press("Control+End")
    paste(desk, "<p>See<a href='#_ftn1'>[1]</a></p><p><a href='#_ftnref1'>[1]</a> <b>C</b></p>")
    assert "See<story-note><strong>C</strong></story-note>" in text_of(desk)
    assert desk.locator(NOTE.format(2)).inner_text() == "C"
    desk.get_by_role("button", name="Remove footnote 2").click()
    assert text_of(desk).count("story-note") == 2
    desk.keyboard.press("Control+z")
    assert desk.locator(NOTE.format(2)).inner_text() == "C"
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+b")
    assert f"</strong>{FIRST}<strong>" in text_of(desk)
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_notes_stand_well_on_every_screen(desk, page, assert_good_on):
    words = FIRST.replace("Report", "Report " + "of-the-harbour" * 8)
    story = StoryFactory(published=True, body=f"<p>Dues fell.{words}</p>", language="en")
    open_story(desk, story)
    assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)
    for address in (story.get_absolute_url(), f"/text{story.get_absolute_url()}"):
        page.goto(address)
        assert_good_on(page, [SMALLEST, PHONE, DESK])
