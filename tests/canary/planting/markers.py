"""Words that stand in nothing but what is hidden, and what each of them tells."""

import re
import string

WORD = re.compile("zq[a-z]{4}qz")
LETTERS = string.ascii_lowercase


class Markers:
    """Makes the words, and knows them again. `meaning` is {word: (state, field)}."""

    def __init__(self):
        self.meaning = {}
        self._keys = None

    def __call__(self, state, field):
        """A word of its own for one field of what is in that state."""
        word = self.never()
        self.meaning[word] = (state, field)
        return word

    def never(self):
        """A word of the same shape that stands nowhere."""
        number = len(self.meaning)
        # The letter that changes fastest stands first: neighbours are not each other's misprint.
        letters = [LETTERS[number // 26**place % 26] for place in range(4)]
        word = f"zq{''.join(letters)}qz"
        self.meaning[word] = ("nowhere", "never planted")
        return word

    def watch(self, key, state, field):
        """Something that is random by itself, like the key of a picture, counts as a word."""
        self.meaning[key.lower()] = (state, field)
        self._keys = None

    def found_in(self, text):
        """The words that stand in a text, in whatever case."""
        text = text.lower()
        if self._keys is None:
            keys = [re.escape(word) for word in self.meaning if not WORD.fullmatch(word)]
            self._keys = re.compile("|".join(keys) or "(?!)")
        return {*WORD.findall(text), *self._keys.findall(text)} & self.meaning.keys()

    def all(self, *fields):
        """One word for each state and each of these fields (each field), in their order."""
        one = {}
        for word, (state, field) in self.meaning.items():
            if WORD.fullmatch(word) and state != "nowhere" and (not fields or field in fields):
                one.setdefault((state, field), word)
        return list(one.values())
