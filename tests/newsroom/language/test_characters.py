"""What no text holds, and what no title, slug, address or search term holds."""

import sys
import unicodedata
from xml.sax.saxutils import escape

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from articles.pictures.sandbox import texts
from articles.search.terms import terms
from newsroom.characters import FORBIDDEN, as_title, only_visible, without_forbidden
from newsroom.slugs import is_slug, slugify
from newsroom.templatetags.characters import unbroken

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
any_text = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("aیक🚒\x0b\xad\u200c\u200d")
)
# Soft hyphen, zero-width space, joiners, word joiner, byte order mark, directions, and more.
UNSEEN = ["\xad", *"\u200b\u200c\u200d\u2060\ufeff\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2064"]


def test_what_is_left_of_all_characters_there_are_can_be_read_as_xml():
    kept = without_forbidden(EVERY)

    # A parser turns "\r" into "\n", as the standard asks.
    assert fromstring(f"<a>{escape(kept)}</a>").text == kept.replace("\r", "\n")


@pytest.mark.thorough
def test_controls_surrogates_and_noncharacters_are_taken_and_nothing_else():
    taken = set(EVERY) - set(without_forbidden(EVERY))
    noncharacters = {c for c in EVERY if ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef"}

    assert len(noncharacters) == 66
    assert taken == noncharacters | {c for c in EVERY if "\ud800" <= c <= "\udfff"} | {
        c for c in map(chr, range(32)) if c not in "\t\n\r"
    }
    assert taken == {c for c in EVERY if FORBIDDEN.match(c)}
    assert taken == {c for c in EVERY if without_forbidden(f"a{c}\n") != f"a{c}\n"}


def test_the_sandbox_which_can_ask_nobody_takes_the_same_and_more():
    assert not [c for c in EVERY if FORBIDDEN.match(c) and not texts.FORBIDDEN_CHARACTERS.match(c)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The port.\x0bWon a prize.", "The port. Won a prize."),
        ("The port \x0band its people", "The port and its people"),
        ("Tide\x0c\x0btables\x0b", "Tide tables"),
        ("Har\x00bour", "Harbour"),
        ("Har\x1fbour\x7f", "Harbour\x7f"),
        ("\ud83d🚒\udc00", "🚒"),
        ("a\ufffe\U0001ffffb", "ab"),
        ("Bundes\xadtags\n", "Bundes\xadtags\n"),
        ("10\xa0000 \ufffd", "10\xa0000 \ufffd"),
    ],
)
def test_words_stay_apart_and_other_characters_stay_as_they_are(text, kept):
    assert without_forbidden(text) == kept


@given(any_text)
def test_what_is_clean_is_left_alone(text):
    for cleaned in (without_forbidden, only_visible, as_title):
        assert cleaned(cleaned(text)) == cleaned(text)
        assert not FORBIDDEN.search(cleaned(text))


@pytest.mark.parametrize("character", UNSEEN, ids=unicodedata.name)
def test_what_nobody_sees_divides_no_word_and_is_in_no_slug_title_or_search_term(character):
    word = f"Bundes{character}tags{character}wahl{character}"

    assert slugify(word) == "bundestagswahl"
    assert slugify(f"{character}{word} {character} 2026") == "bundestagswahl-2026"
    assert as_title(f"{character} {word}") == " Bundestagswahl"
    assert only_visible(word) == "Bundestagswahl"
    assert terms(word) == terms("Bundestagswahl")


@pytest.mark.parametrize("space", "\xa0\u202f\u2007\u2003", ids=unicodedata.name)
def test_a_space_that_does_not_break_is_a_space(space):
    words = f"Route{space}66{space}closed"

    assert slugify(words) == "route-66-closed"
    assert terms(words) == terms("Route 66 closed")
    assert as_title(words) == words
    assert len(words.split()) == 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("👩\u200d🚒 saves 👨🏽\u200d🚒", "👩\u200d🚒 saves 👨🏽\u200d🚒"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("🏴\u200d☠\ufe0f \u200dAhoy", "🏴\u200d☠\ufe0f Ahoy"),
        ("🚒\u200d fire \u200d🚒", "🚒 fire 🚒"),
        ("می\u200cرود", "می\u200cرود"),
        ("می\u200c رود", "می رود"),
        ("می\u200c", "می"),
        ("क्\u200dष", "क्\u200dष"),
        ("Auf\u200clage", "Auflage"),
        ("\u202eevil\u202c \u200fשלום\u200e", "evil שלום"),
        ("ISBN\xa01", "ISBN\xa01"),
    ],
)
def test_a_title_keeps_the_joiners_that_spell(text, title):
    assert as_title(text) == title


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("می\u200cرود", "میرود"),
        ("❤\ufe0f wins", "wins"),
        ("Cr\u00e8me\u200b-br\xadûlée", "crème-brûlée"),
        ("Tide\x0btables", "tide-tables"),
        ("Har\x00bour", "harbour"),
        ("\u3164\u115f", ""),
    ],
)
def test_a_slug_is_made_of_what_can_be_seen(headline, slug):
    assert slugify(headline) == slug


@given(any_text)
def test_a_slug_can_be_seen_whole(text):
    slug = slugify(text)

    assert slug == only_visible(slug)
    assert not slug or is_slug(slug)


@pytest.mark.parametrize(
    ("heading", "html"),
    [
        ("Check your e-mail", 'Check your <span class="unbroken">e-mail</span>'),
        ("E-Mail-Adresse ändern", '<span class="unbroken">E-Mail</span>-Adresse ändern'),
        (
            "Harbour-side <b> & so-on",
            'Harbour-side &lt;b&gt; &amp; <span class="unbroken">so-on</span>',
        ),
        ("تغيير البريد", "تغيير البريد"),
    ],
)
def test_no_line_of_a_heading_ends_in_an_e_and_a_hyphen(heading, html):
    assert unbroken(heading) == html
