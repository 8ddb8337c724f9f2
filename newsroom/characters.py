"""Characters that no text of ours holds, and those that some places cannot use. No Django here.

*Forbidden* is what XML 1.0 cannot contain, not even escaped, with Unicode's noncharacters. They
mean nothing, PostgreSQL refuses some, and one makes a whole feed unreadable. Every field for text
leaves them out (newsroom/model_fields.py, newsroom/form_fields.py).

*Invisible* is what shows nothing and only changes its neighbours: where a word may break, which way
it runs, whether two letters join. That belongs to running text, and so it is kept there. In an
address it makes two of what looks like one.
"""

import re

# All but "Char" of https://www.w3.org/TR/xml/#charsets, and the noncharacters: the last two of each
# plane and U+FDD0 to U+FDEF (The Unicode Standard, 23.7).
_IN_THE_FIRST_PLANE = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_IN_OTHERS = "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000)
                     for end in (0xFFFE, 0xFFFF))  # fmt: skip
# A class of the first plane alone is searched ten times as fast, and few texts need the other.
FORBIDDEN_IN_THE_FIRST_PLANE = re.compile(f"[{_IN_THE_FIRST_PLANE}]")
BEYOND_THE_FIRST_PLANE = re.compile("[^\x00-\uffff]")
FORBIDDEN = re.compile(f"[{_IN_THE_FIRST_PLANE}{_IN_OTHERS}]")
# Line tabulation and form feed, in Word the end of a line and of a page: words stand on both sides.
LINE_ENDS = re.compile(r"(?<=\S)[\x0b\x0c]+(?=\S)")
WITHOUT_LINE_ENDS = {0x0B: None, 0x0C: None}

# Default_Ignorable_Code_Point of Unicode 17 (DerivedCoreProperties.txt), and three that annotate.
INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)

# The scripts in which U+200C and U+200D, the joiners, spell: from Arabic to Sinhala, Myanmar,
# Khmer, Mongolian, and the forms of Arabic.
_JOINED = (
    "[\u0600-\u061b\u061d-\u0dff\u1000-\u109f\u1780-\u18af\ua8e0-\ua8ff\ufb50-\ufdcf\ufdf0-\ufdff"
    "\ufe70-\ufefc]"
)
_PICTOGRAPH = "[\xa9\xae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
NOT_IN_A_TITLE = re.compile(
    "[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    f"|(?<!{_JOINED})\u200c|\u200c(?!{_JOINED})"
    # 👩‍🚒 is two pictures and a joiner; the first may have its look or colour behind it.
    f"|\u200d(?<!{_JOINED}\u200d)(?<!{_PICTOGRAPH}\u200d)(?<!\ufe0f\u200d)"
    f"|\u200d(?<!{_JOINED}\u200d)(?!{_PICTOGRAPH})"
)


def without_forbidden(text, *, line_end=" "):
    """The text without forbidden characters; `line_end` where one parted two words.

    It is still to be escaped for XML.
    """
    # Nothing forbidden is printable: for most texts this is the whole work.
    if text.isprintable():
        return text
    if FORBIDDEN_IN_THE_FIRST_PLANE.search(text) or BEYOND_THE_FIRST_PLANE.search(text):
        text = FORBIDDEN.sub(_or_line_end, text)
        return LINE_ENDS.sub(line_end, text).translate(WITHOUT_LINE_ENDS)
    return text


def _or_line_end(character):
    return character[0] if character[0] in "\x0b\x0c" else ""


def everywhere_without_forbidden(value):
    """As `without_forbidden`, in all texts of a value fit for JSON, and in its keys."""
    if isinstance(value, str):
        return without_forbidden(value)
    if isinstance(value, list | tuple):
        return [everywhere_without_forbidden(one) for one in value]
    if isinstance(value, dict):
        pairs = value.items()
        return {everywhere_without_forbidden(k): everywhere_without_forbidden(v) for k, v in pairs}
    return value


def only_visible(text, *, line_end=" "):
    """The text without forbidden and invisible characters: for slugs, e-mail addresses, search."""
    text = without_forbidden(text, line_end=line_end)
    return text if text.isascii() else INVISIBLE.sub("", text)


def as_title(text):
    """The text as a title that leaves the page: for <title>, cards, subjects, links for sharing.

    No soft hyphens, zero-width spaces or bidi controls, which others show as boxes or count as
    letters. A joiner stays where it spells: in an emoji, in Persian, in the scripts of India.
    """
    text = without_forbidden(text)
    return text if text.isascii() else NOT_IN_A_TITLE.sub("", text)
