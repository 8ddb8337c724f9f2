"""Bytes in an alphabet that nobody has named: read only where there is one way to read them.

The rule. All texts of a block that are not UTF-8, which nothing else looks like, are in one
alphabet. They are read as Windows and Macintosh wrote Western languages, and as Windows and
ISO 8859-2 wrote those of Central Europe. A reading is possible if its letters are those of one
language, no capital follows a small letter, no sign stands inside a word, and no letter stands
where its language never has it. If all possible readings are the same text, it is that; if not, or
if there is none, the texts are not read.

So "Dvo\\xf8\\xe1k" is read, because no Nordic word has an ø between vowels, and so is
"\\xe0 c\\xf4t\\xe9", because no Central European language has those three letters. "Cr\\xe8me" is
not: it could be Czech.
"""

import re

_WESTERN = (
    "äöüßé",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíñóúü",  # Spanish
    "àèéìíîòóùú",  # Italian
    "áâãàçéêíóôõúü",  # Portuguese
    "åäöéæøüàòóôè",  # the Nordic languages
    "äëïéèêöüóí",  # Dutch
    "àçéèíïòóúü",  # Catalan
)
_CENTRAL = (
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíľňóôšťúýž",  # Slovak
    "ąćęłńóśźż",  # Polish
    "áéíóöőúüű",  # Hungarian
    "čćšžđ",  # Croatian, Slovene
    "ăâîşţ",  # Romanian
)
# What any of them may have beside letters; these also inside a word.
_SIGNS_INSIDE = "’–—…\xa0"
_SIGNS = set("‘“”„‚«»‹›•·©®™°§€£¥¢¡¿½¼¾±×²³ªº" + _SIGNS_INSIDE)
_VOWEL = "[aeiouàâäáãåæèéêëìíîïòóôöõøùúûü]"  # y is one and the other
# What no word of those languages has.
_NOT_WESTERN = re.compile(
    r"ñ(?![aeiouáéíóúü])|ã(?!o|e|s?$)|õ(?!e)"
    rf"|{_VOWEL}[èòøæ]{_VOWEL}|[èòøæ]{_VOWEL}{{2}}|{_VOWEL}{{2}}[èòøæ](?!$)"
)
_NOT_CENTRAL = re.compile(
    r"^[ęąńě]|ń[aeiouyó]|(?<![bpvmfdtn])ě|oů|[aeiou]ű|ă[oe]|^[^aeiouyáéíóúůýěąęôäöőüűăâî]{1,2}$"
)
_READINGS = (
    ("cp1252", _WESTERN, _NOT_WESTERN),
    ("mac_roman", _WESTERN, _NOT_WESTERN),
    ("cp1250", _CENTRAL, _NOT_CENTRAL),
    ("iso8859-2", _CENTRAL, _NOT_CENTRAL),
)
_WORD = re.compile(r"[^\W\d_]+")


def guess(values):
    """The texts of these `values` (bytes of one block), None for those that cannot be told."""
    texts = [utf_8(value) for value in values]
    doubtful = [value for value, text in zip(values, texts, strict=True) if text is None]
    possible = {
        reading
        for encoding, languages, impossible in _READINGS
        if (reading := _decoded(doubtful, encoding))
        if _is_possible(" \n ".join(reading), languages, impossible)
    }
    readings = possible.pop() if len(possible) == 1 else [None] * len(doubtful)
    read = dict(zip(doubtful, readings, strict=True))
    return [
        read[value] if text is None else text for value, text in zip(values, texts, strict=True)
    ]


def utf_8(value):
    """The text of bytes in UTF-8, None if they are not; a letter that was cut off at the end, where
    a field had no more room, is left away."""
    cut = re.search(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})$", value)
    for whole in (value, value[: cut.start()] if cut else value):
        try:
            text = whole.decode("utf-8")
        except UnicodeDecodeError:
            continue
        # One foreign letter at the end alone is no sign of UTF-8.
        return text if whole == value or not whole.isascii() else None
    return None


def _decoded(values, encoding):
    try:
        return tuple(value.decode(encoding) for value in values)
    except UnicodeDecodeError:
        return None


def _is_possible(text, languages, impossible):
    text = text.replace("l·l", "ll")  # Catalan
    others = {letter for letter in text if not letter.isascii()}
    signs = {sign for sign in others if not sign.isalpha() or sign in "ªº"}
    letters = {letter.lower() for letter in others - signs}
    if signs - _SIGNS or not any(letters <= set(language) for language in languages):
        return False
    if re.search("[^\\W\\d_][‚„¿¡]", text):  # what opens something stands before a word
        return False
    if re.search(rf"[^\W\d_][{re.escape(''.join(signs - set(_SIGNS_INSIDE)))}\0][^\W\d_]", text):
        return False
    words = (word for word in _WORD.findall(text) if not word.isascii())
    return not any(_has_odd_capitals(word) or impossible.search(word.lower()) for word in words)


def _has_odd_capitals(word):
    """Other than Word, word and WORD, where a letter that is not ASCII is concerned."""
    small = [letter.islower() for letter in word]
    after_small = any(
        is_small and not next_is_small and not (letter + following).isascii()
        for is_small, next_is_small, letter, following in zip(
            small, small[1:], word, word[1:], strict=False
        )
    )
    two_before_small = small[:2] == [False, False] and any(small) and not word[:2].isascii()
    return after_small or two_before_small
