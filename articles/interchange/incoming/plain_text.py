"""Texts from elsewhere, made fit for a field of ours."""

import re

from articles import body

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Embedding, overriding and isolating controls (UAX 9); they belong to no name or headline.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]+")


def one_line(text, max_length=None):
    """On one line, without control characters; truncated if it is too long."""
    text = BIDI_CONTROLS.sub("", CONTROL_CHARACTERS.sub(" ", text))
    return truncated(" ".join(text.split()), max_length)


def plain(source, max_length=None):
    """The text of a piece of HTML, on one line; truncated if it is too long."""
    return one_line(body.plain_text(source), max_length)


def escaped(text):
    """A text as HTML that says the same: titles and names of items are HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def truncated(text, max_length):
    """At most `max_length` characters, cut between words with "…" at the end; None is no limit."""
    if max_length is None or len(text) <= max_length:
        return text
    short = text[: max_length - 1]
    between_words = short.rfind(" ", max_length * 2 // 3)
    return short[: between_words if between_words > 0 else None].rstrip() + "…"
