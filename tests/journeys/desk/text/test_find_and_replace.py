"""An editor finds words in a story and puts others in their place."""

import pytest
from playwright.sync_api import expect

from tests.factories import StoryFactory

from ...keyboard import EDITOR, FOCUSED, back_in_text, tab_to, wait_a_frame
from ...screens import DESK, PHONE, SMALLEST
from ..at_the_desk import NOT_OURS, open_story

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BODY = (
    '<p>The <strong>night</strong> ferry, a <a href="/ferry/">ferry</a> of old, sails.</p>'
    "<h2>Ferryman</h2><table><caption>Each <em>ferry</em></caption><tbody><tr><td>FERRY</td></tr>"
    "</tbody></table><p>Sails again.</p>"
)
# A text, what is looked for, and what is found.
STORED = [
    ("Cafe\u0301 and Café, cafe", "café", ["Cafe\u0301", "Café"]),
    ("Cafe\u0301, cafe", "cafe", ["cafe"]),
    ("كَتَبَ كتب كـتـب", "كتب", ["كَتَبَ", "كتب", "كـتـب"]),
    ("كَتَبَ كتب", "كَتَبَ", ["كَتَبَ"]),
    ("𝒳 \U0001f469\u200d\U0001f680 \U0001f680", "\U0001f680", ["\U0001f680"]),
    ("\U0001f44d\U0001f3fd \U0001f44d", "\U0001f44d", ["\U0001f44d"]),
    ("10\u00a0km, 10 km", "10 km", ["10\u00a0km", "10 km"]),
    ("„So“, “so”, «so»", '"so"', ["„So“", "“so”", "«so»"]),
    ("İstanbul, istanbul", "stanbul", ["stanbul", "stanbul"]),
    ("ΟΔΟΣ οδός οδος", "οδοσ", ["ΟΔΟΣ", "οδος"]),
    ("a.c abc", "a.c", ["a.c"]),
    ("aaa", "aa", ["aa"]),
    ("한국 \u1112\u1161\u11ab국", "한국", ["한국", "\u1112\u1161\u11ab국"]),
]
FIND = ".story-find input[type=text] >> nth=0"
REPLACE = ".story-find input[type=text] >> nth=1"


def text_of(desk):
    return desk.locator("#id_body").input_value()


def count(desk):
    return desk.locator(".story-find__count").inner_text()


def found(desk, text, query, **options):
    """The words that js/desk/find-matches.js finds in a text."""
    return desk.evaluate(
        """async ([text, query, options]) => {
          const {finder} = await import("desk/find-matches");
          return finder(query, options)(text).map(([start, end]) => text.slice(start, end));
        }""",
        [text, query, options],
    )


def test_words_are_found_and_replaced_with_the_keyboard(desk):
    story = StoryFactory(headline="A ferry sails", standfirst="No ferry.", body=BODY)
    open_story(desk, story)
    before = text_of(desk)
    tab_to(desk, EDITOR)
    desk.keyboard.press("Control+f")
    desk.wait_for_function(FOCUSED, arg=".story-find input")
    desk.keyboard.type("ferry")
    assert count(desk) == "3 of 7"  # from the text on, behind headline and standfirst
    expect(desk.locator(".story-found")).to_have_count(4)
    desk.get_by_label("Whole words").check()
    assert count(desk) == "3 of 6"
    desk.get_by_label("Match case").check()
    assert count(desk) == "3 of 5"
    desk.locator(FIND).focus()
    desk.keyboard.press("Shift+Enter")
    assert count(desk) == "2 of 5"
    assert "Standfirst: No ferry." in desk.locator(".story-find__context").inner_text()
    assert text_of(desk) == before
    assert "Not saved yet" not in desk.locator(".desk-bar").inner_text()

    desk.keyboard.press("Enter")
    desk.locator(REPLACE).focus()
    desk.keyboard.type("boat")
    desk.keyboard.press("Enter")
    assert "<strong>night</strong> boat, a" in text_of(desk)
    assert count(desk) == "3 of 4"
    desk.keyboard.press("Escape")
    back_in_text(desk)
    assert desk.evaluate("getSelection().toString()") == "ferry"
    expect(desk.locator(".story-found")).to_have_count(0)

    desk.keyboard.press("Control+h")
    desk.wait_for_function(FOCUSED, arg=".story-find input")
    desk.get_by_role("button", name="Replace all").click()
    assert count(desk) == "4 replaced."
    assert desk.locator("#id_headline").input_value() == "A boat sails"
    assert desk.locator("#id_standfirst").input_value() == "No boat."
    assert '<a href="/ferry/">boat</a>' in text_of(desk)
    assert "<caption>Each <em>boat</em></caption>" in text_of(desk)
    assert "FERRY" in text_of(desk)
    desk.keyboard.press("Escape")
    back_in_text(desk)
    desk.keyboard.press("Control+z")
    assert "<strong>night</strong> boat, a" in text_of(desk)
    assert '<a href="/ferry/">ferry</a>' in text_of(desk)
    assert "<em>ferry</em>" in text_of(desk)
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_letters_are_found_however_they_are_stored(desk):
    told = [(text, query, found(desk, text, query)) for text, query, _ in STORED]
    assert told == STORED


@pytest.mark.thorough
def test_a_whole_word_is_no_part_of_another(desk):
    assert found(desk, "port, airport ports port’s (port)", "port", wholeWords=True) == ["port"] * 3
    assert found(desk, "no. 5 and no. 50", "no. 5", wholeWords=True) == ["no. 5"]
    assert found(desk, "𝒳port x\u0301port", "port", wholeWords=True) == []
    assert found(desk, "東京都", "京", wholeWords=True) == ["京"]
    assert found(desk, "Port port", "port", matchCase=True) == ["port"]


@pytest.mark.thorough
def test_the_bar_can_be_used_on_every_screen_and_keeps_a_box_from_running_over(
    desk, assert_good_on
):
    story = StoryFactory(headline="A ferry sails", body=BODY)
    open_story(desk, story)
    desk.locator("#id_headline").fill("ferry " + "x" * 190)
    longest = int(desk.locator("#id_headline").get_attribute("maxlength"))
    desk.locator("#id_headline").press("Control+Home")
    desk.locator("#id_headline").press("Control+h")
    desk.locator(FIND).fill("ferry")
    desk.locator(REPLACE).fill("y" * longest)
    desk.get_by_role("button", name="Replace", exact=True).focus()
    desk.keyboard.press("Enter")
    assert "too short" in count(desk)
    assert desk.locator("#id_headline").input_value().startswith("ferry x")
    assert_good_on(desk, [SMALLEST, PHONE, DESK], NOT_OURS)
    desk.locator("#id_lead_caption").evaluate("box => { box.value = 'A tugboat' }")
    desk.locator(FIND).fill("tugboat")
    assert count(desk) == "1 of 1"
    expect(desk.locator("#id_lead_caption")).to_be_visible()
    desk.locator(REPLACE).fill("tug")
    desk.keyboard.press("Enter")
    assert desk.locator("#id_lead_caption").input_value() == "A tug"
    desk.locator(FIND).fill("no such words")
    assert count(desk) == "Not found"
    desk.keyboard.press("Escape")
    wait_a_frame(desk)
    assert desk.evaluate(FOCUSED, "#id_headline")
    desk.close(run_before_unload=False)
