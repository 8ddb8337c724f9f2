"""Addresses as people pass them on, with what programs have hung on them, made right again.

Chat programs and mail take the full stop, the bracket or the "…" after an address for a part of
it; letters break within one; others put characters into it that nobody sees.
"""

import re
import unicodedata

# A parameter or a fragment that stands in the path, perhaps encoded, and all behind it.
HUNG_ON = re.compile(r"(?<=[^/])/?[&?#;].*", re.DOTALL)
# What pages of other systems end with.
ENDING = re.compile(r"\.(?:html?|xhtml|php|aspx?|jsp|amp)$", re.IGNORECASE)
FILE = re.compile(r"\.[a-z]+$")
INVISIBLE = ("Cc", "Cf")  # Unicode's categories of control and format characters


def mended(path):
    """The path that was probably meant, which may be the same, and need not lead anywhere.

    Without invisible characters, doubled slashes, and what is no letter or digit at its end.
    """
    words = HUNG_ON.sub("", visible(path)).split("/")
    words = [word for word in words if word]
    while len(words) > 1 and not any(map(_is_of_a_word, words[-1])):
        words.pop()
    if not words:
        return path if path.strip("/") else "/"
    words[-1] = _without_ending(words[-1])
    path = "/" + "/".join(words)
    return path if FILE.search(path) else path + "/"


def visible(text):
    """The text without the characters that nobody sees."""
    return "".join(c for c in text if unicodedata.category(c) not in INVISIBLE)


def _without_ending(word):
    word = _without_tail(word)
    return _without_tail(ENDING.sub("", word)) or word


def _without_tail(word):
    end = len(word)
    while end and not _is_of_a_word(word[end - 1]):
        end -= 1
    return word[:end] or word


def _is_of_a_word(character):
    return unicodedata.category(character)[0] in "LMN"
