"""Which headlines the words of somebody typing find, of drafts and of what readers have."""

import pytest

from articles.admin.finding.words import asked
from tests.factories import StoryFactory

from .asking import names

HEADLINE = "Harbour bridge reopens after the flood"
FOUND = [
    "harbour",
    "harb",
    "bridge flo",
    "FLOODED harbours ",
    "the bridge",
    "réopens",
    "bridge reopens after the flood",
]
NOT_FOUND = ["harbours gate", "flo bridge", "h b", "ridge", "harb "]


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "—", "\u200b"])
def test_of_what_has_no_word_nothing_is_asked(typed):
    assert asked(typed) is None


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [*FOUND, *NOT_FOUND])
def test_words_in_any_order_find_a_headline_and_half_a_word_only_at_the_end(client, ana, typed):
    StoryFactory(headline=HEADLINE)
    StoryFactory(headline=HEADLINE, published=True)

    assert names(client, typed).count(HEADLINE) == (2 if typed in FOUND else 0)


@pytest.mark.django_db
def test_words_of_scripts_without_spaces_are_found_by_their_beginning(client, ana):
    StoryFactory(headline="港の橋が再開", published=True)
    StoryFactory(headline="港の橋、洪水のあと")

    assert len(names(client, "港の橋")) == 2
