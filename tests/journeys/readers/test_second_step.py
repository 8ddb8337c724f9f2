"""An editor sets up an app, a passkey and recovery codes, and logs in with each, by keyboard."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.accounts.second_steps import code, recovery_codes
from tests.accounts.second_steps import log_in as log_in_elsewhere
from tests.factories import editor
from tests.factories.people import PASSWORD

from ..keyboard import enter, log_in, tab_to_name, write

pytestmark = [pytest.mark.journey, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=[390, 1280])
def page(open_page, request, settings, live_server):
    settings.SITE_URL = live_server.url
    page = open_page(width=request.param)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    return page


@pytest.fixture
def ed():
    return editor(email="ed@example.org", name="Ed Marlow")


def begin(page, user):
    page.goto("/accounts/login/?next=/accounts/second-step/")
    log_in(page, user)


def log_out(page):
    page.goto("/accounts/logout/")
    enter(page, "Log out")


def title(page):
    return page.locator("h1").inner_text()


def prove(page):
    """Before something important."""
    write(page, "Password", PASSWORD)
    enter(page, "Go on")


def test_from_a_password_alone_to_an_app_a_passkey_and_codes(page, ed, assert_accessible):
    begin(page, ed)
    assert title(page) == "A second step when you log in"
    assert_accessible(page)

    # An app: what it shows is computed here from the key that stands below the picture.
    enter(page, "Set up an app")
    prove(page)
    assert_accessible(page)
    tab_to_name(page, "I cannot read a picture")
    page.keyboard.press("Enter")
    secret = page.locator(".account__key").inner_text()
    write(page, "Code", code(secret))
    enter(page, "Set it up")
    assert title(page) == "Recovery codes"
    assert_accessible(page)
    spare = page.locator(".account__codes li").first.inner_text()

    # A passkey, which Chromium keeps in a device that is none.
    page.goto("/accounts/second-step/")
    enter(page, "Add a passkey")
    write(page, "Name", "Telephone")
    assert_accessible(page)
    enter(page, "Make the passkey")
    assert "Telephone" in page.locator("main").inner_text()
    assert_accessible(page)

    # With the code, as the second step; a wrong one is said to be wrong.
    log_out(page)
    begin(page, ed)
    assert title(page) == "The second step"
    assert_accessible(page)
    write(page, "Code", "000000")
    enter(page, "Log in")
    assert "not right" in page.locator("[role=alert]").first.inner_text()
    write(page, "Code", code(secret, step=1))
    enter(page, "Log in")
    assert title(page) == "A second step when you log in"

    # With the passkey, as the second step and then instead of the password.
    log_out(page)
    begin(page, ed)
    enter(page, "Use a passkey")
    assert title(page) == "A second step when you log in"
    log_out(page)
    page.goto("/accounts/login/?next=/admin/")
    assert_accessible(page)
    enter(page, "Log in with a passkey")
    assert page.url.endswith("/admin/")

    # With a code from the paper in the drawer.
    log_out(page)
    begin(page, ed)
    write(page, "Code", spare)
    enter(page, "Log in")
    assert "9 codes are left" in page.locator("main").inner_text()

    # And whoever is logged in elsewhere is put out.
    elsewhere = Client(headers={"user-agent": "Firefox/145.0 (Windows)"})
    log_in_elsewhere(elsewhere, ed)
    elsewhere.post("/accounts/second-step/authenticate/", {"code": recovery_codes(ed)[0]})
    assert UserSession.objects.filter(user=ed).count() == 2
    page.goto("/accounts/sessions/")
    assert_accessible(page)
    enter(page, "Log out there Firefox, Windows")
    prove(page)
    assert "Firefox" not in page.locator("main").inner_text()
    assert elsewhere.get("/admin/").status_code == 302
