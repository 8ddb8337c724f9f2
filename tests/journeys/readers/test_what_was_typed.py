"""What a reader typed is not lost, whatever becomes of it meanwhile; also without scripts."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.comments.models import Comment
from tests.factories import CommentFactory, PolicyFactory, StoryFactory, UserFactory

from ..keyboard import enter, log_in
from ..screens import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = "\n\n  I took the <old> ferry.\n\nكانت دائمًا متأخرة. 🚢"
FORM = "Your view"
SEND = "Send your view"


@pytest.fixture
def reader():
    return UserFactory(email="ana@example.org", name="Ana Petrov")


@pytest.fixture
def without_scripts(open_page_as, reader):
    return open_page_as(reader, width=390, java_script_enabled=False)


def test_a_log_in_that_ended_costs_nobody_a_view(without_scripts, reader):
    page, story = without_scripts, StoryFactory(published=True)
    page.goto(story.get_absolute_url() + "views/")
    page.get_by_label(FORM).fill(WORDS)
    Session.objects.all().delete()  # twelve hours later
    page.get_by_role("button", name=SEND).click()

    expect(page.get_by_text("it is in the form again")).to_be_visible()
    assert page.get_by_label("What you wrote").input_value() == WORDS
    assert "ferry" not in page.url

    page.get_by_role("link", name="Log in to share your views").click()
    page.get_by_label("E-mail address").fill(reader.email)
    page.get_by_label("Password").fill("not that one")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_text("It has not been sent yet.")).to_be_visible()
    assert page.get_by_label(FORM).input_value() == WORDS
    page.get_by_role("button", name=SEND).click()
    assert page.locator("h1").inner_text() == "Thank you. An editor will read it."
    assert story.comments.get().text == WORDS.strip()


def test_a_view_that_was_refused_meanwhile_leaves_its_answer_a_place(without_scripts):
    page, refused = without_scripts, CommentFactory(name="Bo Lund", text="Nonsense!")
    page.goto(f"{refused.story.get_absolute_url()}views/?reply_to={refused.pk}")
    page.get_by_label(FORM).fill(WORDS)
    Comment.objects.update(status="refused")
    page.get_by_role("button", name=SEND).click()

    expect(page.get_by_text("The view you answer is not here, or not any more.")).to_be_visible()
    expect(page.get_by_text("Nonsense!")).to_have_count(0)
    assert page.get_by_label(FORM).input_value() == WORDS
    page.get_by_role("button", name=SEND).click()
    assert page.locator("h1").inner_text() == "Thank you. An editor will read it."
    answer = Comment.objects.get(name="Ana Petrov")
    assert (answer.parent, answer.text) == (None, WORDS.strip())


@pytest.mark.thorough
def test_every_answer_that_gives_it_back_is_accessible(open_page_as, reader, assert_good_on):
    PolicyFactory(title="Contact", slug="contact")
    page, screens = open_page_as(reader), [PHONE, DESK]

    def send(path):
        page.get_by_label(FORM).fill(WORDS)
        page.evaluate("path => document.querySelector('main form').action = path", path)
        page.get_by_role("button", name=SEND).click()
        page.wait_for_load_state()
        assert_good_on(page, screens)

    comment = CommentFactory()
    share = comment.story.get_absolute_url() + "views/"
    for path in (
        "/no/999999/where/views/",
        f"{StoryFactory(published=True, comments_open=False).get_absolute_url()}views/",
        f"{StoryFactory(published=True, taken_down='Wrong.').get_absolute_url()}views/",
        f"{share}?reply_to=9",
        f"{share}9/report/",
    ):
        page.goto(share)
        send(path)
    page.goto(share)
    Session.objects.all().delete()
    send(share)
    enter(page, "Log in to share your views")
    log_in(page, reader)
    page.get_by_text("It has not been sent yet.").wait_for()
    assert_good_on(page, screens)
    page.context.clear_cookies()
    send(share)  # without its seal
    assert page.locator("h1").inner_text() == "The form was not taken"
