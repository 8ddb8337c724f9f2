"""What the editor of a story's text keeps, and what its boxes do."""

import pytest

from tests.factories import PictureFactory, StoryFactory

from ...keyboard import (
    EDITOR,
    FOCUSED,
    back_in_text,
    caret_to_end,
    press_in_toolbar,
    tab_to,
    wait_a_frame,
)
from ...walking import OVERFLOWS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BOX = "Put a box around this, or remove it"


def text_of(desk):
    return desk.locator("#id_body").input_value()


def test_a_box_is_made_filled_changed_left_and_removed_with_the_keyboard(desk):
    tab_to(desk, EDITOR)
    desk.keyboard.type("In March the roof leaked.")
    press_in_toolbar(desk, BOX)
    desk.wait_for_function(FOCUSED, arg="[aria-label='Kind of box']")
    desk.keyboard.press("End")  # the last kind
    timeline = '<aside data-box="timeline"><ol><li><p>In March the roof leaked.'
    assert text_of(desk).replace(' data-type="decimal"', "").startswith(timeline)

    desk.keyboard.press("Enter")
    back_in_text(desk)
    for words in (" Twice.", "In May it fell.", "", ""):
        desk.keyboard.type(words)
        desk.keyboard.press("Enter")
    desk.keyboard.type("Now it is mended.")
    html = text_of(desk)
    assert "leaked. Twice.</p></li><li><p>In May it fell.</p></li></ol>" in html
    assert html.index("</aside>") < html.index("Now it is mended.")

    for _ in range(3):
        desk.keyboard.press("ArrowUp")
    wait_a_frame(desk)
    press_in_toolbar(desk, BOX)
    assert "aside" not in text_of(desk)
    assert "In May it fell." in text_of(desk)
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_a_box_is_changed_and_removed_by_hand_and_takes_no_picture_in(desk):
    PictureFactory()
    story = StoryFactory(body='<aside data-box="fact"><p>One fact</p></aside><p>After</p>')
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    desk.get_by_label("Kind of box").select_option("How we did this")
    assert '<aside data-box="method"><p>One fact</p></aside>' in text_of(desk)

    desk.get_by_text("One fact", exact=True).click()
    desk.get_by_role("button", name="Insert a picture").click()
    desk.get_by_label("Beside the text").check()
    desk.locator(".picker__choice").click()
    desk.wait_for_selector(".story-embed")
    html = text_of(desk)
    assert html.startswith('<aside data-box="method"><p>One fact</p></aside><story-embed')
    assert 'data-size="side"' in html

    desk.get_by_role("button", name="Remove the box").click()
    assert text_of(desk).startswith("<p>One fact</p><story-embed")
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_a_table_keeps_its_caption_and_its_head_when_a_word_is_changed(desk):
    head = "<thead><tr><td></td><th>For</th></tr></thead>"
    rows = "<tbody><tr><td>Civic List</td><td>14</td></tr></tbody>"
    caption = "<caption>The <em>vote</em></caption>"
    story = StoryFactory(body=f"<p>Before</p><table>{caption}{head}{rows}</table><p>After</p>")
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(EDITOR)
    assert desk.get_by_label("Caption", exact=True).input_value() == "The vote"
    desk.get_by_text("Civic List", exact=True).click()
    caret_to_end(desk)
    desk.keyboard.type("!")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert caption in story.latest.body
    assert "<thead><tr><td></td><th><p>For</p></th></tr></thead>" in story.latest.body
    assert "Civic List!" in story.latest.body

    desk.get_by_label("Caption", exact=True).fill("5 < 7")
    desk.keyboard.press("Control+s")
    desk.wait_for_function("() => document.querySelector('.messagelist')?.innerText.includes('3')")
    story.refresh_from_db()
    assert "<caption>5 &lt; 7</caption>" in story.latest.body


def test_a_story_that_was_only_looked_at_is_not_called_unsaved(desk):
    story = StoryFactory(body='<p>a</p><aside data-box="fact"><p>b</p></aside>')
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(".story-box")
    wait_a_frame(desk)
    assert "Not saved yet" not in desk.locator(".desk-bar").inner_text()


@pytest.mark.thorough
def test_the_buttons_keep_their_size_while_their_letters_have_not_arrived(desk, complaints):
    desk.set_viewport_size({"width": 320, "height": 800})
    desk.route("**/material-icons*.woff2", lambda letters: letters.abort())
    desk.goto("/admin/articles/story/add/")
    desk.wait_for_selector(EDITOR)
    desk.wait_for_function("[...document.fonts].some(face => face.status === 'error')")
    assert not desk.evaluate(OVERFLOWS)
    assert all("woff2" in complaint for complaint in complaints)
    complaints.clear()
