"""Quotation marks: those of the language of the text, once, and others for quotes inside."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from newsroom import quotation
from newsroom.quotation import marks_of, quoted
from newsroom.quotation.nesting import ALL, pairs_in

NB = "\u00a0"
TEXTS = st.text(st.sampled_from([*sorted(ALL), *" a.,", NB]), max_size=24)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "“Late.”"), ("en-gb", "“Late.”"), ("de", "„Late.“"), ("de-at", "„Late.“"),
        ("de-ch", "„Late.“"), ("fr", f"«{NB}Late.{NB}»"), ("fr-be", f"«{NB}Late.{NB}»"),
        ("fr-ca", f"«{NB}Late.{NB}»"), ("fr-ch", "«Late.»"), ("es", "«Late.»"),
        ("es-ar", "“Late.”"), ("es-mx", "“Late.”"), ("it", "«Late.»"), ("pt", "“Late.”"),
        ("pt-br", "“Late.”"), ("pt-pt", "«Late.»"), ("nl", "‘Late.’"), ("sv", "”Late.”"),
        ("fi", "”Late.”"), ("nb", "«Late.»"), ("da", "“Late.”"), ("pl", "„Late.”"),
        ("cs", "„Late.“"), ("hu", "„Late.”"), ("ro", "„Late.”"), ("tr", "“Late.”"),
        ("nobody-knows", "“Late.”"), ("", "“Late.”"),
    ],
)  # fmt: skip
def test_a_quote_stands_between_the_marks_of_its_language(language, shown):
    assert quoted("Late.", language) == shown


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("ar", "الوقت متأخر.", "«الوقت متأخر.»"), ("fa", "دیر است.", "«دیر است.»"),
        ("he", "מאוחר.", "”מאוחר.”"), ("ru", "Поздно.", "«Поздно.»"),
        ("uk", "Пізно.", "«Пізно.»"), ("el", "Είναι αργά.", "«Είναι αργά.»"),
        ("ja", "遅いです。", "「遅いです。」"), ("zh-hans", "晚了。", "“晚了。”"),
        ("zh-hant", "晚了。", "「晚了。」"), ("zh-tw", "晚了。", "「晚了。」"),
        ("ko", "늦었다.", "“늦었다.”"),
        ("hy", "Ուշ է։", "«Ուշ է։»"), ("ka", "გვიანია.", "„გვიანია.“"),
        ("th", "สายแล้ว", "“สายแล้ว”"),
        ("am", "ዘግይቷል።", "«ዘግይቷል።»"), ("hi", "देर हो गई।", "“देर हो गई।”"),
    ],
)  # fmt: skip
def test_and_so_it_does_in_other_scripts(language, text, shown):
    assert quoted(text, language) == shown


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "الوقت متأخر.", "«الوقت متأخر.»"),
        ("de", "Поздно.", "«Поздно.»"),
        ("en", "遅いです。", "「遅いです。」"),
        ("ar", "It is late.", "“It is late.”"),
        ("he", "It is late.", "“It is late.”"),
        ("ar", "قال John: متأخر.", "«قال John: متأخر.»"),
        ("en", "He said العربية once.", "“He said العربية once.”"),
        ("en", "2026", "“2026”"),
        ("ar", "…", "«…»"),
        ("ja", "晚了。", "「晚了。」"),
        ("sr-latn", "Kasno.", "„Kasno.”"),
    ],
)
def test_letters_of_another_script_count_more_than_what_it_is_thought_to_be_in(
    language, text, shown
):
    assert quoted(text, language) == shown


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "“Late.”"), ("en", '"Late."'), ("en", "““Late.””"), ("en", " “Late.” "),
        ("en", "“Late."), ("en", "Late.”"), ("en", "«Late.»"), ("en", "‘Late.’"),
        ("de", "„Late.“"), ("de", "»Late.«"), ("de", '"Late."'), ("de", "“Late.”"),
        ("fr", "« Late. »"), ("fr", f"«{NB}Late.{NB}»"), ("fr", "«\u202fLate.\u202f»"),
        ("es", "«Late.»"), ("es", "“Late.”"), ("sv", "”Late.”"), ("nl", "‘Late.’"),
    ],
)  # fmt: skip
def test_marks_that_were_typed_at_the_ends_are_not_doubled(language, typed):
    assert quoted(typed, language) == quoted("Late.", language)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "He said “go” to me.", "“He said ‘go’ to me.”"),
        ("en", 'He said "go" to me.', "“He said ‘go’ to me.”"),
        ("en", "He said ‘go’ to me.", "“He said ‘go’ to me.”"),
        ("en", "He said “she told me ‘go’ now”.", "“He said ‘she told me “go” now’.”"),
        ("en", "“Yes,” she said, “no.”", "“‘Yes,’ she said, ‘no.’”"),
        ("en", "The dogs’ toys aren’t here.", "“The dogs’ toys aren’t here.”"),
        ("en", "It’s the ’90s ‘again’.", "“It’s the ’90s ‘again’.”"),
        ("en", "He is 6'2\"", "“He is 6'2\"”"),
        ("en", "(“go”)", "“(‘go’)”"),
        ("de", "Er sagte „geh“ zu mir.", "„Er sagte ‚geh‘ zu mir.“"),
        ("de", "Er sagte »geh« zu mir.", "„Er sagte ‚geh‘ zu mir.“"),
        ("de", "„Ja“, sagte sie, „nein.“", "„‚Ja‘, sagte sie, ‚nein.‘“"),
        ("fr", "Il a dit « oui » hier.", f"«{NB}Il a dit “oui” hier.{NB}»"),
        ("fr", "C’est l’« état » de droit.", f"«{NB}C’est l’“état” de droit.{NB}»"),
        ("es", "Dijo «sí» ayer.", "«Dijo “sí” ayer.»"),
        ("es", "¿Dijo «sí»?", "«¿Dijo “sí”?»"),
        ("ar", "قال «نعم» لي.", "«قال ”نعم“ لي.»"),
        ("sv", "Han sade ”ja” då.", "”Han sade ’ja’ då.”"),
        ("nl", "Hij zei ‘ja’ tegen mij.", "‘Hij zei “ja” tegen mij.’"),
        ("ja", "彼は「はい」と言った。", "「彼は『はい』と言った。」"),
        ("ru", "Он сказал «да».", "«Он сказал „да“.»"),
        ("bg", "Той каза „да“.", "„Той каза „да“.“"),
        ("en", "A “half open quote.", "“A “half open quote.”"),
    ],
)
def test_quotes_inside_stand_between_the_inner_marks_by_depth(language, text, shown):
    assert quoted(text, language) == shown


@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "ar", "sv", "ja"]))
def test_whatever_was_typed_the_words_stay_and_the_marks_stand_around_them(text, language):
    shown, marks = quoted(text, language), marks_of(language)
    letters = [c for c in text if c in "a.,"]

    assert [c for c in shown if c in "a.,"] == letters
    if letters:
        # Latin letters in an Arabic paper are English.
        marks = marks_of("en") if language in ("ar", "ja") and "a" in letters else marks
        assert shown.startswith(marks.start)
        assert shown.endswith(marks.end)


@given(TEXTS)
def test_pairs_lie_inside_or_beside_each_other_and_never_across(text):
    pairs = pairs_in(text)

    for a, b, depth in pairs:
        assert a < b
        assert depth == sum(c < a and b < d for c, d, _ in pairs)
        assert not any(a < c < b < d for c, d, _ in pairs)


@pytest.mark.parametrize("text", ["", " ", '"', "“”", "«", "« »"])
def test_nothing_stays_nothing(text):
    assert quoted(text, "en") == ""


def test_where_no_language_is_said_it_is_the_active_one_and_an_unknown_one_the_papers(settings):
    settings.LANGUAGE_CODE = "de"
    with override("fr"):
        assert quoted("Tard.") == f"«{NB}Tard.{NB}»"
    assert quoted("Tlhab.", "tlh") == "„Tlhab.“"


def test_all_that_cldr_knows_has_four_marks_and_the_licence_lies_beside_it():
    folder = Path(quotation.__file__).parent
    marks = json.loads((folder / "marks.json").read_text(encoding="utf-8"))

    assert len(marks) > 300
    assert {len(four) for four in marks.values()} == {4}
    assert set("".join(marks.values())) <= ALL
    assert "UNICODE LICENSE" in (folder / "LICENSE").read_text(encoding="utf-8")
