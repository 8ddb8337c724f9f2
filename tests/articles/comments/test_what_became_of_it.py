"""A view was typed, and meanwhile something became of the story or of the view it answers."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.comments.models import Comment, Report
from articles.models import Policy, Story
from newsroom import drafts
from tests.articles.models.test_embargo_hours import let_pass
from tests.factories import CommentFactory, SectionFactory, StoryFactory
from tests.typed import SHOWN, WORDS, given_back_on

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def report_of(comment, story=None):
    return f"{(story or comment.story).get_absolute_url()}views/{comment.pk}/report/"


def without_number(answer, number):
    return answer.text.replace(f"/views/{number}/report/", "/views/#/report/")


# --- The story -------------------------------------------------------------------------------


def taken_down():
    return StoryFactory(published=True, taken_down="It named the wrong firm.")


def by_law():
    story = StoryFactory(published=True)
    story.take_down(by=None, reason="Order of the court.", by_law=True)
    return story


def expired():
    story = StoryFactory(published=True)
    story.expire(by=None, at=timezone.now() + HOUR)
    return let_pass(story, 2 * HOUR)


ENDED = [(taken_down, 410, "taken down"), (by_law, 451, "withheld by law"),
         (expired, 410, "no longer available")]  # fmt: skip


@pytest.mark.parametrize(("became", "status", "said"), ENDED)
def test_where_the_story_is_gone_its_own_words_say_so(reading, address, became, status, said):
    story = became()
    comment = CommentFactory(story=story)
    for path, sent in (
        (address(story), {"text": WORDS}),
        (address(story, reply_to=comment), {"text": WORDS}),
        (report_of(comment), {"reason": "attack", "words": WORDS}),
    ):
        answer = reading.post(path, sent)
        assert answer.status_code == status
        assert said in answer.text
        assert SHOWN in given_back_on(answer)
        assert 'href="/"' in answer.text
    assert not Report.objects.exists()


def test_a_story_that_was_merged_leads_to_the_other_with_the_text_in_its_form(reading, address):
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    comment = CommentFactory(story=story)
    old = address(story, reply_to=comment)
    story.merge_into(other, by=None)
    answer = reading.post(old, {"text": WORDS})

    assert answer.status_code == 409
    assert "has become part of this one" in answer.text
    assert SHOWN in given_back_on(answer)
    assert f'action="{address(other)}"' in answer.text
    assert reading.post(address(other), {"text": WORDS}).status_code == 303
    assert other.comments.exists()
    assert reading.get(old).url == address(other)


def test_a_story_in_another_section_takes_the_view(reading, story, address):
    old = address(story)
    Story.objects.filter(pk=story.pk).update(section=SectionFactory(), slug="another-slug")

    assert reading.post(old, {"text": WORDS}).status_code == 303
    assert story.comments.exists()


def hidden_stories():
    embargoed = StoryFactory(published=True, headline="Bridge of sighs")
    Story.objects.filter(pk=embargoed.pk).update(published_at=timezone.now() + HOUR)
    return [StoryFactory(headline="Bridge of sighs"), embargoed,
            StoryFactory(at=timezone.now() + HOUR, headline="Bridge of sighs")]  # fmt: skip


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_hidden_story_says_not_a_byte_more_than_one_that_never_was(client, reader, logged_in):
    if logged_in:
        client.force_login(reader)
    hidden = hidden_stories()  # with their sections, which stand on every page
    for tail, name in (
        ("views/", "text"),
        ("views/?reply_to=1", "text"),
        ("views/1/report/", "words"),
    ):
        never = client.post(f"/quarter/987654/bridge/{tail}", {name: WORDS})
        assert never.status_code == 404
        assert SHOWN in given_back_on(never)
        for story in hidden:
            path = f"/{story.section.slug}/{story.pk}/{story.slug}/{tail}"
            answer = client.post(path, {name: WORDS})
            assert answer.status_code == 404
            assert answer.content == never.content
            assert answer.headers.keys() == never.headers.keys()
    assert not Comment.objects.exists()
    assert drafts.NAME not in client.session


def test_a_story_that_was_closed_gives_the_text_back_and_says_where_else(reading, address):
    Policy.objects.create(title="Contact", slug="contact", body="Write to us.")
    story = StoryFactory(published=True, comments_open=False)
    answer = reading.post(address(story), {"text": WORDS})

    assert answer.status_code == 403
    assert SHOWN in given_back_on(answer)
    assert 'href="/about/contact/">write to us' in answer.text


# --- The view that is answered or reported -----------------------------------------------------


def refused(story):
    return CommentFactory(story=story, status="refused")


def below_a_refused_one(story):
    return CommentFactory(story=story, parent=refused(story))


def deleted(story):
    comment = CommentFactory(story=story)
    Comment.objects.filter(pk=comment.pk).delete()
    return comment


def of_another_story(story):
    return CommentFactory()


GONE = pytest.mark.parametrize(
    "became",
    [refused, below_a_refused_one, deleted, of_another_story],
    ids=lambda each: each.__name__,
)


@GONE
def test_where_the_other_view_is_gone_the_text_can_go_to_the_story(reading, story, address, became):
    comment = became(story)
    answer = reading.post(address(story, reply_to=comment), {"text": WORDS})
    never = reading.post(f"{address(story)}?reply_to=999999", {"text": WORDS})

    assert answer.status_code == never.status_code == 404
    assert "The view you answer is not here" in answer.text
    assert SHOWN in given_back_on(answer)
    assert f'action="{address(story)}"' in answer.text
    assert comment.text not in answer.text
    assert not story.comments.filter(text__contains="ليس").exists()
    assert _plain(answer) == _plain(never)


@GONE
def test_a_report_on_what_is_gone_comes_back_with_the_way_to_the_story(client, story, became):
    comment = became(story)
    sent = {"reason": "attack", "words": WORDS}
    answer = client.post(report_of(comment, story), sent)
    never = client.post(report_of(Comment(pk=999999), story), sent)

    assert answer.status_code == never.status_code == 404
    assert "This view is not here, or not any more" in answer.text
    assert SHOWN in given_back_on(answer)
    assert f'href="{story.get_absolute_url()}#views"' in answer.text
    assert not Report.objects.exists()
    assert without_number(answer, comment.pk) == without_number(never, 999999)


def _plain(answer):
    page = re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
    return re.sub(r"reply_to=\d+|reply_to%3D\d+", "", page)


@pytest.mark.parametrize("number", ["", "abc", "-1", "9" * 400, "1e3", "²"])
def test_a_number_that_never_was_one_gives_the_text_back_too(reading, story, address, number):
    answer = reading.post(f"{address(story)}?reply_to={number}", {"text": WORDS})

    assert answer.status_code == 404
    assert SHOWN in given_back_on(answer)
