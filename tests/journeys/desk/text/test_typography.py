"""What an editor types becomes what is printed in the language of the story."""

import json

import pytest

from articles.admin.widgets import BodyEditor
from tests.factories import StoryFactory

from ...keyboard import EDITOR, press_in_toolbar, tab_to, wait_a_frame
from ..at_the_desk import open_story
from .test_pasting import paste

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NB = "\u00a0"
NARROW = "\u202f"
SWITCH = "Smart quotes and dashes"
# Language, what is typed, what stands there then.
TYPED = [
    ("en", '"It\'s late," she said.', "“It’s late,” she said."),
    ("en", "\"He said 'no' twice.\"", "“He said ‘no’ twice.”"),
    ("en", '"He said "no" twice."', "“He said ‘no’ twice.”"),
    ("en", "the boats' sails (\"so\")", "the boats’ sails (“so”)"),
    ("en", '"But--" "Go!"', "“But–” “Go!”"),
    ("en", "a board of 6'2\"", "a board of 6’2\""),
    ("en", "a--b, c---d, e-f, g...", "a–b, c—d, e-f, g…"),
    ("en", "....", "…."),
    ("en", "-- Yes", "– Yes"),
    ("en", "see https://x.example/a--b'c and", "see https://x.example/a--b'c and"),
    ("en", "\U0001f469 \"𝒳\"", "\U0001f469 “𝒳”"),
    ("de", "\"Er sagt 'nein', geht's\", so", "„Er sagt ‚nein‘, geht’s“, so"),
    ("sv", '"Ja", sa han. "Nej"', "”Ja”, sa han. ”Nej”"),
    ("nl", "\"Ja\", zegt hij 's avonds", "‘Ja’, zegt hij ‘s avonds"),
    ("es", '"Dijo "no" ayer"', "«Dijo “no” ayer»"),
    ("es-mx", '"No"', "“No”"),
    ("ar", '"قال "لا" أمس"', "«قال ”لا“ أمس»"),
    ("fr", '"C\'est "non"", dit-il', f"«{NB}C’est “non”{NB}», dit-il"),
    ("fr", "Il dit : oui ! Et non ?", f"Il dit{NB}: oui{NARROW}! Et non{NARROW}?"),
    ("fr", '" Oui", dit-il', f"«{NB}Oui{NB}», dit-il"),
    ("fr", '""Non" est un mot"', f"«{NB}“Non” est un mot{NB}»"),
    ("fr", "Quoi?! 10:30; http://x.example", f"Quoi{NARROW}?! 10:30{NARROW}; http://x.example"),
    ("fr-ca", '"Oui!", dit-il:', f"«{NB}Oui!{NB}», dit-il{NB}:"),
    ("fr-ch", '"Oui!"', "«Oui!»"),
]  # fmt: skip
TYPE = """
async ([cases, marks]) => {
  const {typed} = await import("desk/typography");
  return cases.map(([language, keys]) => {
    let text = "";
    for (const key of keys) {
      const change = typed(key, text, {language, marks: marks[language] ?? marks["fr-ch"]});
      text = change ? text.slice(0, text.length - change.take) + change.put : text + key;
    }
    return text;
  });
}"""


def text_of(desk):
    return desk.locator("#id_body").input_value()


def test_what_is_typed_is_printed_as_the_language_has_it_and_can_be_had_back(desk):
    open_story(desk, StoryFactory(language="de", body="<p>Anfang</p>"))
    tab_to(desk, EDITOR)
    desk.keyboard.press("Control+a")
    desk.keyboard.type('Er sagt "ja" -- nein...')
    assert text_of(desk) == "<p>Er sagt „ja“ – nein…</p>"
    desk.keyboard.press("Control+z")
    assert text_of(desk) == "<p>Er sagt „ja“ – nein...</p>"
    desk.keyboard.type(' "')
    desk.keyboard.press("Backspace")
    assert text_of(desk) == '<p>Er sagt „ja“ – nein... "</p>'
    desk.keyboard.press("Backspace")
    assert text_of(desk) == "<p>Er sagt „ja“ – nein... </p>"

    paste(desk, '"So" -- ...', "text/plain")
    assert '"So" -- ...' in text_of(desk)
    press_in_toolbar(desk, SWITCH)
    desk.keyboard.press("Escape")
    wait_a_frame(desk)
    desk.keyboard.type(' "a" -- ')
    assert '"a" -- ' in text_of(desk)
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_headline_and_standfirst_are_set_alike_and_keep_their_spaces(desk):
    story = StoryFactory(language="fr", headline="Port")
    open_story(desk, story)
    for name in ("headline", "standfirst"):
        box = desk.locator(f"#id_{name}")
        box.fill("")
        box.press_sequentially('"Oui" ? C\'est tout...')
        assert box.input_value() == f"«{NB}Oui{NB}»{NARROW}? C’est tout…"
        desk.keyboard.press("Control+z")
        assert box.input_value() == f"«{NB}Oui{NB}»{NARROW}? C’est tout..."
        box.press_sequentially(" '")
        desk.keyboard.press("Backspace")
        assert box.input_value() == f"«{NB}Oui{NB}»{NARROW}? C’est tout... '"
    desk.locator("#id_headline").fill(f"«{NB}Oui{NB}»{NARROW}!  Et non")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.latest.headline == f"«{NB}Oui{NB}»{NARROW}! Et non"


@pytest.mark.thorough
def test_each_language_has_its_own_marks_spaces_and_apostrophes(desk):
    marks = BodyEditor().get_context("body", "", {})["widget"]["attrs"]["data-quotation-marks"]
    marks = json.loads(marks) | {
        "fr-ca": [f"«{NB}", f"{NB}»", "“", "”"], "fr-ch": ["«", "»", "‹", "›"],
    }  # fmt: skip
    printed = desk.evaluate(TYPE, [[case[:2] for case in TYPED], marks])
    assert printed == [case[2] for case in TYPED]


@pytest.mark.thorough
def test_code_stays_as_it_is_typed_and_the_switch_is_remembered(desk):
    open_story(desk, StoryFactory(body="<pre><code>a</code></pre><p><code>b</code></p>"))
    desk.get_by_text("a", exact=True).click()
    desk.keyboard.press("End")
    desk.keyboard.type(' "--"')
    desk.get_by_text("b", exact=True).click()
    desk.keyboard.press("End")
    desk.keyboard.type("--")
    assert '<code>a "--"</code>' in text_of(desk)
    assert "<code>b--</code>" in text_of(desk)
    switch = desk.locator(f"[aria-label='{SWITCH}']")
    desk.locator("[data-name=more]").click()
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    desk.close(run_before_unload=False)
    other = desk.context.new_page()
    open_story(other, StoryFactory())
    pressed = other.locator(f"[aria-label='{SWITCH}']").get_attribute("aria-pressed")
    assert pressed == "false"
