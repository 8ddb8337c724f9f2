"""A picture's way out of the paper, and the pages that warn before it: with keys alone, on a phone
and on a desk, by day and night."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.pictures import usage
from tests.factories import GalleryFactory, PictureFactory, StoryFactory, editor

from ..keyboard import EDITOR, enter, write
from ..screens import DESK, PHONE
from ..walking import walk
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.fixture
def page(open_page_as):
    """A page of an editor who is logged in."""
    return open_page_as(editor(email="ana@example.org", name="Ana Petrov"))


def crane(**fields):
    fields = {"caption": "Crane at dusk", "usable_until": usage.today()} | fields
    return PictureFactory(width=900, height=600, territory=LONG, ask_first=True, **fields)


def desk(name, *args):
    return reverse(f"admin:articles_{name}", args=args)


@pytest.mark.thorough
def test_the_pages_about_rights_are_open_to_all(page, assert_good_on):
    ending, withdrawn = crane(), crane(caption=LONG)
    story = StoryFactory(published=True, headline=LONG, lead_picture=ending)
    gallery = GalleryFactory(published=True, title=LONG, pictures=[ending, withdrawn])
    withdrawn.withdraw(by=None, reason=f"{LONG} has asked for it.")
    for n in range(20):
        PictureFactory(caption=f"Boat {n}", usable_until=usage.today() - timedelta(days=n))
    addresses = [
        desk("picture_rights"),
        desk("picture_rights") + "?what=withdrawn",
        desk("picture_rights") + "?what=ask&page=1",
        desk("picture_withdraw", ending.pk),
        desk("picture_withdraw", withdrawn.pk),
        desk("picture_allow_again", withdrawn.pk),
        desk("story_change", story.pk),
        desk("gallery_change", gallery.pk),
    ]
    for address in addresses:
        page.goto(address)
        if page.locator("#id_body").count():
            page.wait_for_selector(EDITOR)
        assert_good_on(page, [PHONE, DESK], without=NOT_OURS)


@pytest.mark.thorough
def test_an_editor_withdraws_a_picture_with_keys_alone(page):
    picture = crane()
    story = StoryFactory(published=True, lead_picture=picture)
    page.goto(desk("picture_rights"))
    steps = walk(page)
    assert all(step["is_seen"] for step in steps)

    page.goto(desk("picture_rights"))
    enter(page, "Withdraw… Crane at dusk")
    write(page, "Why", "The photographer has asked for it.")
    enter(page, "Withdraw everywhere")
    assert "Withdrawn: no page of the paper shows it any more." in page.content()
    page.goto(story.get_absolute_url())
    expect(page.locator("main picture")).to_have_count(0)

    page.goto(desk("picture_change", picture.pk))
    enter(page, "Allow again…")
    enter(page, "Allow again")
    page.goto(story.get_absolute_url())
    assert picture.key in page.locator("main picture img").first.get_attribute("src")
