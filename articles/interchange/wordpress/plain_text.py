"""Words from elsewhere, made fit for a line of ours."""

import re

from articles import body

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Characters that turn the text around them; they belong to no name or headline.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]+")


def line(text, longest=None):
    """On one line, without control characters; cut between words if it is too long."""
    text = TURNING.sub("", CONTROLS.sub(" ", text))
    return cut(" ".join(text.split()), longest)


def plain(source, longest=None):
    """The words of a piece of HTML, on one line."""
    return line(body.plain_text(source), longest)


def cut(text, longest):
    """Not longer than `longest` characters; what is missing at the end is shown by "…"."""
    if longest is None or len(text) <= longest:
        return text
    short = text[: longest - 1]
    between_words = short.rfind(" ", longest * 2 // 3)
    return short[: between_words if between_words > 0 else None].rstrip() + "…"
