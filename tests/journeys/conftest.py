"""What a journey needs: a browser that reports every complaint, and a post office."""

import shutil

import pytest
from django.test import Client

from tests import post_offices
from tests.factories import editor

from .keyboard import EDITOR
from .screens import ASKED_AGAIN, show_on
from .walking import OVERFLOWS

# The first is Chromium without a window to draw, which takes half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--font-render-hinting=none",  # letters as wide as on a phone, whatever the screen
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # milliseconds until something never comes, also on a busy machine
# Rule and first offender alone: all that axe knows takes longer to hand over than to find.
VIOLATIONS = """
options => axe.run(options).then(found =>
  found.violations.map(rule => [rule.id, rule.nodes[0].html]))
"""


@pytest.fixture(scope="session")
def browser():
    if not BROWSER:
        pytest.skip("Install chromium to run the journeys.")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Started after the test database is there, so that both use the same connection."""
    return live_server


@pytest.fixture
def complaints():
    """What browsers had to say in this test; nothing, one hopes."""
    said = []
    yield said
    assert said == []


@pytest.fixture
def open_page(browser, live_server, complaints):
    """open_page(width=390, **options): a fresh visitor's page.

    The test fails if the browser had anything to complain about: an error in the console
    (blocked by the content security policy, for instance), a script that broke, a file that
    is not there. Pages that answer 4xx on purpose are no complaint.
    """
    contexts = []

    def fresh(width=1280, height=800, **options):
        # Without motion a page is what it is at once, also in a picture of it.
        options = {"reduced_motion": "reduce"} | options
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(message, page, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield fresh
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def open_page_as(open_page, live_server):
    """open_page_as(user, **options): the page of somebody who has logged in a while ago."""

    def opened(user, **options):
        client = Client()
        client.force_login(user)
        page = open_page(**options)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([session | {"url": live_server.url}])
        return page

    return opened


@pytest.fixture
def assert_accessible(complaints):
    """assert_accessible(page): axe finds nothing that keeps somebody out.

    With `rules` it is asked for these alone, and `without` leaves some out.
    """
    from axe_playwright_python.sync_playwright import Axe

    def check(page, rules=None, without=()):
        before = len(complaints)
        # Without "preload", which would fetch our stylesheets a second time from wrong addresses.
        options = {"preload": False, "resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = [rule for rule in rules if rule not in without]
        else:
            options["rules"] = {rule: {"enabled": False} for rule in without}
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        found = page.evaluate(VIOLATIONS, options)
        del complaints[before:]  # axe tries inline styles, which our policy blocks
        assert found == [], page.url

    return check


@pytest.fixture
def assert_good_on(assert_accessible, thoroughly):
    """assert_good_on(page, screens): on none of them it scrolls sideways or keeps somebody out.

    A quick run looks at the first screen alone. Gives those that were looked at.
    """

    def check(page, screens, without=()):
        looked_at = screens if thoroughly else screens[:1]
        for number, screen in enumerate(looked_at):
            show_on(page, screen)
            assert not page.evaluate(OVERFLOWS), (page.url, screen)
            assert_accessible(page, ASKED_AGAIN if number else None, without)
        return looked_at

    return check


@pytest.fixture
def press(page):
    """press("Tab", "Tab", "Enter"): what a hand at a keyboard does."""

    def keys(*names):
        for name in names:
            page.keyboard.press(name)

    return keys


@pytest.fixture
def desk(open_page_as):
    """The page of an editor at work, at the form for a new story."""
    ana = editor(email="ana@example.org", name="Ana Petrov")
    page = open_page_as(ana)
    page.ana = ana
    page.goto("/admin/articles/story/add/")
    page.wait_for_selector(EDITOR)
    return page


@pytest.fixture
def smtp(settings, live_server):
    """A real mail server; `smtp.letters` is what it has taken, in order.

    Links in the letters lead to the live server.
    """
    with post_offices.opened(settings) as office:
        settings.SITE_URL = live_server.url
        yield office


def _note(message, page, complaints):
    the_page_itself = message.location.get("url", "").split("?")[0] == page.url.split("?")[0]
    if message.type == "error" and not (the_page_itself and "status of 4" in message.text):
        complaints.append(f"{message.text} ({message.location.get('url')})")
