"""A name beside a text is one readable line, in any script."""

import pytest
from django.core.exceptions import ValidationError

from accounts import names


@pytest.mark.parametrize(
    "name",
    [
        "Bo",
        "Nguyễn Thị Ánh",
        "عائشة",
        "نیلوفر می‌خواهد",
        "श्री क्षेत्र",
        "O’Neill-Smith",
        "李",
        "R2",
        "שָׁלוֹם",
    ],
)
def test_names_of_all_scripts_stay_as_they_are(name):
    import unicodedata

    assert names.clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bo \t Lind\n", "Bo Lind"),
        ("Bo\u202eLind", "BoLind"),
        ("\ufeffBo\u200b Lind\u2066", "Bo Lind"),
        ("Jose\u0301", "José"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(typed, kept):
    assert names.clean(typed) == kept


@pytest.mark.parametrize("name", ["", " ", "\u200d", "...", "Z" + "\u0300" * 5, "🙂"])
def test_a_name_needs_a_letter_and_no_piles_of_marks(name):
    with pytest.raises(ValidationError):
        names.clean(name)
