"""The desk makes one of two topics or authors, once somebody has read what will be."""

import pytest

from articles.models import Author, FormerName, Record, Topic
from tests.factories import (
    AuthorFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    moderator,
    reporter,
)

from .desk import address, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def docks():
    made = TopicFactory(name="Docks", slug="docks")
    StoryFactory.create_batch(2, published=True, topics=[made])
    return made


@pytest.fixture
def harbour():
    return TopicFactory(name="Harbour", slug="harbour")


def test_an_editor_is_told_what_will_be_and_merges(client, ana, docks, harbour):
    page = address("topic_merge", docks.pk)
    assert page in client.get(address("topic_change", docks.pk)).text
    assert client.get(page).status_code == 200

    asked = client.post(page, {"other": "harbour"})
    assert asked.status_code == 200
    assert "2 stories get its name instead." in " ".join(asked.text.split())
    assert Topic.objects.filter(pk=docks.pk).exists()

    done = client.post(page, {"other": "harbour", "confirmed": harbour.pk}, follow=True)
    assert said(done) == ["“Docks” is part of “Harbour” now, and its address leads there."]
    assert not Topic.objects.filter(pk=docks.pk).exists()
    assert client.get("/topics/docks/").url == "/topics/harbour/"
    line = Record.objects.get(kind="topic", action="merged")
    assert (line.by, line.title) == (ana, "Docks")
    assert client.get(page).status_code == 404


def test_what_was_confirmed_for_another_one_is_asked_again(client, ana, docks, harbour):
    other = TopicFactory(name="Port")
    page = address("topic_merge", docks.pk)
    answer = client.post(page, {"other": "Port", "confirmed": harbour.pk})

    assert answer.status_code == 200
    assert answer.context["other"] == other
    assert Topic.objects.filter(pk=docks.pk).exists()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Write the name of the other one."),
        ("Zeppelins", "There is no other one of this name."),
        ("docks", "There is no other one of this name."),
        ("<script>", "There is no other one of this name."),
        ("x" * 201, "at most 200 characters"),
        ("a\0b", "There is no other one of this name."),
    ],
)
def test_what_is_no_other_topic_is_refused_in_words_and_comes_back(
    client, ana, docks, typed, problem
):
    answer = client.post(address("topic_merge", docks.pk), {"other": typed})

    assert answer.status_code == 422
    assert problem in answer.text
    assert "<script>" not in answer.text.partition('name="other"')[2][:300]


def test_of_two_authors_of_one_name_the_end_of_the_address_says_which(client, ana):
    wrong = AuthorFactory(name="Bo", slug="bo")
    AuthorFactory(name="Ines Vale", slug="ines-vale")
    right = AuthorFactory(name="Ines Vale", slug="ines-vale-2")
    page = address("author_merge", wrong.pk)
    refused = client.post(page, {"other": "Ines Vale"})
    assert "Write the end of the address of one: ines-vale, ines-vale-2." in refused.text

    client.post(page, {"other": "ines-vale-2", "confirmed": right.pk})
    assert set(Author.objects.values_list("slug", flat=True)) >= {"ines-vale", "ines-vale-2"}
    assert not Author.objects.filter(slug="bo").exists()


@pytest.mark.parametrize("somebody", [reporter, moderator])
def test_who_may_not_is_offered_nothing_and_refused(client, docks, harbour, somebody):
    client.force_login(somebody())
    page = address("topic_merge", docks.pk)

    assert page not in client.get(address("topic_change", docks.pk)).text
    for answer in (client.get(page), client.post(page, {"other": "harbour", "confirmed": 1})):
        assert answer.status_code == 403
    assert Topic.objects.filter(pk=docks.pk).exists()


def test_a_new_slug_at_the_desk_leaves_the_old_one_leading_on(client, ana):
    section = SectionFactory(name="Town", slug="town")
    form = {"name": "City", "slug": "city", "front_layout": "three", "position": 1}
    client.post(address("section_change", section.pk), form)

    assert FormerName.objects.get().slug == "town"
    assert client.get("/town/").url == "/city/"
