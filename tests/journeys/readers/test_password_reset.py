"""A member forgets the password and gets back in, with the keyboard only."""

import re

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.factories.people import PASSWORD

from ..keyboard import enter, tab_to_name, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NEW = "three unrelated words"


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.thorough)])
def page(open_page, request):
    return open_page(width=request.param)


@pytest.fixture
def elsewhere():
    """A browser in which the member is logged in as well."""
    UserFactory(email="bo@example.org", name="Bo Lind")
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "bo@example.org", "password": PASSWORD})
    assert elsewhere.get("/accounts/profile/").status_code == 200
    return elsewhere


def test_from_forgotten_to_logged_in(page, elsewhere, assert_accessible, smtp, live_server):
    page.goto("/accounts/login/")
    assert_accessible(page)
    write(page, "E-mail address", "bo@example.org")
    enter(page, "Forgot your password?")
    tab_to_name(page, "E-mail address")
    assert page.get_by_label("E-mail address").input_value() == "bo@example.org"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Check your e-mail"
    assert_accessible(page)

    [letter] = smtp.letters
    assert letter["To"] == "bo@example.org"
    link = re.search(r"http\S+/reset/key/\S+", letter.get_body(["plain"]).get_content())[0]
    assert link.startswith(live_server.url)
    page.goto(link)
    assert page.url.endswith("-set-password/")
    assert_accessible(page)

    write(page, "New password", "short")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "too short" in page.locator("[role=alert]").inner_text()
    assert_accessible(page)
    write(page, "New password", NEW)
    tab_to_name(page, "Show the password")
    page.keyboard.press("Enter")
    assert page.get_by_label("New password").get_attribute("type") == "text"
    enter(page, "Save the new password")

    assert page.locator("h1").inner_text() == "Your password has been changed"
    assert "has been changed" in smtp.letters[1]["Subject"]
    assert elsewhere.get("/accounts/profile/").status_code == 302  # is logged out
    enter(page, "Back to log in")
    write(page, "E-mail address", "bo@example.org")
    write(page, "Password", NEW)
    enter(page, "Log in")
    assert page.url == live_server.url + "/accounts/profile/"
    assert page.get_by_label("Your name").input_value() == "Bo Lind"

    assert_accessible(page)

    page.context.clear_cookies()
    page.goto(link)
    assert page.locator("h1").inner_text() == "This link no longer works"
    assert_accessible(page)
