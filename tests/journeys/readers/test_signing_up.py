"""Somebody opens an account to share their views, with the keyboard only."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.comments.models import Comment
from tests.factories import StoryFactory

from ..keyboard import enter, tab_to_name, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
GOOD = "cobalt ferry umbrella ninety"


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.thorough)])
def page(open_page, request):
    return open_page(width=request.param)


def title(page):
    return page.locator("h1").inner_text()


def test_from_a_story_through_a_letter_back_to_the_story(page, assert_accessible, smtp):
    story = StoryFactory(published=True)
    page.goto(story.get_absolute_url())
    enter(page, "Share your view on this story")
    share = page.url
    enter(page, "Log in to share your views")
    enter(page, "Open an account")
    assert_accessible(page)

    # What is not taken says why, leads to its field, and nothing else has to be typed again.
    write(page, "Your name", "Bo Lind")
    write(page, "E-mail address", "bo@example.org")
    write(page, "Choose a password", "letmeinletmein")
    enter(page, "Open an account")
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert_accessible(page)
    assert page.get_by_label("Your name").input_value() == "Bo Lind"
    write(page, "Choose a password", GOOD)
    enter(page, "Open an account")
    assert title(page) == "Check your e-mail"
    assert_accessible(page)

    [letter] = smtp.letters
    assert letter["To"] == "bo@example.org"
    page.goto(re.search(r"http\S+/confirm-email/\S+", letter.get_body(["plain"]).get_content())[0])
    assert_accessible(page)
    enter(page, "Yes, this is my address")

    # The log-in, and on to where they were.
    assert title(page) == "Log in"
    write(page, "E-mail address", "bo@example.org")
    write(page, "Password", GOOD)
    enter(page, "Log in")
    assert page.url == share
    tab_to_name(page, "Your view")
    page.keyboard.insert_text("It was never closed.")
    enter(page, "Send your view")
    assert Comment.objects.get().author == User.objects.get(email="bo@example.org")
