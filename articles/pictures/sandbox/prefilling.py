"""What the photographer wrote into a file, for the fields that nobody has filled in."""

import re

# Of lines there are several here; elsewhere they become one.
SEVERAL_LINES = {"caption", "usage_terms"}
# What neither PostgreSQL nor XML can hold: control characters, and half a surrogate pair.
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def filled(words, room):
    """Those of `words` for which there is room: by field, at most so many characters.

    Cut at a word, with “…” at the end.
    """
    found = {}
    for name, most in room.items():
        text = _clean(str(words.get(name) or ""), several_lines=name in SEVERAL_LINES)
        if text:
            found[name] = _cut(text, most)
    return found


def _clean(text, *, several_lines):
    text = NOT_TEXT.sub(" ", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", ("\n" if several_lines else " ").join(lines)).strip()


def _cut(text, most):
    if len(text) <= most:
        return text
    whole_words = re.match(rf"(.{{1,{most - 2}}})\s", text, re.DOTALL)
    return (whole_words[1] if whole_words else text[: most - 1]).rstrip(" \n,;") + "…"
