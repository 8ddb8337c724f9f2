"""Whole numbers as strangers write them."""

import re

import pytest

from newsroom.numbers import LARGEST_ID, IdConverter, whole_number, whole_numbers


@pytest.mark.parametrize("text", ["0", "7", "123", str(LARGEST_ID)])
def test_plain_digits_are_a_number(text):
    assert whole_number(text) == int(text)


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", " ", "-1", "+1", "1.0", "1e3", "0x1", "1_000", " 1", "1\n", "one"),
        *("007", "00"),  # another writing of a number
        *("\u0661\u0662", "\u00b2", "\u0967", "\u2460", "\uff11"),  # digits that int() takes or not
        *(str(LARGEST_ID + 1), "9" * 5000),
    ],
)
def test_whatever_else_is_none_and_no_error(text):
    assert whole_number(text) is None


def test_the_caller_may_allow_less_or_more():
    assert whole_number("100", most=99) is None
    assert whole_number("99", most=99) == 99
    assert whole_number(str(2**63), most=2**63) == 2**63


def test_of_a_list_the_numbers_count_and_no_more_than_are_asked_for():
    assert whole_numbers("3,x,1,,\u0662,2", most=10) == [3, 1, 2]
    assert whole_numbers("1,2,3", most=2) == [1, 2]
    assert whole_numbers("", most=2) == []


def test_the_number_of_a_row_stands_in_an_address_in_one_writing_that_every_database_holds():
    def is_taken(text):
        return re.fullmatch(IdConverter.regex, text) is not None

    assert is_taken("12")
    assert is_taken(str(LARGEST_ID))
    assert not is_taken(str(LARGEST_ID + 1))
    assert not is_taken("0")
    assert not is_taken("012")
    assert IdConverter().to_python("12") == 12
