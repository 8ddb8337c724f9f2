"""Slugs, the readable end of a URL, in any script.

Django's slugs drop combining marks, which leaves Thai, Hindi or vowelled Arabic
headlines in ruins, so letters here are all of Unicode's categories L, M and N.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible

from newsroom.characters import only_visible

MAX_LENGTH = 100  # characters


def slugify(text, *, max_length=MAX_LENGTH):
    """Turn a headline into a slug: lower case, NFC, words joined by "-", cut between words.

    What nobody sees does not divide a word, and is not in the slug (newsroom.characters).
    Returns "" when no letter or digit is left.
    """
    text = unicodedata.normalize("NFC", only_visible(str(text)))
    text = text.lower().replace("’", "").replace("'", "")
    words = "".join(c if _is_letter(c) else " " for c in text).split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > max_length:
            return slug or word[:max_length]
        slug = longer
    return slug


def is_slug(text):
    """Whether the text is of letters, digits, "-" and "_" alone, and not empty."""
    return bool(text) and all(_is_letter(c) or c in "-_" for c in text)


def _is_letter(character):
    return unicodedata.category(character)[0] in "LMN"


@deconstructible
class SlugValidator:
    """Raises ValidationError unless the text is made of letters, digits, "-" and "_"."""

    def __call__(self, value):
        if not is_slug(value):
            raise ValidationError("Use letters, digits and hyphens only.", code="invalid")

    def __eq__(self, other):
        return isinstance(other, SlugValidator)

    def __hash__(self):
        return hash(SlugValidator)


class SlugConverter:
    """A path part in any script. Other writings of the same word do not match."""

    regex = "[^/]{1,200}"

    def to_python(self, value):
        if not is_slug(value):
            raise ValueError(value)
        return value

    def to_url(self, value):
        return str(value)
