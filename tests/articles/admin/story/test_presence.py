"""Who writes at a story is said to whoever opens it, and can be watched, asked, taken over from."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Editing, Record
from articles.writing import editing
from tests.articles.admin.desk import address, page_of
from tests.factories import StoryFactory, editor, reporter
from tests.html import on_one_line

pytestmark = pytest.mark.django_db
HEARTBEAT_QUERIES = 15


@pytest.fixture
def jo(db):
    return editor(name="Jo Lindqvist")


@pytest.fixture
def story(ana):
    return StoryFactory()


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def beat(client, story, form, **more):
    """What an open form says, and what it is told."""
    response = client.post(address("story_at-it", story.pk), {"working_copy": form} | more)
    assert response.status_code == 200
    return response.json()


def form():
    return str(uuid.uuid4())


def test_whoever_opens_a_story_is_told_who_is_in_it_and_since_when(client, ana, story, jo):
    beat(logged_in(jo), story, form())
    since = timezone.localtime(Editing.objects.get().since)

    assert f"Jo Lindqvist is editing this since {since:%H.%M}" in page_of(client, story)
    assert beat(client, story, form())["others"] == [
        f"Jo Lindqvist is editing this since {since:%H.%M}"
    ]


def test_so_says_the_list(client, ana, story, jo):
    beat(logged_in(jo), story, form())
    listed = on_one_line(client.get(address("story_changelist")).text)

    assert "Draft. Jo Lindqvist is editing this since" in listed


def test_nobody_is_told_of_themselves(client, ana, story):
    beat(client, story, form())

    assert beat(client, story, form())["others"] == []
    assert "is editing this" not in page_of(client, story)


def test_two_windows_of_one_person_are_one_person(client, ana, story, jo):
    his = logged_in(jo)
    beat(his, story, form())
    beat(his, story, form())

    assert len(beat(client, story, form())["others"]) == 1


def test_a_form_that_closes_says_so_and_one_that_says_nothing_is_gone_after_a_minute(
    client, ana, story, jo
):
    his, open_form = logged_in(jo), form()
    beat(his, story, open_form)
    beat(his, story, open_form, gone="1")
    assert beat(client, story, form())["others"] == []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        beat(his, story, open_form)
        clock.shift(editing.GONE_AFTER - timedelta(seconds=1))
        assert len(beat(client, story, form())["others"]) == 1
        clock.shift(timedelta(seconds=1))
        assert beat(client, story, form())["others"] == []
        beat(his, story, open_form)
        assert len(beat(client, story, form())["others"]) == 1


def test_a_question_is_read_in_the_form_and_the_story_handed_over(client, ana, story, jo):
    his, open_form = logged_in(jo), form()
    beat(his, story, open_form)
    client.post(address("story_ask", story.pk), {"words": "May I? It closes at six."})

    told = beat(his, story, open_form)
    assert told["asked"] == "Ana Petrov asks: May I? It closes at six."
    assert told["taken"] == ""
    handed = his.post(address("story_hand-over", story.pk), {"working_copy": open_form})
    assert handed.json() == {"to": "Ana Petrov"}
    assert beat(his, story, open_form)["taken"] == "You have handed this over to Ana Petrov"
    assert beat(client, story, form())["others"] == []


def test_nothing_is_handed_over_that_nobody_asked_for(client, ana, story):
    mine = form()
    beat(client, story, mine)

    assert (
        client.post(address("story_hand-over", story.pk), {"working_copy": mine}).status_code == 409
    )
    assert beat(client, story, mine)["taken"] == ""


def test_taking_over_takes_a_reason_is_told_in_place_and_stands_in_the_log(client, ana, story, jo):
    his, open_form = logged_in(jo), form()
    beat(his, story, open_form)
    keep = {"_person": jo.pk, "working_copy": open_form, "body": "<p>Half a sentence</p>"}
    his.post(address("story_keep", story.pk), keep)
    assert client.post(address("story_take-over", story.pk), {"reason": " "}).status_code == 422
    response = client.post(
        address("story_take-over", story.pk), {"reason": "Press time"}, follow=True
    )

    assert "What Jo Lindqvist had not saved is kept for them" in on_one_line(response.text)
    assert beat(his, story, open_form)["taken"] == "Ana Petrov has taken this over: “Press time”"
    assert beat(client, story, form())["others"] == []
    line = Record.objects.about(story).get(action="taken over")
    assert (line.by, line.note, line.details["of"]) == (ana, "Press time", "Jo Lindqvist")
    assert "We kept 3 words" in page_of(his, story)


def test_a_computer_that_slept_is_told_on_waking(client, ana, story, jo):
    his, open_form = logged_in(jo), form()
    beat(his, story, open_form)
    client.post(address("story_take-over", story.pk), {"reason": "Press time"})
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        editing.delete_old()
        beat(his, story, open_form, gone="1")

        assert "has taken this over" in beat(his, story, open_form)["taken"]
    with time_machine.travel(timezone.now() + editing.KEPT_FOR + timedelta(hours=3)):
        editing.delete_old()
        assert not Editing.objects.exists()


def test_who_has_gone_meanwhile_is_neither_asked_nor_taken_over_from(client, ana, story):
    asked = client.post(address("story_ask", story.pk), {"words": "May I?"}, follow=True)
    taken = client.post(address("story_take-over", story.pk), {"reason": "Mine"}, follow=True)

    assert "Nobody else is writing at it any more." in asked.text
    assert "Nobody else is writing at it any more: it is yours." in taken.text
    assert not Record.objects.filter(action="taken over").exists()


def test_watching_shows_what_is_saved_and_asks_again_by_itself(client, ana, story, jo):
    beat(logged_in(jo), story, form())
    story.write(by=jo, headline="Ferry sinks", body="<p>Nobody was hurt.</p>")
    page = on_one_line(client.get(address("story_watch", story.pk)).text)

    assert '<meta http-equiv="refresh" content="15">' in page
    assert "Jo Lindqvist is editing this since" in page
    assert "Ferry sinks" in page
    assert "<p>Nobody was hurt.</p>" in page


@pytest.mark.parametrize("name", ["at-it", "ask", "take-over", "hand-over", "watch"])
def test_a_reporter_learns_nothing_of_a_colleagues_draft(story, jo, name):
    stranger = logged_in(reporter())
    beat(logged_in(jo), story, form())
    sent = {"words": "x", "reason": "x", "working_copy": form()}
    ask = stranger.get if name == "watch" else stranger.post
    response = ask(address(f"story_{name}", story.pk), sent)

    assert response.status_code in (403, 404)
    assert "Jo Lindqvist" not in response.text
    assert Editing.objects.count() == 1


def test_nobody_closes_or_hands_over_the_form_of_another(client, ana, story, jo):
    open_form = form()
    beat(logged_in(jo), story, open_form)
    client.post(address("story_ask", story.pk), {"words": "May I?"})
    handed = client.post(address("story_hand-over", story.pk), {"working_copy": open_form})
    beat(client, story, open_form, gone="1")

    assert handed.status_code == 409
    assert Editing.objects.get(person=jo).taken_by is None


@pytest.mark.parametrize("name", ["", "mine", "x" * 5000])
def test_what_is_no_form_is_not_there(client, ana, story, name):
    response = client.post(address("story_at-it", story.pk), {"working_copy": name})

    assert response.status_code == 400
    assert not Editing.objects.exists()


def test_an_open_form_costs_the_same_few_questions(
    client, ana, story, django_assert_max_num_queries
):
    mine = form()
    beat(client, story, mine)
    for number in range(5):
        beat(logged_in(editor(name=f"Editor {number}")), story, form())
    with django_assert_max_num_queries(HEARTBEAT_QUERIES):
        beat(client, story, mine)


def test_of_a_hundred_stories_the_list_asks_once(ana, story, jo, django_assert_num_queries):
    others = [StoryFactory(section=story.section) for _ in range(3)]
    for one in others:
        editing.at_it(jo, form(), one.pk)
    with django_assert_num_queries(1):
        assert len(editing.of_stories([story, *others], ana)) == 3
