from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.comments.models import Comment
from tests.articles.moments import a_full_hour
from tests.factories import CommentFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "The bridge was never closed on the north side."


def test_a_readers_view_waits_for_an_editor(reading, reader, story, address):
    response = reading.post(address(story), {"text": WORDS})

    assert response.status_code == 303
    assert "Thank you. An editor will read it." in reading.get(response.url).text
    comment = story.comments.get()
    assert (comment.text, comment.name, comment.author, comment.status) == (
        WORDS,
        "Ana Petrov",
        reader,
        "waiting",
    )
    assert WORDS not in reading.get(address(story)).text


def test_the_form_shows_the_story_the_rule_and_the_name(reading, story, address):
    response = reading.get(address(story))

    assert story.headline in response.text
    assert "An editor reads every view before it appears." in response.text
    assert "Ana Petrov" in response.text
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(",", "").split())


def test_a_reader_without_a_name_is_asked_for_one(client, story, address):
    client.force_login(UserFactory(name=""))

    assert client.post(address(story), {"text": WORDS}).status_code == 422
    assert client.post(address(story), {"text": WORDS, "name": "Bo\u202e"}).status_code == 303
    assert story.comments.get().name == "Bo"


def test_a_stranger_is_shown_the_way_in_and_keeps_the_text(client, story, address):
    page = client.get(address(story))
    refused = client.post(address(story), {"text": WORDS})

    assert "Log in to share your views" in page.text
    assert f"?next={address(story)}" in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    assert refused.status_code == 403
    assert WORDS in refused.text
    assert not Comment.objects.exists()


def test_guests_share_their_views_where_the_newsroom_lets_them(client, story, address, settings):
    settings.GUEST_COMMENTS = True
    typed = {"text": WORDS, "name": "Bo", "email": "Bo@Example.org"}

    assert client.post(address(story), {"text": WORDS}).status_code == 422
    assert client.post(address(story), typed | {"email": "bo@x\r\nBcc: a@b.cd"}).status_code == 422
    assert client.post(address(story), typed | {"email": "b" * 250 + "@ex.org"}).status_code == 422
    assert client.post(address(story), typed).status_code == 303
    assert story.comments.get().email == "bo@example.org"


def test_a_program_that_fills_every_field_is_thanked_and_not_kept(client, story, address, settings):
    settings.GUEST_COMMENTS = True
    typed = {
        "text": WORDS,
        "name": "Bo",
        "email": "bo@example.org",
        "website": "https://spam.example",
    }

    assert client.post(address(story), typed).url == address(story) + "thanks/"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write something first."),
        ("\u200b \u2060\ufeff", "Write something first."),
        ("a" * 5001, "5,001 characters"),
        ("a" * 100_000, "100,000 characters"),
        ("kept\ufffdkept", "damaged"),
    ],
)
def test_a_text_that_cannot_be_kept_comes_back_with_the_reason(reading, story, address, text, said):
    response = reading.post(address(story), {"text": text})

    assert response.status_code == 422
    assert said in response.text
    assert text in response.text
    assert not Comment.objects.exists()


def test_half_a_character_is_refused_in_words(reading, story, address):
    form = "application/x-www-form-urlencoded"
    response = reading.post(address(story), "text=kept%ED%A0%80kept", content_type=form)

    assert response.status_code == 422
    assert "damaged" in response.text


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "text/plain"])
def test_a_request_in_another_encoding_is_refused(reading, story, address, kind):
    body = b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\na+2AA-b\r\n--B--\r\n'
    for path in (address(story), address(story) + "?reply_to=%2B2AA-"):
        response = reading.post(path, body, content_type=f"{kind}; charset=utf-7")
        assert response.status_code == 400
        assert "We can’t read this request" in response.text


def test_five_thousand_characters_fit_however_lines_end(reading, story, address):
    text = "ab\r\n" * 1666 + "ab"  # 5,000 with line feeds

    assert reading.post(address(story), {"text": text}).status_code == 303
    assert len(story.comments.get().text) == 5000


def test_pressing_twice_says_it_once(reading, story, address):
    first, second = (reading.post(address(story), {"text": WORDS}) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.url == second.url
    assert story.comments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_say_it_once(reader, story, address):
    ready = Barrier(4)

    def press(_):
        client = Client()
        client.force_login(reader)
        ready.wait(10)
        try:
            return client.post(address(story), {"text": WORDS}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as presses:
        assert list(presses.map(press, range(4))) == [303] * 4
    assert story.comments.count() == 1


def test_saying_it_again_much_later_counts(reading, story, address):
    reading.post(address(story), {"text": WORDS})
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        reading.post(address(story), {"text": WORDS})

    assert story.comments.count() == 2


def test_a_sixth_view_within_ten_minutes_waits_and_is_not_lost(client, reader, story, address):
    with time_machine.travel(a_full_hour(), tick=False):
        client.force_login(reader)
        answers = [client.post(address(story), {"text": f"{WORDS} {n}"}) for n in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert f"{WORDS} 5" in answers[5].text
    assert answers[5]["Retry-After"] == "540"
    assert "in 9 minutes" in answers[5].text
    assert story.comments.count() == 5


def test_one_address_shares_five_views_whoever_writes_them(story, address):
    statuses = []
    with time_machine.travel(a_full_hour(), tick=False):
        for _ in range(6):
            client = Client(REMOTE_ADDR="192.0.2.7")
            client.force_login(UserFactory())
            statuses.append(client.post(address(story), {"text": WORDS}).status_code)

    assert statuses == [303] * 5 + [429]


def test_only_the_words_are_the_readers(reading, reader, story, address):
    draft, other = StoryFactory(), UserFactory()
    sent = {
        "text": WORDS, "name": "The Editor", "status": "approved", "approved": "1", "pk": "7",
        "story": draft.pk, "author": other.pk, "created_at": "2001-01-01", "decided_by": reader.pk,
        "parent": CommentFactory().pk, "email": "x@example.org",
    }  # fmt: skip
    reading.post(address(story), sent)

    comment = Comment.objects.get(author=reader)
    assert (comment.name, comment.status, comment.story, comment.parent) == (
        "Ana Petrov",
        "waiting",
        story,
        None,
    )
    assert (comment.decided_by, comment.email) == (None, "")
    assert comment.created_at.year > 2001


def test_a_hidden_story_answers_like_one_that_never_was(reading, address):
    never = reading.get("/quarter/987654/bridge/views/")
    hidden = [
        StoryFactory(),
        StoryFactory(at=timezone.now() + timedelta(hours=1)),
    ]
    for story in hidden:
        for path in (address(story), address(story) + "thanks/", f"/x/{story.pk}/y/views/"):
            response = reading.get(path)
            assert response.status_code == never.status_code == 404
            assert story.headline not in response.text
        assert reading.post(address(story), {"text": WORDS}).status_code == 404
    assert not Comment.objects.exists()


def test_a_closed_story_says_so_and_gives_the_text_back(reading, address):
    story = StoryFactory(published=True, comments_open=False)
    page, refused = reading.get(address(story)), reading.post(address(story), {"text": WORDS})

    assert page.status_code == 200
    assert "closed" in page.text
    assert "<form" not in page.text.split("<main", 1)[1].split("</main", 1)[0]
    assert refused.status_code == 403
    assert "closed" in refused.text
    assert WORDS in refused.text
    assert not Comment.objects.exists()


def test_an_old_headline_leads_to_the_new_address_and_costs_nobody_a_text(reading, story, address):
    comment = CommentFactory(story=story)
    old = f"/elsewhere/{story.pk}/old/views/?reply_to={comment.pk}"
    moved, kept = reading.get(old), reading.post(old, {"text": WORDS})

    assert (moved.status_code, moved.url) == (301, address(story, reply_to=comment))
    assert kept.status_code == 303
    assert comment.replies.count() == 1


def test_a_reply_hangs_under_the_view_it_answers(reading, story, address):
    comment = CommentFactory(story=story, name="Mirela")

    assert "Mirela" in reading.get(address(story, reply_to=comment)).text
    reading.post(address(story, reply_to=comment), {"text": WORDS})
    assert comment.replies.get().text == WORDS


def test_only_what_readers_see_can_be_answered(reading, story, address):
    waiting = CommentFactory(story=story, status="waiting")
    below_it = CommentFactory(story=story, parent=waiting)
    elsewhere = CommentFactory()
    for comment in (waiting, below_it, elsewhere):
        assert reading.get(address(story, reply_to=comment)).status_code == 404
        assert reading.post(address(story, reply_to=comment), {"text": WORDS}).status_code == 404
    for junk in ("", "abc", "-1", "9" * 4000, "1e3", "²", "%ff"):
        assert reading.get(f"{address(story)}?reply_to={junk}").status_code == 404


def test_threads_grow_five_deep_and_then_sideways(reading, story, address):
    comment = CommentFactory(story=story)
    for _ in range(4):
        comment = CommentFactory(story=story, parent=comment)
    reading.post(address(story, reply_to=comment), {"text": WORDS})

    assert Comment.objects.get(name="Ana Petrov").parent == comment.parent


def test_a_form_without_its_seal_is_refused_and_gives_the_text_back(reader, story, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    response = client.post(
        address(story), {"text": f"{WORDS} </textarea><script>alert(1)</script>"}
    )

    assert response.status_code == 403
    assert WORDS in response.text
    assert "<script>alert" not in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "FOO"])
def test_other_methods_are_not_allowed(reading, story, address, method):
    assert reading.generic(method, address(story)).status_code == 405


def test_looking_changes_nothing(reading, story, address):
    reading.get(address(story), {"text": WORDS})

    assert not Comment.objects.exists()
