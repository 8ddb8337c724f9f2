"""A reader takes along what is kept about them and deletes the account, with the keyboard only."""

import zipfile

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.factories import CommentFactory, UserFactory
from tests.factories.people import PASSWORD

from ..keyboard import choose, enter, log_in, tab_to_name, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[390, pytest.param(1280, marks=pytest.mark.thorough)])
def page(open_page, request):
    return open_page(width=request.param)


def test_from_the_account_to_none(page, press, assert_accessible, smtp):
    member = UserFactory(email="bo@example.org", name="Bo Lind")
    view = CommentFactory(author=member, name="Bo Lind", text="It was never closed.")
    page.goto("/accounts/login/")
    log_in(page, member)

    enter(page, "Download your data")
    assert_accessible(page)
    enter(page, "Download my data")
    write(page, "Password", PASSWORD)
    tab_to_name(page, "Go on")
    with page.expect_download() as download:
        press("Enter")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "It was never closed." in archive.read("my-data.html").decode()

    page.goto("/accounts/delete/")
    assert_accessible(page)
    tab_to_name(page, "They stay under their stories, by “Former reader”")
    choose(page, "They go too. Where others have answered, a line says that one stood there")
    write(page, "Password", "a guess")
    enter(page, "Delete my account")
    assert "not your password" in page.locator("[role=alert]").inner_text()
    assert_accessible(page)
    expect(page.locator("[name=views][value=go]")).to_be_checked()
    write(page, "Password", PASSWORD)
    enter(page, "Delete my account")

    assert page.locator("h1").inner_text() == "Your account has been deleted"
    assert_accessible(page)
    assert not User.objects.exists()
    assert "has been deleted" in smtp.letters[-1]["Subject"]
    page.goto(view.story.get_absolute_url())
    assert "It was never closed." not in page.locator("body").inner_text()
