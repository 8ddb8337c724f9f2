"""Two people change one byline: nobody undoes the other's change unseen, and no save is stuck."""

import pytest

from articles.models import Byline
from tests.articles.admin.desk import address, inline, story_form
from tests.factories import AuthorFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def authors(db):
    return [AuthorFactory(name=name) for name in ("Ito", "Brandis", "Roke", "Mackie")]


@pytest.fixture
def story(ana, authors):
    return StoryFactory(authors=authors[:2])


@pytest.fixture
def rows(client, story):
    """The rows as the form is opened, and what is hidden in it."""
    form = client.get(address("story_change", story.pk)).context["adminform"].form
    opened = form["opened_with"].value()
    return opened, [
        {"id": row.pk, "story": story.pk, "author": row.author_id, "position": row.position}
        for row in story.bylines.all()
    ]


def save(client, story, rows, opened, initial=None, **changes):
    initial = sum(bool(row.get("id")) for row in rows) if initial is None else initial
    form = story_form(story.section, story, opened_with=opened, **changes)
    form |= inline("bylines", rows, initial=initial)
    response = client.post(address("story_change", story.pk), form)
    assert response.status_code == 302, response.context["errors"]
    return [row.author.name for row in Byline.objects.filter(story=story)]


def test_an_author_whom_a_colleague_has_taken_out_stays_out(client, story, rows):
    opened, sent = rows
    story.bylines.first().delete()

    assert save(client, story, sent, opened) == ["Brandis"]


def test_one_whom_a_colleague_has_put_in_stays_and_is_not_put_in_twice(
    client, story, rows, authors
):
    opened, sent = rows
    Byline.objects.create(story=story, author=authors[2], position=30)
    assert save(client, story, sent, opened) == ["Ito", "Brandis", "Roke"]

    again = [*sent, {"id": "", "author": authors[2].pk, "position": 40}]
    assert save(client, story, again, opened) == ["Ito", "Brandis", "Roke"]


def test_one_whom_a_colleague_has_put_in_anothers_place_stays(client, story, rows, authors):
    opened, sent = rows
    Byline.objects.filter(pk=sent[0]["id"]).update(author=authors[2])

    assert save(client, story, sent, opened) == ["Roke", "Brandis"]


def test_whom_one_has_put_in_a_place_that_is_gone_is_put_in(client, story, rows, authors):
    opened, sent = rows
    story.bylines.first().delete()
    sent[0]["author"] = authors[3].pk

    assert set(save(client, story, sent, opened)) == {"Brandis", "Mackie"}


def test_both_may_take_out_the_same(client, story, rows):
    opened, sent = rows
    story.bylines.first().delete()
    sent[0]["DELETE"] = "on"

    assert save(client, story, sent, opened) == ["Brandis"]


@pytest.mark.parametrize(
    "opened", ["", "[]", '{"bylines": 7}', "{" * 5000, '{"bylines": {"x": []}}']
)
def test_a_form_that_does_not_say_how_it_was_opened_is_taken_as_it_is(
    client, story, rows, authors, opened
):
    _, sent = rows
    sent[0]["author"] = authors[3].pk

    assert save(client, story, sent, opened) == ["Mackie", "Brandis"]


def test_the_same_author_twice_is_refused_in_words(client, story, rows, authors):
    opened, sent = rows
    sent.append({"id": "", "author": authors[0].pk, "position": 40})
    form = story_form(story.section, story, opened_with=opened) | inline("bylines", sent, initial=2)
    response = client.post(address("story_change", story.pk), form)

    assert response.status_code == 422
    assert story.bylines.count() == 2
