"""English inflection: the base under which all forms of a word are compared.

Plurals, the past and -ing lead to one base ("ferries", "running", "women"); nothing else is taken
off. A word made from another ("university" of "universe", "organization" of "organ") is a word of
its own: stemmers that join them also join what has nothing in common, "policy" and "police".
The rules are those of Porter's English stemmer (Porter2) that are about inflection, its steps 1a,
1b and 5; irregular_forms.py has what no rule can know.
"""

import re

from .irregular_forms import BASES, KEEPS_DOUBLE, KEEPS_E, UNCHANGED

VOWEL = re.compile("[aeiouy]")
# Porter's R1: what follows the first consonant behind a vowel. R2 is the R1 of R1.
REGION = re.compile("[^aeiouy]*[aeiouy]+[^aeiouy](.*)")
# "ferries", "tries", and not "glass", "census", "Ferris".
NO_PLURAL = ("ss", "us", "is")
TAKES_ES = ("ss", "sh", "tch", "x", "zz", "o")
# Ends in a short syllable: "hop", "at"; an e behind it is heard in the vowel: "hope", "ate".
SHORT_SYLLABLE = re.compile("(?:[^aeiouy][aeiouy][^aeiouywx]|^[aeiouy][^aeiouy])$")
DOUBLED = re.compile(r"([bdgmnprt])\1$")
LOST_E = ("at", "bl", "iz")


def base(word):
    """What a word in lower-case ASCII letters is compared by, which need not be a word itself.

    Words of other languages are treated the same, and the same each time.
    """
    if word in UNCHANGED:
        return word
    if word not in BASES:
        word = _singular(word)
    if word not in BASES and word not in UNCHANGED:
        word = _infinitive(word)
    return _without_mute_e(BASES.get(word, word))


def _singular(word):
    if len(word) < 4 or not word.endswith("s") or word.endswith(NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-1] if len(word) == 4 else f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith(TAKES_ES):
        return word[:-2]
    return word[:-1]


def _infinitive(word):
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else f"{word[:-3]}y"
    if word.endswith("eed"):
        return word[:-1] if _region(word).endswith("eed") else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and VOWEL.search(rest):
            return _completed(rest)
    return word


def _completed(rest):
    """What -ed or -ing was hung on: with an e that gave way, without a letter that was doubled."""
    if f"{rest}e" in KEEPS_E or rest.endswith(LOST_E):
        return f"{rest}e"
    if DOUBLED.search(rest):
        return rest if rest in KEEPS_DOUBLE else rest[:-1]
    if SHORT_SYLLABLE.search(rest) and not _region(rest):
        return f"{rest}e"
    return rest


def _without_mute_e(word):
    """Nobody can tell from "increasing" whether the word ends in e: so it goes from all."""
    if word.endswith("e") and word not in KEEPS_E:
        region = _region(word)
        if _region(region) or (region and not SHORT_SYLLABLE.search(word[:-1])):
            return word[:-1]
    elif word.endswith("ll") and _region(_region(word)):
        return word[:-1]
    return word


def _region(word):
    found = REGION.fullmatch(word)
    return found[1] if found else ""
