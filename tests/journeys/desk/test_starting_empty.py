"""From a site with nothing in it to the first published story, without reading anything."""

import pytest

from articles.models import Paper, Section, Story
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

from ..keyboard import EDITOR
from ..screens import DESK, PHONE, SMALLEST
from .test_first_story import CLICKS, CLICKS_OF_A_LIST, COUNT

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 25


def test_the_first_story_of_a_new_paper_is_out_in_25_clicks(open_page, assert_good_on):
    owner = UserFactory(is_staff=True, is_superuser=True, email="owner@example.org")
    page = open_page(width=1280)
    page.add_init_script(COUNT)
    page.goto("/")
    assert "No story has been published yet." in page.content()
    page.goto("/admin/")
    page.locator("[name=login]").fill(owner.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/admin/")
    assert_good_on(page, [DESK, PHONE, SMALLEST])
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_label("Name of the paper").click()
    page.keyboard.insert_text("The Eastmole Lantern")
    page.get_by_role("button", name="Keep the name").click()
    page.get_by_label("Sections").click()
    page.keyboard.insert_text("Island\nFerry\nCouncil")
    page.get_by_role("button", name="Make these sections").click()
    page.get_by_role("button", name="I work alone for now").click()
    page.get_by_role("button", name="There is no old paper").click()
    page.get_by_role("link", name="Write the first story").click()
    page.wait_for_selector(EDITOR)
    page.keyboard.insert_text("Ferry sails again")
    page.locator(EDITOR).click()
    page.keyboard.insert_text("It left at six.")
    page.locator("#id_section").select_option(label="Ferry")
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_selector(".messagelist >> text=Published.")

    assert page.evaluate(CLICKS) + CLICKS_OF_A_LIST <= MOST_CLICKS
    assert Paper.objects.get().name == "The Eastmole Lantern"
    assert Section.objects.count() == 3
    assert Story.objects.get().is_public
    page.goto("/")
    assert "Ferry sails again" in page.content()
