"""Links in a text, and going somewhere, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from articles.models import Story
from tests.factories import SectionFactory, StoryFactory, TopicFactory

from ...keyboard import (
    EDITOR,
    FOCUSED,
    back_in_text,
    caret_to_end,
    press_in_toolbar,
    tab_to,
    wait_a_frame,
)
from ...screens import DESK, PHONE, SMALLEST
from ..at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIELD = "#finder-words"
CHOSEN = "[role=option][aria-selected=true]"


def open_dialog(page):
    page.keyboard.press("Control+k")
    page.wait_for_function(FOCUSED, arg=FIELD)


def wait_for(page, words):
    """Until the chosen answer has these words."""
    page.locator(CHOSEN, has_text=words).wait_for()


def look_for(page, typed, words):
    page.keyboard.insert_text(typed)
    wait_for(page, words)


def link(page, typed, words):
    """Ctrl+K, type, and take the answer that has these words."""
    open_dialog(page)
    look_for(page, typed, words)
    page.keyboard.press("Enter")
    back_in_text(page)


def says(page, words):
    page.locator("[data-finder-says]", has_text=words).wait_for()


def test_links_are_made_changed_and_removed_by_keyboard_and_readers_get_them(desk, open_page):
    section = SectionFactory(name="City", slug="city")
    bridge = StoryFactory(headline="Harbour bridge reopens", published=True, section=section)
    ferry = StoryFactory(headline="Harbour ferry stops", published=True, section=section)
    topic = TopicFactory(name="Harbour works", slug="harbour-works")
    desk.reload()
    desk.wait_for_selector(EDITOR)
    tab_to(desk, "#id_headline")
    desk.keyboard.type("What moves in the harbour")
    tab_to(desk, EDITOR)

    # Nothing is selected: the headline comes in, and what is typed behind it is no link.
    desk.keyboard.type("Read first: ")
    open_dialog(desk)
    look_for(desk, "harbour ", "Harbour ferry stops")
    desk.keyboard.press("ArrowDown")
    wait_for(desk, "Harbour bridge reopens")
    assert "Published, " in desk.locator(CHOSEN).inner_text()
    desk.keyboard.press("Enter")
    back_in_text(desk)
    desk.keyboard.type(", and ")
    link(desk, f"{desk.url.split('/admin')[0]}{topic.get_absolute_url()}", "Harbour works")
    desk.keyboard.type(".")

    # What is selected keeps its words.
    desk.keyboard.press("Enter")
    desk.keyboard.type("The county keeps accounts")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    wait_a_frame(desk)
    link(desk, "county.example/accounts?year=2026", "Other site")
    caret_to_end(desk)
    desk.keyboard.type(" Write to ")
    link(desk, "desk@harbour.example", "E-mail")

    # A link is changed where the caret stands; what may not be is refused, and Escape leaves it.
    desk.keyboard.press("ArrowLeft")
    wait_a_frame(desk)
    open_dialog(desk)
    assert desk.input_value(FIELD) == "mailto:desk@harbour.example"
    desk.keyboard.insert_text("javascript:alert(1)")
    desk.keyboard.press("Enter")
    says(desk, "A link may not begin with “javascript:”.")
    desk.keyboard.press("Escape")
    back_in_text(desk)
    link(desk, "https://www.google.com/url?q=https%3A%2F%2Fport.example%2F", "port.example")

    # And removed: the words stay.
    caret_to_end(desk)
    desk.keyboard.press("Enter")
    link(desk, ferry.headline, "Harbour ferry stops")
    desk.keyboard.press("ArrowLeft")
    wait_a_frame(desk)
    open_dialog(desk)
    wait_for(desk, "Harbour ferry stops")
    tab_to(desk, "[data-finder-remove]")
    desk.keyboard.press("Enter")
    back_in_text(desk)

    tab_to(desk, "#id_section")
    desk.keyboard.type("City")
    tab_to(desk, "button[name=_publish]")
    with desk.expect_navigation(url="**/change/"):
        desk.keyboard.press("Enter")

    live = Story.objects.get(latest__headline="What moves in the harbour").live
    assert live.body == (
        f'<p>Read first: <a href="{bridge.get_absolute_url()}">Harbour bridge reopens</a>, and '
        f'<a href="{topic.get_absolute_url()}">Harbour works</a>.</p>'
        '<p>The county keeps <a href="https://county.example/accounts?year=2026">accounts</a>'
        ' Write to <a href="https://port.example/">desk@harbour.example</a></p>'
        "<p>Harbour ferry stops</p>"
    )


@pytest.mark.thorough
def test_the_dialog_says_what_a_link_leads_to_before_it_is_made(desk, assert_good_on, complaints):
    StoryFactory(headline="Nobody has read this")
    tab_to(desk, EDITOR)
    press_in_toolbar(desk, "Link (Ctrl+K)")
    desk.wait_for_function(FOCUSED, arg=FIELD)
    look_for(desk, "nobody has", "Draft: readers will not find it yet.")
    assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)

    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text("/nowhere/at/all/")
    desk.keyboard.press("Enter")
    says(desk, "No page of the paper has this address.")
    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text("http://[half")
    says(desk, "“http://[half” is not an address.")
    desk.route("**/admin/find/**", lambda question: question.abort())
    desk.keyboard.press("Control+a")
    look_for(desk, "/topics/later/", "Nobody has looked whether there is such a page.")
    desk.keyboard.press("Enter")
    back_in_text(desk)
    assert 'href="/topics/later/"' in desk.input_value("#id_body")
    assert all("/admin/find/" in complaint for complaint in complaints)
    complaints.clear()
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_one_goes_anywhere_with_two_keys_and_nothing_typed_is_in_the_way(desk, open_page):
    draft = StoryFactory(headline="The night ferry", created_by=desk.ana)
    desk.goto("/admin/")
    open_dialog(desk)
    wait_for(desk, "The night ferry")
    with desk.expect_navigation(url=f"**/articles/story/{draft.pk}/change/"):
        desk.keyboard.press("Enter")

    desk.wait_for_selector(EDITOR)
    tab_to(desk, "#id_headline")
    desk.keyboard.press("End")
    desk.keyboard.type("?")
    assert desk.input_value("#id_headline") == "The night ferry?"
    open_dialog(desk)
    assert desk.locator("[data-finder-title]").inner_text() == "Go to"
    desk.keyboard.press("Escape")
    desk.wait_for_function(FOCUSED, arg="#id_headline")
    tab_to(desk, EDITOR)
    open_dialog(desk)
    assert desk.locator("[data-finder-title]").inner_text() == "Link"
    desk.keyboard.press("Escape")
    back_in_text(desk)

    desk.goto("/admin/")
    open_dialog(desk)
    with desk.expect_navigation(url="**/paper/breaking/"):
        desk.keyboard.insert_text("breaking n")
        desk.keyboard.press("Enter")

    reader = open_page()
    reader.goto("/")
    reader.keyboard.press("Control+k")
    expect(reader.locator("dialog")).to_have_count(0)


@pytest.mark.thorough
def test_a_question_mark_shows_the_keys_unless_one_says_no(desk, assert_good_on):
    desk.goto("/admin/")
    desk.keyboard.press("?")
    desk.wait_for_selector("[data-keys-here] >> text=Save")
    assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)
    desk.get_by_label("Letters and “?” are keys, in this browser").uncheck()
    desk.keyboard.press("Escape")
    desk.wait_for_selector("[data-keys-dialog]", state="detached")
    wait_a_frame(desk)
    desk.keyboard.press("?")

    expect(desk.locator("[data-keys-dialog]")).to_have_count(0)


@pytest.mark.thorough
def test_without_scripts_the_same_links_lead_to_pages(open_page_as, desk):
    StoryFactory(headline="The night ferry", published=True)
    page = open_page_as(desk.ana, java_script_enabled=False, width=390)
    page.goto("/admin/")
    page.get_by_role("link", name="Go to…").click()
    page.get_by_role("searchbox").fill("night")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="The night ferry").click()
    assert page.url.endswith("/change/")
    page.get_by_role("link", name="Keys").click()
    assert "Ctrl+Enter" in page.locator("main").inner_text()
