"""A moderator works through what readers say by keyboard, and on a phone by thumb."""

import pytest
from playwright.sync_api import expect

from articles.comments.models import Comment
from articles.models import Record
from tests.factories import CommentFactory, StoryFactory, moderator

from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "/admin/comments/comment/"


@pytest.fixture
def views():
    """Three that wait, in the order in which the list shows them."""
    story = StoryFactory(published=True)
    return [
        CommentFactory(story=story, status="waiting", name=name) for name in ("Ada", "Bo", "Cy")
    ]


@pytest.fixture
def queue(open_page_as, views):
    page = open_page_as(moderator())
    page.goto(LIST)
    page.wait_for_selector("[data-moderate]:not([hidden])")
    return page


def says(page, words):
    page.wait_for_selector(f"[data-said] >> text={words}")


def states():
    return {view.name: view.status for view in Comment.objects.all()}


def test_one_goes_through_the_queue_by_keyboard_and_takes_back_what_was_wrong(queue, views):
    queue.keyboard.press("j")
    queue.keyboard.press("a")
    says(queue, "Ada’s view is approved. U takes it back.")
    queue.keyboard.press("r")
    queue.get_by_label("Reason, for colleagues").fill("Names a witness")
    queue.keyboard.press("Enter")
    says(queue, "Bo’s view is refused.")
    queue.keyboard.press("a")
    says(queue, "Cy’s view is approved.")
    queue.keyboard.press("u")
    says(queue, "Cy’s view is as it was.")
    queue.goto("/admin/")

    for _ in range(50):
        if states() == {"Ada": "approved", "Bo": "refused", "Cy": "waiting"}:
            break
        queue.wait_for_timeout(100)
    assert states() == {"Ada": "approved", "Bo": "refused", "Cy": "waiting"}
    assert Record.objects.get(action="refused").note == "Names a witness"


@pytest.mark.thorough
def test_story_and_thread_stand_beside_the_view(queue, views, assert_good_on):
    queue.keyboard.press("j")
    queue.keyboard.press("o")
    queue.wait_for_selector("[data-beside] >> text=Under the story")

    assert "Ada" in queue.locator("[data-beside]").inner_text()
    queue.keyboard.press("j")
    queue.wait_for_selector("[data-beside] >> text=What Bo says")
    assert_good_on(queue, [SMALLEST, PHONE, DESK], NOT_OURS)


@pytest.mark.thorough
def test_letters_are_letters_while_one_types_and_where_one_says_so(queue, views):
    queue.get_by_label("Search").fill("jar")
    assert queue.get_by_label("Search").input_value() == "jar"
    queue.locator("summary", has_text="Keys").click()
    queue.get_by_label("Letters are keys on this page").uncheck()
    queue.locator("h1").click()
    queue.keyboard.press("j")
    queue.keyboard.press("a")
    queue.reload()

    expect(queue.get_by_label("Letters are keys on this page")).not_to_be_checked()
    assert set(states().values()) == {"waiting"}


@pytest.mark.thorough
def test_on_a_phone_a_view_is_decided_by_its_buttons(queue, views):
    queue.set_viewport_size({"width": 390, "height": 800})
    queue.get_by_role("button", name="Approve Ada’s view").click()
    queue.wait_for_selector(".messagelist >> text=1 view approved.")

    assert states()["Ada"] == "approved"
