"""Whole numbers as strangers write them: in addresses, in forms, at a command line.

One writing for each number: ASCII digits without a sign, spaces or leading zeros, so that no
page has a second address and no database is asked for a number that it cannot hold.
"""

import re

ID_DIGITS = 18
# The largest primary key that is ever asked for. PostgreSQL's and SQLite's hold 2**63 - 1, which
# has 19 digits.
LARGEST_ID = 10**ID_DIGITS - 1
# What a PositiveIntegerField holds on both databases.
LARGEST_INTEGER = 2**31 - 1

DIGITS = re.compile("0|[1-9][0-9]*")


def whole_number(text, *, most=LARGEST_ID):
    """The number that the text is, from 0 to `most`, or None for anything else (None, "", "007").

    str.isdecimal() would take Arabic digits too, and int() spaces, underscores and signs; of
    more than 4300 digits int() raises ValueError.
    """
    if not text or len(text) > len(str(most)) or not DIGITS.fullmatch(text):
        return None
    number = int(text)
    return number if number <= most else None


def whole_numbers(text, *, most):
    """The numbers of "3,1,2" in their order, of the first `most` that stand there; no others."""
    numbers = (whole_number(part) for part in text.split(",", most)[:most])
    return [number for number in numbers if number is not None]


class IdConverter:
    """A row's number in an address."""

    regex = f"[1-9][0-9]{{0,{ID_DIGITS - 1}}}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)
