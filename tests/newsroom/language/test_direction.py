"""What a text may hold, it stays inside it: bidi controls, whatever somebody has pasted."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from newsroom.direction import CONTROLS, balanced, isolated, of_language

RLO, LRO, RLE, PDF = "\u202e", "\u202d", "\u202b", "\u202c"
RLI, LRI, FSI, PDI = "\u2067", "\u2066", "\u2068", "\u2069"
OF_THE_OTHER_WAY = {"en-gb": set("א\u0633"), "ar": set("a1")}
TEXTS = st.text(st.sampled_from([*sorted(CONTROLS), *"aא1س. \n\u200f\u2029"]), max_size=40)


def still_open(text):
    """What is open at the end of a text, and what closed something from before it: UAX #9, BD9."""
    opened, strays = [], 0
    for character in text:
        if character in (RLI, LRI, FSI):
            opened.append("isolate")
        elif character in (RLO, LRO, RLE, "\u202a"):
            opened.append("embedding")
        elif character == PDF:
            if opened[-1:] == ["embedding"]:
                opened.pop()
            elif not opened:
                strays += 1
        elif character == PDI:
            if "isolate" not in opened:
                strays += 1
                continue
            while opened.pop() != "isolate":
                pass
    return opened, strays


def filtered(text, name="bdi"):
    return Template(f"{{{{ text|{name} }}}}").render(Context({"text": text}))


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("Ana", "Ana"),
        ("سارة", "سارة"),
        (f"Ana{RLO}", f"Ana{RLO}{PDF}"),
        (f"{RLO}Ana", f"{RLO}Ana{PDF}"),
        (f"Ana{PDI}", "Ana"),
        (f"{PDI}{RLO}Ana", f"{RLO}Ana{PDF}"),
        (f"{PDF}Ana", "Ana"),
        (f"{RLI}سارة{PDI}", f"{RLI}سارة{PDI}"),
        (f"{RLI}سارة", f"{RLI}سارة{PDI}"),
        (f"{RLI}{LRO}سارة{PDI}", f"{RLI}{LRO}سارة{PDI}"),
        (f"{RLE}{FSI}a", f"{RLE}{FSI}a{PDI}{PDF}"),
        (f"{RLI}{PDF}a{PDI}", f"{RLI}a{PDI}"),
        (f"{RLE}{PDI}a{PDF}", f"{RLE}a{PDF}"),
        (f"{RLI * 3}a{PDI * 5}", f"{RLI * 3}a{PDI * 3}"),
    ],
)
def test_every_control_is_closed_and_none_closes_what_it_did_not_open(text, tamed):
    assert balanced(text) == tamed


@given(TEXTS)
def test_whatever_the_text_nothing_reaches_beyond_its_end(text):
    assert still_open(balanced(text)) == ([], 0)


@given(TEXTS)
def test_a_text_keeps_all_that_can_be_seen_of_it_and_is_balanced_once_for_all(text):
    letters = [c for c in text if c not in CONTROLS]

    assert [c for c in balanced(text) if c not in CONTROLS] == letters
    assert balanced(balanced(text)) == balanced(text)


@given(TEXTS, st.sampled_from(["en-gb", "ar"]))
def test_in_plain_text_it_stands_in_one_line_between_isolates_or_needs_none(text, language):
    with override(language):
        line = isolated(text)

    assert len(line.splitlines()) < 2
    assert still_open(f"before {line} after") == ([], 0)
    if not line.startswith(FSI):
        assert CONTROLS.isdisjoint(line)


@given(TEXTS, st.sampled_from(["en-gb", "ar"]))
def test_on_a_page_it_stands_in_an_element_of_its_own_or_needs_none(text, language):
    with override(language):
        html = filtered(text)

    inside = html.removeprefix("<bdi>").removesuffix("</bdi>")
    assert still_open(inside) == ([], 0)
    if inside == html:
        assert CONTROLS.isdisjoint(html)
        assert OF_THE_OTHER_WAY[language].isdisjoint(html)


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en-gb", "Ana Petrov", "Ana Petrov"),
        ("en-gb", "1,234", "1,234"),
        ("en-gb", "سارة", f"{FSI}سارة{PDI}"),
        ("en-gb", "דוד and Ana", f"{FSI}דוד and Ana{PDI}"),
        ("en-gb", "٢٠٢٦", f"{FSI}٢٠٢٦{PDI}"),
        ("en-gb", "Two\nlines", "Two lines"),
        ("en-gb", f"Ana{RLO}", f"{FSI}Ana{RLO}{PDF}{PDI}"),
        ("ar", "سارة", "سارة"),
        ("ar", "Ana", f"{FSI}Ana{PDI}"),
        ("ar", "2026", f"{FSI}2026{PDI}"),
        ("ar", "«سارة»", "«سارة»"),
        ("he", "דוד", "דוד"),
        ("fa", "Bo", f"{FSI}Bo{PDI}"),
    ],
)
def test_only_what_runs_the_other_way_is_isolated(language, text, line):
    with override(language):
        assert isolated(text) == line
        assert filtered(text).startswith("<bdi>") == line.startswith(FSI)


def test_what_is_no_html_is_escaped_and_html_stays():
    assert filtered("<b>دال</b>") == "<bdi>&lt;b&gt;دال&lt;/b&gt;</bdi>"
    assert filtered(mark_safe('<a href="/">دال</a>')) == '<bdi><a href="/">دال</a></bdi>'
    assert filtered("a & b", "balanced") == "a &amp; b"


def test_nothing_writes_nothing():
    for name in ("bdi", "balanced", "isolated"):
        assert filtered(None, name) == filtered("", name) == ""


@pytest.mark.parametrize(
    ("code", "direction"),
    [("ar", "rtl"), ("ar-dz", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("ckb", "rtl"),
     ("ug", "rtl"), ("en", "ltr"), ("en-gb", "ltr"), ("arq", "ltr"), ("de", "ltr"), ("ja", "ltr")],
)  # fmt: skip
def test_a_language_has_a_direction(code, direction):
    assert of_language(code) == direction
