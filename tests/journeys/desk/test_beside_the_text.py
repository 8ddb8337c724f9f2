"""What belongs to a story stands in tabs beside its text; a note is written without leaving it."""

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.factories import StoryFactory

from ..keyboard import EDITOR
from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def tab(page, name):
    return page.get_by_role("tab", name=name)


@pytest.mark.thorough
def test_the_tabs_go_by_keyboard_and_a_note_leaves_the_text_alone(desk, assert_good_on):
    story = StoryFactory(published=True, body="<p>Before.</p>")
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    desk.locator("#id_standfirst").fill("Not saved yet.")

    tab(desk, "Publish").focus()
    for name in ("Picture", "Topics", "Checks", "History", "Notes"):
        desk.keyboard.press("ArrowRight")
        assert tab(desk, name).get_attribute("aria-selected") == "true"
        expect(desk.get_by_role("tabpanel")).to_have_count(1)
        assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)
    desk.get_by_role("link", name="Write a note").press("Enter")
    desk.keyboard.insert_text("Legal has seen it.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".desk-notes >> text=Legal has seen it.")

    assert tab(desk, "Notes").inner_text().split() == ["Notes", "1"]
    assert desk.locator("#id_standfirst").input_value() == "Not saved yet."
    assert story.desk_notes.get().written_by == desk.ana


@pytest.mark.thorough
def test_a_note_that_does_not_arrive_stays(desk, complaints):
    story = StoryFactory()
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    tab(desk, "Notes").click()
    desk.get_by_role("link", name="Write a note").click()
    desk.keyboard.insert_text("Legal has seen it.")
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Keep the note").click()
    desk.wait_for_selector("text=your words stay here")
    desk.context.set_offline(False)
    desk.get_by_role("button", name="Keep the note").click()
    desk.wait_for_selector(".desk-notes >> text=Legal has seen it.")

    assert story.desk_notes.count() == 1
    complaints.clear()


def test_what_has_to_be_mended_is_shown_wherever_it_stands(desk):
    desk.goto("/admin/articles/story/add/")
    desk.wait_for_selector(EDITOR)
    assert desk.evaluate("document.activeElement.id") == "id_headline"
    desk.keyboard.insert_text("Ferry sails again")
    tab(desk, "Topics").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".errornote")

    assert not Story.objects.exists()
    assert tab(desk, "Publish").get_attribute("aria-selected") == "true"
    expect(desk.locator("#id_section")).to_be_visible()
    assert "Choose a section." in desk.locator(".desk-errors").inner_text()


@pytest.mark.thorough
def test_what_is_not_saved_is_looked_at_as_others_will_get_it(desk, assert_good_on):
    story = StoryFactory(headline="Ferry", body="<p>Before.</p>")
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    desk.locator("#id_headline").fill("Ferry sails at dawn")
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="Preview").click()
    preview = opened.value
    for look, width in [("Dark", 1280), ("Telephone", 390), ("Text edition", 390)]:
        preview.get_by_role("button", name=look).click()
        page = preview.frame_locator("iframe")
        page.locator("h1", has_text="Ferry sails at dawn").wait_for()
        assert preview.locator("iframe").bounding_box()["width"] - width in (0, 2)
    preview.get_by_role("button", name="Share card").click()
    preview.wait_for_selector("figure >> text=Ferry sails at dawn")
    assert_good_on(preview, [SMALLEST, PHONE, DESK], NOT_OURS)

    story.refresh_from_db()
    assert story.latest.headline == "Ferry"
