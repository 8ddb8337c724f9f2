"""What a reader typed, made safe to keep: plain text, whatever was pasted.

Nothing is escaped here. Text is stored as it is meant and escaped where it is shown, as the
last step, so that nothing can be put together again behind the escaping.
"""

import re
import unicodedata

# Marks that stand on one letter; Hebrew with cantillation and Tibetan need four or five.
MAX_MARKS = 6

# Embeddings, overrides and isolates turn the words around them, also those of the page. Left-to-
# right and right-to-left marks (U+200E, U+200F, U+061C) only help a sentence and stay.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols by category, and yet nothing to see.
INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

NEW_LINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def is_damaged(text):
    """Whether it holds NUL, a lone surrogate or U+FFFD: it did not survive the way here."""
    return any(c in "\0\ufffd" or "\ud800" <= c <= "\udfff" for c in text)


def tidy(text):
    """The text without controls, bidi controls, piles of marks and floods of empty lines."""
    text = NEW_LINE.sub("\n", text).replace("\t", " ")
    text = "".join(c for c in text if c == "\n" or not _is_control(c))
    text = _cap_marks(text)
    text = re.sub(" +\n", "\n", text)
    return re.sub("\n{3,}", "\n\n", text).strip()


def tidy_line(text):
    """As `tidy`, on one line: for a name."""
    return " ".join(tidy(text).split())


def says_something(text):
    """Whether a reader would see anything: a letter, digit, sign or symbol."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in INVISIBLE for c in text)


def _is_control(character):
    return character in BIDI_CONTROLS or unicodedata.category(character) == "Cc"


def _cap_marks(text):
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        if category[0] == "M":
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif category != "Cf":  # a joiner between two marks does not begin a new letter
            marks = 0
        kept.append(character)
    return "".join(kept)
