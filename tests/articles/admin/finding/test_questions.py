"""Odd questions, and how many queries one costs."""

import pytest
from django.urls import reverse

from tests.factories import AuthorFactory, StoryFactory, TopicFactory

from .asking import answer, found, to_link

pytestmark = pytest.mark.django_db

ODD = [
    '"', "'", "*", "a*", "-", "%", "_", "\\", "(", "NEAR(a b)", 'x" OR headline:*', "' & | ! :*",
    "http://[half", "//", "///", "/\\x", "http://", "https://127.0.0.1:8000x", "/%ff/", "/../",
    "\ud7ff\ufffe", "\u202e", "🜁", "a" * 2_000, "word " * 400, "9" * 400, "#", "#0", "/admin/",
    "/admin/articles/story/0/change/", "/admin/articles/nothing/1/change/", "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("q", ODD)
def test_an_odd_question_gets_an_answer(client, ana, q):
    StoryFactory(headline="A bridge", published=True)
    assert isinstance(found(client, q), list)
    assert isinstance(to_link(client, q), list)
    assert client.get(reverse("desk-find"), {"q": q}).status_code == 200


def test_one_that_is_too_long_for_an_address_is_refused_in_words(client, ana):
    response = answer(client, "a" * 9_000)
    assert response.status_code == 400


def test_nothing_is_found_for_a_link_that_is_not_asked_for(client, ana):
    StoryFactory(headline="A bridge", published=True, created_by=ana)
    assert to_link(client, "") == []


def test_an_answer_is_for_nobody_else_and_for_no_cache(client, ana):
    assert "no-store" in answer(client, "bridge")["Cache-Control"]
    assert "Accept" in answer(client, "bridge")["Vary"]


def test_only_reading_is_possible(client, ana):
    assert client.post(reverse("desk-find"), {"q": "x"}).status_code == 405
    assert client.post(reverse("desk-keys")).status_code == 405


def test_more_rows_cost_no_more_queries_and_few_are_shown(
    client, ana, django_assert_max_num_queries
):
    for number in range(12):
        StoryFactory(
            headline=f"Bridge {number}", published=number % 2 == 0, authors=[AuthorFactory()]
        )
        TopicFactory(name=f"Bridge {number}", slug=f"bridge-{number}")
    answer(client, "bridge")
    with django_assert_max_num_queries(22):
        rows = found(client, "bridge")
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("Story"), kinds.count("Topic")) == (8, 4)
    with django_assert_max_num_queries(12):
        answer(client)


def test_the_keys_of_the_desk_stand_on_a_page(client, ana):
    page = client.get(reverse("desk-keys")).text
    for key in ("Ctrl+K", "Ctrl+S", "Ctrl+P", "Ctrl+Enter"):
        assert f"<kbd>{key}</kbd>" in page
