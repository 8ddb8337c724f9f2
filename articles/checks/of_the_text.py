"""The words of a story: quotations, names, what is private, what the newsroom takes care with."""

import re
from collections import defaultdict
from itertools import combinations, pairwise

from articles.models import Paper

from .registry import check

EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\d[\d \u00a0()/-]{7,18}\d(?![\w,/-])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
HOME = re.compile(
    r"\b(?:lives?|home|house|flat)\b[^.]{0,40}?\b\d{1,4}[a-z]?,? [A-Z]\w{1,40} "
    r"(?:Street|Road|Lane|Avenue|Quay)\b"
)
FEWEST_DIGITS, MOST_DIGITS = 8, 15  # of a telephone number, ITU-T E.164
QUOTED = "quote"
SAID_BY = re.compile(r"(?:^|\s)[–—-]\s*\S")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\s\w]")
SHORTEST_NAME = 3  # letters, of the part that differs
SENTENCE = re.compile(r"[.!?…]+(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
HARD_TO_READ, FEWEST_WORDS = 30, 100
MOST_NAMES = 200


@check("quotation")
def quotations_have_a_speaker(draft):
    for quote in draft.embedded.get("quote", []):
        if not quote.speaker.strip():
            yield f"The quotation “{quote.text[:60]}” has no speaker.", str(quote.pk)
    quoted = [block for block in draft.blocks if block.kind == QUOTED]
    for place, block in enumerate(quoted):
        words = _said(block)
        following = quoted[place + 1] if place + 1 < len(quoted) else None
        if not SAID_BY.search(words) and not (following and SAID_BY.match(_said(following))):
            yield f"The quotation “{words[:60]}” does not say whose words these are.", words


def _said(block):
    return "".join(word.space + word.text for word in block.words if not word.is_in_a_note)


@check("name")
def names_are_spelled_one_way(draft):
    # Two names that differ in one word stand together under the other: few are compared with few.
    beside = defaultdict(set)
    for first, last in pairwise(WORD.findall(draft.text)):
        if first[0].isupper() and last[0].isupper():
            beside["{} " + last].add(first)
            beside[first + " {}"].add(last)
    for name, words in beside.items():
        for one, other in combinations(sorted(words)[:MOST_NAMES], 2):
            if _is_misspelt(one, other):
                ours, theirs = name.format(one), name.format(other)
                yield (
                    f"“{ours}” and “{theirs}”: is that one name, spelled two ways?",
                    f"{ours} {theirs}",
                )


def _is_misspelt(one, other):
    """Whether two words differ in one letter, and may be the same one."""
    a, b = sorted((one, other), key=len)
    if len(a) < SHORTEST_NAME or len(b) - len(a) > 1 or a[0] != b[0] or b in {f"{a}s", f"{a}’s"}:
        return False
    start = next((n for n in range(len(a)) if a[n] != b[n]), len(a))
    return a[start:] == b[start + 1 :] or (len(a) == len(b) and a[start + 1 :] == b[start + 1 :])


@check("personal data")
def says_nothing_private(draft):
    for address in EMAIL.findall(draft.text):
        yield f"“{address}” is an e-mail address: may it be public?", address
    for number in IBAN.findall(draft.text):
        if _is_an_iban(number):
            yield f"“{number}” is the number of an account: may it be public?", number
    for number in PHONE.findall(draft.text):
        digits = sum(character.isdigit() for character in number)
        looks_like_one = number[0] in "+0(" and FEWEST_DIGITS <= digits <= MOST_DIGITS
        if looks_like_one:
            yield f"“{number}” looks like a telephone number: may it be public?", number
    for place in HOME.findall(draft.text):
        yield f"“{place}” says where somebody lives: may it be public?", place


def _is_an_iban(written):
    """By its check digits, ISO 13616."""
    number = written.replace(" ", "")
    turned = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


@check("word to take care with")
def words_to_take_care_with(draft):
    words = Paper.objects.values_list("careful_words", flat=True).first() or ""
    text = draft.text.casefold()
    for word in filter(None, map(str.strip, words.splitlines())):
        if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text):
            yield f"“{word}” is on the newsroom’s list of words to take care with.", word


@check("reading ease")
def can_be_read(draft):
    """English alone: Flesch, "A New Readability Yardstick", 1948."""
    if not draft.language.startswith("en"):
        return
    words = [word for word in draft.plain.split() if any(map(str.isalpha, word))]
    if len(words) < FEWEST_WORDS:
        return
    sentences = max(1, len(SENTENCE.findall(draft.plain)))
    syllables = sum(max(1, len(VOWELS.findall(word))) for word in words)
    ease = 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)
    if ease < HARD_TO_READ:
        yield (
            (
                f"The text is hard to read: {len(words) // sentences} words a sentence, reading "
                f"ease {ease:.0f} of 100."
            ),
            "reading ease",
        )
