"""What leaves the house by post, and what lies about in caches."""

import pytest
from django.core.cache import cache

from .asking import looking
from .people import may_see

pytestmark = pytest.mark.django_db


def words_of(letter):
    pages = [page.content for page in letter.alternatives]
    return "\n".join([letter.subject, letter.body, str(letter.extra_headers), *pages])


def hidden_words_in(paper, letters):
    """(role, state, field) of each hidden word that stands in a letter, by whom gets it."""
    roles = {person.email: role for role, person in paper.people.items() if person}
    return {
        (roles[address], *paper.markers.meaning[word])
        for letter in letters
        for address in letter.recipients()
        for word in paper.markers.found_in(words_of(letter))
    }


def test_letters_tell_of_nothing_hidden_but_to_those_who_may_see_it(paper):
    found = hidden_words_in(paper, paper.letters)

    assert [meaning for meaning in found if not may_see(*meaning)] == []


def test_letters_were_sent_and_did_tell_of_it(paper):
    found = hidden_words_in(paper, paper.letters)

    assert ("reporter", "returned", "returned note") in found
    assert ("chief editor", "in review", "headline") in found
    assert ("editor", "ready", "record note") in found


def test_a_hidden_word_in_a_cache_would_be_found(paper):
    cache.set("page", f"<h1>{paper.markers.all('headline')[0]}</h1>")
    [found] = looking.findings(paper, names=["healthz"])

    assert "the cache" in found
    assert "headline" in found
