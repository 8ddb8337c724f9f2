"""An editor is told what is wrong with a story while writing it, and before it goes out."""

import pytest

from articles.models import AcceptedFinding
from tests.factories import StoryFactory

from ..keyboard import EDITOR
from ..screens import DESK, PHONE, SMALLEST
from .at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DEAD = '<p>Read <a href="/city/99/gone/">what was said</a> in the harbour.</p>'


@pytest.mark.thorough
def test_a_dead_link_is_said_while_writing_and_stops_the_story(desk, assert_good_on):
    story = StoryFactory(body=DEAD)
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    panel = desk.locator("[data-checks]")

    desk.get_by_role("tab", name="Checks").click()
    assert "There is no byline" in panel.inner_text()
    desk.locator("#id_standfirst").fill("Write to ana@example.org.")
    desk.wait_for_selector("[data-checks] >> text=is an e-mail address: may it be public?")
    assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)
    row = panel.locator("li", has_text="There is no byline")
    row.get_by_role("button", name="It may stay").click()
    desk.wait_for_selector("text=1 that may stay")
    assert AcceptedFinding.objects.get().by == desk.ana
    assert desk.locator("#id_standfirst").input_value() == "Write to ana@example.org."

    desk.get_by_role("button", name="Publish now").click()
    desk.wait_for_selector(".messagelist >> text=which readers do not have")
    story.refresh_from_db()
    assert story.status == "draft"
    desk.locator("summary", has_text="Publish in spite of it").click()
    desk.get_by_label("Reason, for the log").fill("It comes at six.")
    desk.locator("details[open]").get_by_role("button", name="It may stay").click()
    desk.wait_for_selector("text=2 that may stay")
    desk.get_by_role("button", name="Publish now").click()
    desk.wait_for_selector(".messagelist >> text=Published.")
