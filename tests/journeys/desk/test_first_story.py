"""From the log-in to a published story with a picture: few clicks, or none, on any screen."""

import time

import pytest

from articles.models import Story
from tests.factories import PictureFactory, SectionFactory, editor
from tests.factories.people import PASSWORD

from ..keyboard import EDITOR, enter, tab_to
from .at_the_desk import open_panel

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_CLICKS, MOST_SECONDS = 12, 90
# The count goes along from one page to the next.
COUNT = """addEventListener("click", event => {
  if (event.isTrusted && event.detail)
    sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1
}, {capture: true})"""
CLICKS = "Number(sessionStorage.clicks ?? 0)"
# One opens it, one chooses; the browser tells the page of neither.
CLICKS_OF_A_LIST = 2


@pytest.fixture
def at_the_door(open_page):
    """at_the_door(**screen): the desk's log-in, as somebody finds it who works here."""
    SectionFactory(name="City")
    PictureFactory(alt="A bridge at low tide")
    ana = editor(email="ana@example.org", name="Ana Petrov")

    def opened(**screen):
        page = open_page(**screen)
        page.add_init_script(COUNT)
        page.goto("/admin/")
        page.locator("[name=login]").fill(ana.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/")
        return page

    return opened


def is_published(page):
    page.wait_for_selector(".messagelist >> text=Published.")
    story = Story.objects.get()
    assert story.is_public
    assert story.text.headline == "Ferry sails again"
    assert "It left at six." in story.text.body
    assert story.text.lead_picture.alt == "A bridge at low tide"


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.thorough)])
def test_by_hand_in_a_dozen_clicks_and_ninety_seconds(at_the_door, width):
    begun = time.monotonic()
    page = at_the_door(width=width)
    page.get_by_role("link", name="Write a story").first.click()
    page.wait_for_selector(EDITOR)
    page.keyboard.insert_text("Ferry sails again")
    page.locator(EDITOR).click()
    page.keyboard.insert_text("It left at six.")
    page.locator("#id_section").select_option(label="City")
    page.get_by_role("tab", name="Picture").click()
    page.locator("[data-picker-choose]").first.click()
    page.locator(".picker__choice").first.click()
    page.get_by_role("button", name="Publish now").click()
    is_published(page)

    assert page.evaluate(CLICKS) + CLICKS_OF_A_LIST <= MOST_CLICKS
    assert time.monotonic() - begun < MOST_SECONDS


@pytest.mark.thorough
def test_by_keyboard_alone(at_the_door):
    page = at_the_door(width=1280)
    enter(page, "Write a story")
    page.wait_for_selector(EDITOR)
    page.keyboard.insert_text("Ferry sails again")
    tab_to(page, EDITOR)
    page.keyboard.insert_text("It left at six.")
    tab_to(page, "#id_section")
    page.keyboard.type("City")
    open_panel(page, "Picture", key="Shift+Tab")
    tab_to(page, "[data-picker-choose]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".picker__choice")
    tab_to(page, ".picker__choice")
    page.keyboard.press("Enter")
    page.wait_for_selector(".picker-dialog", state="hidden")
    tab_to(page, "button[name=_publish]")
    page.keyboard.press("Enter")
    is_published(page)

    assert page.evaluate(CLICKS) == 0
