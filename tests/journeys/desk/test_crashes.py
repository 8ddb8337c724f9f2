"""What breaks while somebody writes, the browser or the site, breaks none of their words."""

import os
import signal
import subprocess
import tempfile

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.admin.story.admin import StoryAdmin
from articles.models import WorkingCopy
from tests.factories import StoryFactory, editor
from tests.faults.line import Line

from ..conftest import ARGUMENTS, BROWSER, PATIENCE
from ..keyboard import EDITOR
from .writing import (
    SAVED,
    continue_in,
    is_offered_and_restored,
    is_saved,
    open_to_write,
    save,
    says,
    text_of,
    write,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What this browser's own store has of the words that were typed last.
IS_IN_THE_BROWSER = """words => new Promise((resolve) => {
  const request = indexedDB.open("desk");
  request.onsuccess = () => {
    const all = request.result.transaction("copies").objectStore("copies").getAll();
    all.onsuccess = () => resolve(all.result.some((copy) =>
      copy.fields.some(([name, value]) => name === "body" && value === words)));
  };
})"""


@pytest.fixture
def story(db):
    return StoryFactory(headline="Ferry", body="<p>Before.</p>")


@pytest.fixture
def line(live_server):
    """The line between browsers and the site, which can be cut, and fall silent."""
    line = Line(live_server.thread.port)
    yield line
    line.close()


@pytest.fixture
def address(live_server, line):
    return f"http://{live_server.thread.host}:{line.port}"


@pytest.fixture
def ana(live_server):
    return editor(email="ana@example.org", name="Ana Petrov")


def log_in(context, address, user):
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
    context.add_cookies([cookie])


@pytest.fixture
def page(open_page, address, ana, complaints):
    """Ana's page, of the site behind the line."""
    page = open_page()
    log_in(page.context, address, ana)
    yield page
    page.context.close()
    # What the browser says of a site that is not there is what this test is about.
    complaints.clear()


class KilledBrowser:
    """A browser with a profile of its own, which ends as when its computer loses power."""

    def __init__(self, kind, profile):
        command = [BROWSER, *ARGUMENTS, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        self.process = subprocess.Popen(
            [*command, "--headless", "about:blank"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for said in self.process.stderr:
            if "listening on" in said:
                break
        self.browser = kind.connect_over_cdp(said.split()[-1])
        [self.context] = self.browser.contexts
        self.context.set_default_timeout(PATIENCE)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def start_browser(browser):
    """start_browser(): one that can be killed, always with the same profile."""
    started = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:

        def start():
            started.append(KilledBrowser(browser.browser_type, profile))
            return started[-1]

        yield start
        for each in started:
            if each.process.poll() is None:
                each.kill()


def page_of(killed, address, user):
    log_in(killed.context, address, user)
    return killed.context.new_page()


@pytest.mark.thorough
def test_a_browser_that_was_killed_gives_back_what_the_site_never_got(
    start_browser, line, address, ana, story
):
    killed = start_browser()
    writing = page_of(killed, address, ana)
    open_to_write(writing, story, address)
    says(writing, SAVED)
    line.cut()
    write(writing, " Then the lights went out – “Ça va ?”")
    while not writing.evaluate(IS_IN_THE_BROWSER, writing.text):
        writing.wait_for_timeout(50)
    killed.kill()
    line.mend()

    bo = editor(email="bo@example.org", name="Bo Lind")
    killed = start_browser()
    theirs = page_of(killed, address, bo)
    theirs.goto(writing.form)
    text_of(theirs)
    expect(theirs.get_by_role("button", name="Restore")).to_have_count(0)
    assert not WorkingCopy.objects.filter(person=bo).exists()
    killed.kill()

    again = continue_in(writing, page_of(start_browser(), address, ana))
    again.goto(writing.form)
    # The page comes once more by itself, with what the browser has handed over.
    again.wait_for_function(
        "() => performance.getEntriesByType('navigation')[0].type === 'reload'"
        " && document.readyState === 'complete'"
    )
    is_offered_and_restored(again, writing.form)
    save(again)
    is_saved(again)


@pytest.mark.thorough
@pytest.mark.parametrize("fails", ["cut", "fall_silent"])
def test_a_site_that_is_away_while_somebody_writes_and_saves_gets_it_all_later(
    page, line, address, story, fails
):
    page.clock.install()
    open_to_write(page, story, address)
    getattr(line, fails)()
    missed = []
    page.on("requestfailed", lambda request: missed.append(request.url))
    write(page, " One.")
    for tries in range(1, 4):
        wait_for_a_try(page, missed, tries)
        write(page, f" And {tries}.")
    save(page)
    says(page, "the site cannot be reached")
    write(page, " After Save.")
    line.mend()
    page.clock.fast_forward(30_000)

    is_saved(page)


def wait_for_a_try(page, missed, tries):
    while len(missed) < tries:
        page.clock.fast_forward(10_000)
        page.wait_for_timeout(50)


def test_a_site_that_dies_as_the_form_is_on_its_way_costs_nothing(page, line, address, story):
    def die(route):
        if route.request.method == "POST":
            line.cut()
        route.continue_()

    open_to_write(page, story, address)
    page.route("**/change/", die)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        save(page)
    page.unroute("**/change/")
    line.mend()

    is_offered_and_restored(page, page.form)
    save(page)
    is_saved(page)


def test_who_goes_on_writing_after_save_loses_nothing_of_it(page, address, story):
    def write_meanwhile(route):
        if route.request.method == "POST":
            page.keyboard.insert_text(late)
        route.continue_()

    late = " And one more – “thing”."
    open_to_write(page, story, address)
    page.route("**/change/", write_meanwhile)
    save(page, press="focus")
    page.locator(EDITOR).focus()
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist >> text=Saved as version")
    page.unroute("**/change/")
    assert text_of(page) == page.text

    page.wait_for_selector("text=Not saved")
    page.text = f"{page.text.removesuffix('</p>')}{late}</p>"
    is_offered_and_restored(page, page.form)


def test_back_after_a_refusal_leads_to_every_word(page, address, story, monkeypatch):
    open_to_write(page, story, address)
    says(page, SAVED)
    monkeypatch.setattr(StoryAdmin, "has_change_permission", lambda *asked: False)
    with page.expect_response(lambda answer: answer.url.endswith("/change/")) as refused:
        save(page)
    assert refused.value.status == 403
    page.wait_for_selector(EDITOR, state="detached")
    monkeypatch.undo()
    page.go_back()
    page.wait_for_function(
        "words => document.querySelector('#id_body')?.value === words", arg=page.text
    )

    save(page)
    is_saved(page)
