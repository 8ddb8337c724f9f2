"""Whether a text can be in the language that it is said to be in, by its letters."""

import unicodedata
from collections import Counter

from babel.core import get_global
from django.conf import settings
from django.utils.translation import to_locale

# How Unicode's names of letters begin, and the scripts (ISO 15924) that are written with them.
SCRIPTS = {
    "ARABIC": ("Arab",),
    "ARMENIAN": ("Armn",),
    "BENGALI": ("Beng",),
    "CJK": ("Hans", "Hant", "Jpan", "Kore"),
    "CYRILLIC": ("Cyrl",),
    "DEVANAGARI": ("Deva",),
    "ETHIOPIC": ("Ethi",),
    "GEORGIAN": ("Geor",),
    "GREEK": ("Grek",),
    "HANGUL": ("Kore",),
    "HEBREW": ("Hebr",),
    "HIRAGANA": ("Jpan",),
    "KATAKANA": ("Jpan",),
    "KHMER": ("Khmr",),
    "LATIN": ("Latn",),
    "TAMIL": ("Taml",),
    "THAI": ("Thai",),
}
ENOUGH = 200  # letters, to know the script of a text


def language_of(text, language):
    """The code of the language, or of the one that most use the text's script, if it is another.

    An Arabic sentence in an English paper is "ar" here, and so is a Persian one.
    """
    scripts = _scripts_of(text)
    script = _script_of(language) or _script_of(settings.LANGUAGE_CODE)
    if not scripts or script in scripts:
        return language
    likely = get_global("likely_subtags").get(f"und_{scripts[0]}", "en")
    return likely.partition("_")[0]


def _scripts_of(text):
    names = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in text[:ENOUGH]
        if letter.isalpha()
    )  # fmt: skip
    if names["HIRAGANA"] or names["KATAKANA"]:
        return SCRIPTS["HIRAGANA"]
    return SCRIPTS.get(max(names, key=names.get, default=""), ())


def _script_of(language):
    locale = to_locale(language)
    parts = locale.split("_")
    if len(parts) > 1 and len(parts[1]) == 4:
        return parts[1].title()
    known = get_global("likely_subtags")
    return (known.get(locale) or known.get(parts[0]) or "__").split("_")[1]
