"""The words themselves: one stands in every field that somebody fills in."""

import pytest

from .planting import fields
from .planting.markers import Markers

pytestmark = pytest.mark.django_db


def test_a_word_stands_in_every_field_that_somebody_fills_in(paper):
    assert fields.without_a_word(paper.markers) == []


def test_every_exception_is_still_a_field():
    assert fields.exceptions_left_over() == []


def test_a_field_that_is_added_and_filled_by_nobody_fails_the_build(paper):
    without_sections = {"all others": [name for names in fields.EXCEPTIONS.values()
                                       for name in names if name != "Section.name"]}  # fmt: skip

    assert fields.without_a_word(paper.markers, without_sections) == ["Section.name"]


def test_a_word_is_known_again_in_capitals_and_inside_others():
    markers = Markers()
    word = markers("draft", "headline")

    assert markers.found_in(f"<b>{word.upper()}</b>") == {word}
    assert markers.found_in(f"the-{word}.jpeg") == {word}
    assert markers.found_in("a bridge") == set()
