"""A slash in an empty paragraph asks what is to be put there; anywhere else it is one."""

import pytest
from playwright.sync_api import expect

from tests.factories import PictureFactory

from ...keyboard import EDITOR, tab_to, wait_a_frame
from ..at_the_desk import NOT_OURS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LIST = "[role=listbox][aria-label='Put in']"
CHOSEN = f"{LIST} [aria-selected=true]"


def text_of(desk):
    return desk.locator("#id_body").input_value()


def chosen(desk):
    said = desk.locator(EDITOR).get_attribute("aria-activedescendant")
    option = desk.locator(CHOSEN)
    assert option.get_attribute("id") == said
    return option.inner_text().split("\n")[-1]


def test_what_a_slash_offers_is_filtered_and_chosen_by_keyboard(desk, assert_accessible):
    picture = PictureFactory(alt="Boats in the harbour")
    tab_to(desk, EDITOR)
    desk.keyboard.type("/")
    desk.wait_for_selector(LIST)
    assert chosen(desk) == "Heading"
    # The arrows scroll the list: the text keeps the focus.
    assert_accessible(desk, without=[*NOT_OURS, "scrollable-region-focusable"])
    desk.keyboard.type("list")
    assert desk.locator(f"{LIST} [role=option]").all_inner_texts()[1].endswith("List with numbers")
    desk.keyboard.press("ArrowDown")
    assert chosen(desk) == "List with numbers"
    desk.keyboard.press("Enter")
    desk.keyboard.type("One")
    assert text_of(desk) == "<ol><li><p>One</p></li></ol>"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("/head")
    desk.keyboard.press("Enter")
    desk.keyboard.type("The vote")
    desk.keyboard.press("Enter")

    # Escape leaves the slash; a slash among words is one, and so is one that nothing answers to.
    desk.keyboard.type("/pict")
    desk.keyboard.press("Escape")
    expect(desk.locator(LIST)).to_be_hidden()
    desk.keyboard.type(" and/or ")
    expect(desk.locator(LIST)).to_be_hidden()
    desk.keyboard.press("Enter")
    desk.keyboard.type("/zzz")
    expect(desk.locator(LIST)).to_be_hidden()
    desk.keyboard.press("Enter")
    desk.keyboard.type("/photo")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("dialog[open] .picker__choice")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".story-embed")
    desk.keyboard.type("After.")

    assert text_of(desk) == (
        "<ol><li><p>One</p></li></ol><h2>The vote</h2><p>/pict and/or </p><p>/zzz</p>"
        f'<story-embed data-kind="picture" data-id="{picture.pk}" data-size="column" '
        f'data-label="{picture}"></story-embed><p>After.</p>'
    )
    desk.close(run_before_unload=False)


@pytest.mark.parametrize("label", ["Insert table", "horizontal rule"])
def test_nothing_splits_the_sentence_with_the_cursor(desk, label):
    tab_to(desk, EDITOR)
    desk.keyboard.type("The ferry sails.")
    for _ in range(6):
        desk.keyboard.press("ArrowLeft")
    wait_a_frame(desk)
    desk.locator("[data-name=more]").click()
    desk.get_by_role("button", name=label).click()
    if "table" in label:
        desk.get_by_role("button", name="Insert Table").click()
        desk.wait_for_selector(".ProseMirror td")
    assert text_of(desk).startswith("<p>The ferry sails.</p><")
    desk.close(run_before_unload=False)
