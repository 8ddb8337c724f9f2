"""What an editor pastes from other programs, and what is cut and pasted in the text itself."""

import re
from collections import Counter

import pytest

from articles import body
from tests.articles.body.pasted import CASES, file
from tests.factories import StoryFactory

from ...keyboard import EDITOR, tab_to, wait_a_frame
from ..at_the_desk import open_story

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASTE = """
([kind, text]) => {
  const data = new DataTransfer();
  data.setData(kind, text);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
# In place of all that stands there, and what the form would send then.
PASTE_EACH = """
pieces => pieces.map((html) => {
  const editor = document.querySelector(".ProseMirror").editor;
  editor.commands.setContent("<p></p>");
  editor.commands.focus("start");
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
  return document.querySelector("#id_body").value;
})"""
CONTENT = "document.querySelector('.ProseMirror').editor.getJSON()"
SET_CONTENT = "text => { document.querySelector('.ProseMirror').editor.commands.setContent(text) }"
# Cut what is selected and paste it at a place of the text, as the keys do.
CUT_AND_PASTE = """
([from, to, words, type]) => {
  const editor = document.querySelector(".ProseMirror").editor;
  const {view} = editor;
  const at = (text, end) => {
    let found = null;
    editor.state.doc.descendants((node, position) => {
      const place = node.isText ? node.text.indexOf(text) : -1;
      if (found === null && place >= 0) found = position + place + (end ? text.length : 0);
    });
    return found;
  };
  const nodes = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === type || node.type.spec.tableRole === type) nodes.push(position);
  });
  if (type === "all") editor.commands.selectAll();
  else if (type === "cell")
    editor.commands.setCellSelection({anchorCell: nodes[0], headCell: nodes.at(-1)});
  else if (type) editor.commands.setNodeSelection(nodes[0]);
  else editor.commands.setTextSelection({from: at(from, false), to: at(to, true)});
  const data = new DataTransfer();
  const bring = (kind) => view.dom.dispatchEvent(
    new ClipboardEvent(kind, {clipboardData: data, bubbles: true, cancelable: true}));
  bring("cut");
  if (words) editor.commands.setTextSelection(at(words, true));
  bring("paste");
  return document.querySelector("#id_body").value;
}"""


def paste(desk, text, kind="text/html"):
    desk.evaluate(PASTE, [kind, text])


def text_of(desk):
    return desk.locator("#id_body").input_value()


def told_alike(html):
    """A point or a cell with one paragraph, whether or not the paragraph is written."""
    html = body.clean(html).replace("&nbsp;", " ").replace("\u00a0", " ")
    html = re.sub(r"(<(?:li|td|th)\b[^>]*>)<p>", r"\1", html)
    html = re.sub(r"\s+</p>", "</p>", html)
    return re.sub(r"</p>(</(?:li|td|th)>|<[uo]l)", r"\1", html).replace(' data-type="decimal"', "")


def test_what_other_programs_wrote_becomes_what_it_looks_like(desk):
    cases = {said: html for said, (html, _) in CASES.items()}
    pasted = desk.evaluate(PASTE_EACH, list(cases.values()))
    told = {said: told_alike(html) for said, html in zip(cases, pasted, strict=True)}
    assert told == {said: told_alike(expected) for said, (_, expected) in CASES.items()}
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_pictures_that_cannot_come_along_are_told_of(desk):
    tab_to(desk, EDITOR)
    paste(desk, '<p>Boats <img src="data:image/png;base64,AAAA"> <img src="cid:2" alt="x"></p>')
    status = desk.locator(".body-editor__status")
    assert "2 pictures were left out" in status.inner_text()
    assert text_of(desk) == "<p>Boats</p>"
    paste(desk, '<span> and <img alt="\N{SAILBOAT}\ufe0f" src="https://x.example/e.png"></span>')
    assert status.inner_text() == ""
    assert text_of(desk) == "<p>Boats and \N{SAILBOAT}\ufe0f</p>"
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_a_word_pasted_into_a_sentence_stays_in_it(desk):
    tab_to(desk, EDITOR)
    desk.keyboard.type("The  sails.")
    for _ in range(7):
        desk.keyboard.press("ArrowLeft")
    wait_a_frame(desk)
    paste(desk, '<span style="font-weight:700">night ferry</span>')
    assert text_of(desk) == "<p>The <strong>night ferry</strong> sails.</p>"
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_lines_of_plain_text_are_paragraphs_with_all_their_words(desk):
    tab_to(desk, EDITOR)
    paste(desk, 'One style="x"\r\nTwo <b>\n\n\tThree', "text/plain")
    html = text_of(desk)
    assert html == '<p>One style="x"</p><p>Two &lt;b&gt;</p><p>\tThree</p>'
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_markdown_becomes_what_its_signs_mean(desk):
    tab_to(desk, EDITOR)
    paste(desk, file("markdown.txt"), "text/plain")
    expected = "".join(file("markdown.story.html").splitlines())
    assert told_alike(text_of(desk)) == told_alike(expected)
    assert "It was Markdown" in desk.locator(".body-editor__status").inner_text()
    desk.close(run_before_unload=False)


TEXT = (
    '<p>Alpha says style="bold" and onset="late" here.</p><h2>Head one</h2><p>Beta para.</p>'
    "<ul><li><p>Gamma point</p></li><li><p>Delta point</p></li></ul>"
    '<aside data-box="method"><h3>Box head</h3><p>Epsilon fact</p></aside>'
    "<table><tbody><tr><th>For</th><td>Zeta</td></tr><tr><th>Against</th><td>Eta</td></tr></tbody>"
    "</table><blockquote><p>Theta said</p></blockquote><pre><code>iota  = 1</code></pre>"
    "<p>Omega.</p>"
)
CUT = [("Alpha", "here."), ("says", "late"), ("Head one", "Head one"), ("Alpha", "Beta"),
       ("Gamma", "Delta point"), ("Beta", "Gamma"), ("Delta", "Epsilon"), ("Box", "fact"),
       ("Epsilon", "Epsilon"), ("Zeta", "Zeta"), ("Theta", "said"), ("iota", "= 1"),
       ("fact", "Theta"), ("Alpha", "Eta")]  # fmt: skip
PLACES = ("Omega.", "Gamma", "Box head", "Epsilon", "Eta", "Theta", "iota", "Alpha", "Head")


def letters_of(html):
    """How often each letter and sign is in a text, wherever its words now stand."""
    return Counter("".join(body.plain_text(html).split()))


def test_no_word_is_lost_by_cutting_and_pasting_in_the_text(desk):
    story = StoryFactory(body=TEXT)
    open_story(desk, story)
    before = desk.evaluate(CONTENT)
    lost = {}
    for start, end in CUT:
        for place in PLACES:
            if TEXT.index(start) <= TEXT.index(place) <= TEXT.index(end):
                continue
            desk.evaluate(SET_CONTENT, before)
            html = desk.evaluate(CUT_AND_PASTE, [start, end, place, ""])
            if letters_of(html) != letters_of(TEXT):
                lost[f"{start} … {end}, put after {place}"] = html
    assert lost == {}
    desk.close(run_before_unload=False)


WHOLE = (
    "<p>Alpha.</p><ul><li><p>Beta</p></li></ul>"
    '<aside data-box="method"><h3>Box head</h3><p>Gamma</p></aside>'
    "<table><caption>Who voted</caption><tbody><tr><th>For</th><td>Delta</td></tr></tbody></table>"
    '<aside data-box="fact"><p>Epsilon</p></aside><p>Omega.</p>'
)
THINGS = [
    *(("storyBox", place) for place in ("Omega.", "Alpha.", "Beta", "Delta", "Epsilon")),
    *(("table", place) for place in ("Omega.", "Alpha.", "Beta", "Gamma", "Epsilon")),
    *(("cell", place) for place in ("Omega.", "Beta", "Gamma", "")),
    ("bulletList", "Gamma"),
    ("bulletList", "Delta"),
    ("all", ""),
]


@pytest.mark.thorough
def test_nothing_whole_loses_words_by_being_put_elsewhere(desk):
    open_story(desk, StoryFactory(body=WHOLE))
    before = desk.evaluate(CONTENT)
    lost = {}
    for thing, place in THINGS:
        desk.evaluate(SET_CONTENT, before)
        html = desk.evaluate(CUT_AND_PASTE, ["", "", place, thing])
        # An emptied table keeps its caption, and what was cut out of it brings it along.
        if letters_of(WHOLE) - letters_of(html):
            lost[f"{thing}, put after {place}"] = html
    assert lost == {}
    desk.close(run_before_unload=False)
