"""A view was typed, and meanwhile the log-in ended: it waits until somebody has logged in."""

import re

import pytest
import time_machine
from django.test import Client

from articles.comments.models import Comment
from articles.models import Story
from newsroom import drafts
from tests.articles.moments import a_full_hour
from tests.factories import CommentFactory, StoryFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.typed import SHOWN, WORDS, given_back_on

pytestmark = pytest.mark.django_db


def log_in(client, person, **more):
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD} | more)


@pytest.fixture
def lapsed(client, story, address):
    """A browser whose log-in had ended when the view was sent."""
    answer = client.post(address(story), {"text": WORDS})
    assert answer.status_code == 403
    assert "it is in the form again" in answer.text
    assert SHOWN in given_back_on(answer)
    assert "never" not in re.sub("<textarea.*?</textarea>", "", answer.text, flags=re.DOTALL)
    return client


def test_what_was_sent_after_the_log_in_had_ended_is_in_the_form_afterwards(
    lapsed, reader, story, address
):
    lapsed.post("/accounts/login/", {"login": reader.email, "password": "not that one"})
    entered = log_in(lapsed, reader, next=address(story))
    page = lapsed.get(entered.url)

    assert entered.url == address(story)
    assert page.status_code == 200
    assert SHOWN in given_back_on(page)
    assert "It has not been sent yet." in page.text
    assert lapsed.post(address(story), {"text": WORDS}).status_code == 303
    assert story.comments.get().author == reader
    assert drafts.NAME not in lapsed.session
    assert SHOWN not in given_back_on(lapsed.get(address(story)))


def test_it_is_found_again_without_an_address_to_go_back_to(lapsed, reader, story, address):
    assert log_in(lapsed, reader).url == address(story)


def test_whoever_signs_up_first_finds_it_too(lapsed, story, address, mailoutbox):
    new = {"name": "Cy", "email": "cy@example.org", "password1": "three unrelated words"}
    assert lapsed.post("/accounts/signup/", new).status_code == 302
    link = re.search(r"/accounts/confirm-email/\S+", mailoutbox[-1].body)[0]
    assert lapsed.post(link).status_code == 302
    entered = lapsed.post("/accounts/login/", {"login": new["email"], "password": new["password1"]})

    assert entered.url == address(story)
    assert SHOWN in given_back_on(lapsed.get(entered.url))


@pytest.mark.parametrize("became", ["closed", "deleted"])
def test_whose_account_was_ended_does_not_lose_it_either(reading, reader, story, address, became):
    if became == "closed":
        reader.is_active = False
        reader.save()
    else:
        reader.delete()
    answer = reading.post(address(story), {"text": WORDS})

    assert answer.status_code == 403
    assert SHOWN in given_back_on(answer)
    assert log_in(reading, UserFactory()).url == address(story)
    assert SHOWN in given_back_on(reading.get(address(story)))


def test_it_waits_although_the_view_it_answers_goes_meanwhile(client, reader, story, address):
    comment = CommentFactory(story=story)
    client.post(address(story, reply_to=comment), {"text": WORDS})
    Comment.objects.filter(pk=comment.pk).update(status="refused")
    page = client.get(log_in(client, reader).url)

    assert page.status_code == 404
    assert "The view you answer is not here" in page.text
    assert SHOWN in given_back_on(page)


def test_it_waits_although_the_story_goes_meanwhile(lapsed, reader, story, address):
    story.take_down(by=None, reason="Wrong.")
    page = lapsed.get(log_in(lapsed, reader).url)

    assert page.status_code == 410
    assert SHOWN in given_back_on(page)
    assert "no-store" in page["Cache-Control"]


def test_it_waits_although_the_story_becomes_part_of_another(lapsed, reader, story, address):
    other = StoryFactory(published=True)
    story.merge_into(other, by=None)
    page = lapsed.get(log_in(lapsed, reader).url, follow=True)

    assert page.redirect_chain[-1][0] == address(other)
    assert SHOWN in given_back_on(page)


def test_it_waits_although_the_story_is_closed_meanwhile(lapsed, reader, story, address):
    Story.objects.filter(pk=story.pk).update(comments_open=False)

    assert SHOWN in given_back_on(lapsed.get(log_in(lapsed, reader).url))


def test_on_other_stories_nothing_waits(lapsed, reader, address):
    log_in(lapsed, reader)

    assert SHOWN not in given_back_on(lapsed.get(address(StoryFactory(published=True))))


def test_who_logs_out_leaves_nothing_behind(lapsed, reader, story, address):
    log_in(lapsed, reader)
    lapsed.post("/accounts/logout/")
    log_in(lapsed, UserFactory())

    assert SHOWN not in given_back_on(lapsed.get(address(story)))


def test_a_flood_is_given_back_and_not_kept(client, story, address):
    flood = "a" * (drafts.LONGEST + 1)
    answer = client.post(address(story), {"text": flood})

    assert answer.status_code == 403
    assert "Copy it before you go on." in answer.text
    assert flood in given_back_on(answer)
    assert not answer.cookies


@pytest.mark.thorough
def test_nobody_fills_the_table_of_sessions(story, address):
    with time_machine.travel(a_full_hour(), tick=False):
        answers = [
            Client().post(address(story), {"text": f"{n}. {WORDS}"})
            for n in range(drafts.TIMES + 1)
        ]

    assert all(answer.cookies for answer in answers[:-1])
    assert not answers[-1].cookies
    assert any("ليس مغلقًا" in text for text in given_back_on(answers[-1]))


def test_another_site_puts_no_words_into_anybodys_form(story, address):
    client = Client(enforce_csrf_checks=True)
    client.post(address(story), {"text": WORDS})

    assert not client.cookies


def test_the_sixth_press_of_what_was_kept_is_no_view_too_many(client, reader, story, address):
    with time_machine.travel(a_full_hour(), tick=False):
        client.force_login(reader)
        for n in range(5):
            client.post(address(story), {"text": f"{WORDS} {n}"})
        again = client.post(address(story), {"text": f"{WORDS} 4"})

    assert again.status_code == 303
    assert story.comments.count() == 5
