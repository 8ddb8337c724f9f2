"""An administrator invites a reporter, who sets up everything from the letter, by keyboard."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.accounts.second_steps import code
from tests.factories import administrator
from tests.factories.people import PASSWORD

from ..keyboard import choose, enter, tab_to, tab_to_name, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GOOD = "cobalt ferry umbrella ninety"


def title(page):
    return page.locator("h1").inner_text()


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.thorough)])
def width(request):
    return request.param


@pytest.fixture
def boss(open_page_as, width, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    return open_page_as(administrator(name="Odile Hartmann"), width=width)


@pytest.fixture
def jo(open_page, width):
    """The page of somebody whom this site has never met."""
    return open_page(width=width)


def test_from_an_invitation_to_the_desk(boss, jo, assert_accessible, smtp, settings):
    boss.goto("/admin/")
    enter(boss, "Colleagues")
    assert_accessible(boss)
    enter(boss, "Invite somebody")
    write(boss, "Password", PASSWORD)  # once more: it may be somebody else at this screen
    enter(boss, "Go on")
    assert_accessible(boss)
    write(boss, "E-mail address", "jo@example.org")
    tab_to(boss, "[name=role]")
    choose(
        boss, "Reporter: writes, arranges galleries, keeps quotes; hands in and publishes nothing"
    )
    enter(boss, "Send the letter")
    assert "goes to jo@example.org" in boss.locator(".messagelist").inner_text()

    [letter] = smtp.letters
    assert letter["To"] == "jo@example.org"
    settings.STAFF_SECOND_FACTOR_GRACE_DAYS = 0
    jo.goto(re.search(r"http\S+/invited/\S+", letter.get_body(["plain"]).get_content())[0])
    assert title(jo) == "Work with us"
    assert_accessible(jo)
    write(jo, "Your name", "Jo Lindqvist")
    write(jo, "Choose a password", GOOD)
    enter(jo, "Save and go on")

    # The desk is shut until there is a second step, and they are not asked for the password again.
    assert title(jo) == "A second step when you log in"
    assert_accessible(jo)
    enter(jo, "Set up an app")
    tab_to_name(jo, "I cannot read a picture")
    jo.keyboard.press("Enter")
    write(jo, "Code", code(jo.locator(".account__key").inner_text()))
    enter(jo, "Set it up")
    assert Authenticator.objects.filter(user__email="jo@example.org").exists()
    jo.goto("/accounts/second-step/")
    enter(jo, "To the desk")
    enter(jo, "Write a story")
    expect(jo.get_by_role("button", name="Publish")).to_have_count(0)

    boss.goto("/admin/articles/colleague/")
    row = boss.locator("tr", has_text="Jo Lindqvist").inner_text()
    assert "Reporter" in row
    assert "Yes" in row
    assert_accessible(boss)
