"""A person's name as it may stand beside a text."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Vietnamese and vowelled Hebrew need two or three marks on a letter, mischief hundreds.
MARKS_ON_A_LETTER = 4


def clean(name):
    """One line without invisible or direction-changing characters, in NFC.

    Joiners stay: Persian and Hindi names are spelt with them.
    Raises ValidationError when nothing readable is left or marks are piled up.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" or c in "\u200c\u200d")
    name = " ".join(name.split())
    marks = 0
    for character in name:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks > MARKS_ON_A_LETTER:
            raise ValidationError(_("Use fewer accents on one letter."), code="marks")
    if not any(unicodedata.category(c)[0] in "LN" for c in name):
        raise ValidationError(_("A name needs at least one letter."), code="empty")
    return name
