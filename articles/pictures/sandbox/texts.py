"""Texts of strangers, made fit for a field of ours."""

import re
import unicodedata

MAX_LENGTH = 2000  # characters of one value
# Control characters but tab and line feed, and with them all that newsroom/characters.py forbids:
# lone surrogates and noncharacters. The sandbox can import nothing, so it says it once more.
FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane | end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# Embedding and overriding controls could turn the text around them (UAX 9); directional marks and
# joiners belong to the spelling of some languages and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def one_line(text):
    """`text` in NFC on one line, without what cannot be seen, of at most 2,000 characters."""
    return " ".join(_visible(text).split())[:MAX_LENGTH].rstrip()


def lines(text):
    """As `one_line`, but with its line ends, and at most one empty line at a time."""
    stripped = (" ".join(line.split()) for line in _visible(text).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(stripped)).strip()[:MAX_LENGTH].rstrip()


def fitted(texts, max_lengths):
    """Those of `texts` that there is a field for, truncated to what it can hold.

    `texts` maps fields to texts, `max_lengths` maps the empty fields to characters.
    """
    wanted = {name: texts.get(name) for name in max_lengths}
    return {name: truncated(text, max_lengths[name]) for name, text in wanted.items() if text}


def truncated(text, max_length):
    """At most `max_length` characters, cut between words with “…” at the end."""
    if len(text) <= max_length:
        return text
    whole_words = re.match(rf"(.{{1,{max_length - 2}}})\s", text, re.DOTALL)
    return (whole_words[1] if whole_words else text[: max_length - 1]).rstrip(" \n,;") + "…"


def _visible(text):
    text = _BIDI_CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", FORBIDDEN_CHARACTERS.sub(" ", text))
