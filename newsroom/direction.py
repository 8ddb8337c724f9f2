"""Texts of both directions in one line: what the Bidirectional Algorithm (UAX #9) needs of us.

A name, a caption or a quote that stands in a line of ours and is written the other way is isolated,
so that it changes the order of nothing around it: in HTML by <bdi> (`{{ name|bdi }}`, see
newsroom/templatetags/direction.py), in plain text by FIRST STRONG ISOLATE and POP DIRECTIONAL
ISOLATE. docs/decisions/0019-direction-and-language.md says where the borders lie.
"""

from unicodedata import bidirectional

from django.utils.translation import get_language_bidi

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ckb", "yi", "dv", "ps", "sd", "ug"})

FIRST_STRONG_ISOLATE, POP_ISOLATE, POP_FORMATTING = "\u2068", "\u2069", "\u202c"
ISOLATES = frozenset("\u2066\u2067\u2068")
EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")  # and overrides
CONTROLS = ISOLATES | EMBEDDINGS | {POP_ISOLATE, POP_FORMATTING}
# Bidi classes of characters (UAX #9, table 4) that have a direction: of letters, digits, controls.
_OF_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
OF_THE_RIGHT = frozenset({"R", "AL", "AN", *_OF_CONTROLS})
OF_THE_LEFT = frozenset({"L", "EN", *_OF_CONTROLS})
# At these a line of text begins anew for the algorithm, and whatever was open is closed.
BREAKS = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


def of_language(code):
    """ "rtl" or "ltr": how the language of a code like "ar-eg" is written."""
    return "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def balanced(text):
    """The text with each of its bidi controls closed, and none that closes what it did not open.

    Otherwise a single one would turn the line it stands in, for it also ends an isolate that was
    put around the text, in CSS no less than in plain text.
    """
    if CONTROLS.isdisjoint(text):
        return text
    kept, still_open = [], []
    for character in text:
        if character in ISOLATES or character in EMBEDDINGS:
            still_open.append(character)
        elif character == POP_FORMATTING:
            if not still_open or still_open[-1] in ISOLATES:
                continue
            still_open.pop()
        elif character == POP_ISOLATE:
            if ISOLATES.isdisjoint(still_open):
                continue
            while still_open.pop() not in ISOLATES:
                pass  # what was embedded inside an isolate ends with it
        kept.append(character)
    closing = (POP_ISOLATE if c in ISOLATES else POP_FORMATTING for c in reversed(still_open))
    return "".join([*kept, *closing])


def runs_the_other_way(text):
    """Whether anything in the text is written the other way than the active language, or may be.

    What does not could stand in any sentence of that language without turning a sign of it.
    """
    if not get_language_bidi():
        return not text.isascii() and not OF_THE_RIGHT.isdisjoint(map(bidirectional, text))
    return not OF_THE_LEFT.isdisjoint(map(bidirectional, text))


def isolated(text):
    """Plain text to stand in a sentence of the active language, in one line.

    It is put between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE if it runs the other way;
    else it is left as it is, for some programs show a box for what they do not know.
    """
    text = balanced(str(text).translate(BREAKS))
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if runs_the_other_way(text) else text
