"""Terms: what search compares instead of words, by tokenizing, folding and inflection.

"Cafés" and "cafe", "Flooded" and "floods", "می‌رود" and "ميرود" become the same *term*. Both
databases are given these terms, never the text: their own tokenizers, stemmers, stop words and
ideas of accents differ, and so would their results.

Whoever changes what a term is has every entry made again (`manage.py reindex`).
"""

import functools
import re
import unicodedata

from articles.body.scripts import WITHOUT_SPACES
from newsroom.characters import only_visible

from . import inflections

MAX_TERM = 40  # characters

# A search for one of these alone would be a search for nearly every story.
_STOP_WORDS = (
    "a about after all also am an and any are as at be because been before being but by can "
    "could did do does for from had has have he her here him his how i if in into is it its "
    "just me more most my no nor not of off on once only or other our out over own s she so "
    "some such t than that the their them then there these they this those through to too "
    "under until up very was we were what when where which while who whom why will with would "
    "you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Letters that Unicode does not take apart, and those that keyboards write in two ways.
SAME_LETTERS = str.maketrans(
    {
        "æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "œ": "oe",
        "þ": "th", "ŧ": "t",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ـ": None,
    }
)  # fmt: skip

# Vowel signs and accents of scripts in which a word may be written without them. Not so
# in Hindi or Thai, where a mark is a vowel that belongs to the word.
OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)


def _joining_characters():
    """What stands between the letters of one word, as a regular expression's class: marks,
    and invisible characters such as the soft hyphen."""
    ranges, first, last = [], None, None
    for code in range(0x80, 0x1F000):
        if unicodedata.category(chr(code)) not in ("Mn", "Mc", "Me", "Cf"):
            continue
        if last is None or last != code - 1:
            if last is not None:
                ranges.append(f"{chr(first)}-{chr(last)}")
            first = code
        last = code
    return "".join([*ranges, f"{chr(first)}-{chr(last)}"])


_JOINING = _joining_characters()
# Where no spaces stand between words each character is a term, and a word is a phrase of them.
WORD = re.compile(
    # Letters of English first, in one go: most texts have hardly any other.
    rf"((?:[a-zA-Z0-9]+[{_JOINING}]*|(?![{WITHOUT_SPACES}])[^\W_][{_JOINING}]*)+"
    rf"|[{WITHOUT_SPACES}])"
    # The mayor’s bridge is the mayor's.
    r"(?:['’]s(?![^\W_]))?"
)


def terms(text):
    """The terms of a text as a list, in their order and as often as they occur."""
    return [found for word in WORD.findall(text) if (found := term(word))]


@functools.lru_cache(maxsize=50_000)
def term(word):
    """What a single word is compared by; "" if nothing of it can be compared."""
    folded = fold(word)[:MAX_TERM]
    return inflections.base(folded) if folded.isascii() and folded.isalpha() else folded


def fold(word):
    """A word casefolded (Unicode NFKD), without accents, with one form of each letter and digit."""
    word = unicodedata.normalize("NFKD", only_visible(word)).casefold()
    word = OPTIONAL_MARKS.sub("", word).translate(SAME_LETTERS)
    return unicodedata.normalize("NFC", "".join(_kept(character) for character in word))


def _kept(character):
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character if category[0] in "LMN" else ""
