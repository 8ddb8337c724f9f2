"""An editor finds a draft by its words, goes into it, and comes back to what was found."""

import pytest

from tests.factories import SectionFactory, StoryFactory, editor

from ..keyboard import EDITOR
from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def headlines(page):
    return page.locator("#result_list .field-headline").all_inner_texts()


def test_a_draft_is_found_by_its_words_left_for_a_while_and_found_again(
    open_page_as, assert_good_on
):
    city = SectionFactory(name="City")
    SectionFactory(name="Sport")
    StoryFactory(headline="Timetable", section=city, body="<p>Nobody knew of the ferry.</p>")
    StoryFactory(headline="Ferry sails", section=city, published=True)
    StoryFactory(headline="Something else", section=city)
    page = open_page_as(editor())
    page.goto("/admin/")
    page.get_by_role("link", name="Drafts").first.click()
    page.get_by_label("Search", exact=True).fill("ferries")
    page.keyboard.press("Enter")
    page.wait_for_selector(".list-chip >> text=Words: “ferries”")
    assert headlines(page) == ["Timetable"]
    assert "Nobody knew of the ferry." in page.locator(".field-found_in").inner_text()
    assert_good_on(page, [SMALLEST, PHONE, DESK], NOT_OURS)

    page.get_by_role("link", name="Timetable").click()
    page.wait_for_selector(EDITOR)
    page.locator("ol.breadcrumbs").get_by_role("link", name="Stories").click()
    page.wait_for_selector(".list-chip >> text=Words: “ferries”")
    assert headlines(page) == ["Timetable"]
    page.get_by_role("link", name="Remove State: Draft").click()
    page.wait_for_url(lambda url: "state=" not in url)
    assert sorted(headlines(page)) == ["Ferry sails", "Timetable"]
    page.get_by_role("link", name="Clear all", exact=True).click()
    page.wait_for_url(lambda url: "q=" not in url)
    assert len(headlines(page)) == 3
    page.goto("/admin/")
    assert_good_on(page, [SMALLEST, PHONE, DESK], NOT_OURS)
