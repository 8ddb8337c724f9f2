"""What the photographer wrote into a file, for the fields that nobody has filled in."""

import re

MULTILINE = {"caption", "usage_terms"}
# Control characters but tab and line feed, lone surrogates and U+FFFE, U+FFFF: PostgreSQL refuses
# some of them (NUL, surrogates), XML 1.0 (2.2, Char) most of the others, and people see none.
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def fitted(texts, max_lengths):
    """Those of `texts` for which there is a field, cut to what it can hold.

    `texts` maps fields to texts, `max_lengths` maps the empty fields to characters. A text that is
    too long is cut between words and ends with “…”; only fields that are to be filled are in
    the answer.
    """
    found = {}
    for name, max_length in max_lengths.items():
        text = _clean(str(texts.get(name) or ""), multiline=name in MULTILINE)
        if text:
            found[name] = _cut(text, max_length)
    return found


def _clean(text, *, multiline):
    text = FORBIDDEN_CHARACTERS.sub(" ", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", ("\n" if multiline else " ").join(lines)).strip()


def _cut(text, max_length):
    if len(text) <= max_length:
        return text
    whole_words = re.match(rf"(.{{1,{max_length - 2}}})\s", text, re.DOTALL)
    return (whole_words[1] if whole_words else text[: max_length - 1]).rstrip(" \n,;") + "…"
