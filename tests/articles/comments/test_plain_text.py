import pytest

from articles.comments.plain_text import is_damaged, says_something, tidy, tidy_line


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\u200d\ufeff", "\u2800\u3164", "\u0301\u0301"]
)
def test_what_shows_nothing_says_nothing(text):
    assert not says_something(tidy(text))


@pytest.mark.parametrize("text", ["ok", "؟", "👩🏽‍🚒", "かき", "…", "5"])
def test_a_word_a_sign_or_a_picture_says_something(text):
    assert says_something(tidy(text))


def test_turned_and_controlling_characters_are_stripped():
    assert tidy("a\u202eb\u2066c\x07d\x1b[31m") == "abcd[31m"


def test_marks_that_help_a_sentence_stay():
    persian = "می\u200cخواهم\u200f"
    assert tidy(persian) == persian


def test_a_tower_of_marks_is_cut_and_honest_marks_stay():
    assert len(tidy("a" + "\u0301" * 1000)) == 7
    assert len(tidy("a" + "\u0301\u200d" * 1000).replace("\u200d", "")) == 7
    for honest in ("שָׁל֖וֹם", "Việt Nam", "น้ำ"):
        assert tidy(honest) == honest


def test_new_lines_are_of_one_kind_and_never_a_flood():
    assert tidy("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert tidy("a" + " \t\r\n" * 3000 + "b") == "a\n\nb"


def test_a_name_is_one_line():
    assert tidy_line(" Ana\r\nPetrov\t \u202e") == "Ana Petrov"


def test_what_was_damaged_on_the_way_is_noticed():
    assert all(is_damaged(text) for text in ("a\0", "\ud800", "\ufffd"))
    assert not is_damaged("é 🚒 \n")
