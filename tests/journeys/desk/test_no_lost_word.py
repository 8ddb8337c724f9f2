"""Whatever happens while somebody writes, every word is there afterwards, to the letter."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from articles.models import Story, WorkingCopy
from tests.accounts import second_steps
from tests.factories import StoryFactory, editor
from tests.factories.people import PASSWORD
from tests.tiers import one_in_a_quick_run

from ..keyboard import EDITOR
from .writing import (
    BACK_WITHIN,
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


@pytest.fixture
def trouble(complaints):
    """What the browser says of a network that is not there is what this test is about."""
    yield
    complaints.clear()


@pytest.fixture
def writing(desk):
    """The form of a draft in which somebody has just written; `text` is what stands there."""
    open_to_write(desk, StoryFactory(headline="Ferry", body="<p>Before.</p>"))
    return desk


def test_the_log_in_that_has_ended_is_made_up_for_over_the_text(trouble, writing):
    says(writing, SAVED)
    Session.objects.all().delete()
    save(writing)
    writing.wait_for_selector("dialog[open]")
    writing.get_by_label("E-mail address").fill(writing.ana.email)
    writing.get_by_label("Password").fill("wrong")
    writing.get_by_role("button", name="Log in", exact=True).click()
    writing.wait_for_function("() => document.querySelector('dialog [role=alert]')?.textContent")
    writing.get_by_label("Password").fill(PASSWORD)
    writing.get_by_role("button", name="Log in", exact=True).click()

    is_saved(writing)


@pytest.mark.thorough
def test_the_second_step_of_it_is_asked_for_there_too(trouble, writing):
    secret = second_steps.set_up(writing.ana)
    says(writing, SAVED)
    Session.objects.all().delete()
    save(writing)
    writing.wait_for_selector("dialog[open]")
    writing.get_by_label("E-mail address").fill(writing.ana.email)
    writing.get_by_label("Password").fill(PASSWORD)
    writing.keyboard.press("Enter")
    box = writing.get_by_label("Code from your app, or a recovery code")
    box.wait_for()
    for shown in ("000000", second_steps.code(secret)):
        box.fill(shown)
        writing.keyboard.press("Enter")
        writing.wait_for_function("() => document.querySelector('[name=code]')?.value !== '000000'")

    is_saved(writing)


@pytest.mark.thorough
def test_somebody_else_who_has_logged_in_meanwhile_saves_nothing_of_it(trouble, writing):
    mine = writing.context.cookies()
    other = Client()
    other.force_login(editor(email="bo@example.org", name="Bo Lind"))
    theirs = {**next(c for c in mine if c["name"] == "sessionid")}
    writing.context.add_cookies([theirs | {"value": other.cookies["sessionid"].value}])
    save(writing)
    writing.wait_for_selector("dialog[open]")
    assert "Bo Lind is logged in" in writing.locator("dialog").inner_text()
    writing.get_by_role("button", name="Not now").click()
    assert text_of(writing) == writing.text
    assert not WorkingCopy.objects.filter(person__email="bo@example.org").exists()

    writing.context.add_cookies(mine)
    save(writing)
    is_saved(writing)


def test_the_network_that_was_away_at_save_is_waited_for(trouble, writing):
    writing.context.set_offline(True)
    save(writing)
    says(writing, "kept on this computer")
    assert text_of(writing) == writing.text
    writing.context.set_offline(False)

    is_saved(writing)


@pytest.mark.thorough
def test_a_site_that_does_not_answer_for_a_while_is_waited_for(trouble, writing):
    writing.route("**/working-copy/", lambda route: route.fulfill(status=503, body="away"))
    save(writing)
    says(writing, "cannot be reached")
    writing.unroute("**/working-copy/")

    is_saved(writing)


@pytest.mark.thorough
def test_a_token_that_is_too_old_is_renewed(trouble, writing):
    writing.context.clear_cookies(name="csrftoken")
    save(writing)
    is_saved(writing)


def leave(page):
    says(page, SAVED)
    page.goto("/admin/")
    page.go_back()
    return page


def reload(page):
    page.reload()
    return page


def reload_at_once(page):
    # Nothing has reached the server yet.
    page.route("**/working-copy/", lambda route: route.abort())
    page.wait_for_timeout(600)
    page.unroute("**/working-copy/")
    page.reload()
    return page


@pytest.mark.parametrize("how", one_in_a_quick_run([leave, reload, reload_at_once], reload))
def test_who_comes_back_to_the_page_finds_it_as_it_was_left(trouble, writing, how):
    if how is reload:
        says(writing, SAVED)
    how(writing)
    if how is not leave:
        # The page presses Restore by itself: whoever comes back has nothing to press.
        writing.wait_for_selector("#desk-restored", timeout=BACK_WITHIN)
    writing.wait_for_function(
        "words => document.querySelector('#id_body')?.value.includes(words)", arg="sails at 7"
    )
    assert text_of(writing) == writing.text
    save(writing)
    is_saved(writing)


@pytest.mark.thorough
def test_a_tab_that_was_closed_gives_its_words_to_the_next_one(writing):
    says(writing, SAVED)
    again = continue_in(writing, writing.context.new_page())
    writing.close()

    is_offered_and_restored(again, writing.form)
    save(again)
    is_saved(again)
    again.goto(writing.form)
    again.wait_for_selector(EDITOR)
    expect(again.get_by_role("button", name="Restore")).to_have_count(0)


@pytest.mark.thorough
def test_what_never_reached_the_server_comes_out_of_the_browser(trouble, writing):
    writing.context.set_offline(True)
    says(writing, "kept on this computer")
    again = continue_in(writing, writing.context.new_page())
    writing.close()
    again.context.set_offline(False)
    again.goto(writing.form)
    again.wait_for_selector("text=Not saved", timeout=BACK_WITHIN)

    is_offered_and_restored(again, writing.form)


@pytest.mark.thorough
def test_another_device_offers_them_too(writing, open_page_as):
    says(writing, SAVED)
    other = continue_in(writing, open_page_as(writing.ana))
    writing.context.close()

    is_offered_and_restored(other, writing.form)


@pytest.mark.thorough
def test_a_save_that_was_refused_and_left_is_offered(trouble, writing):
    writing.locator("#id_headline").fill(" ")
    save(writing)
    writing.wait_for_selector(".errornote")
    assert text_of(writing) == writing.text
    says(writing, SAVED)
    writing.goto("/admin/")
    assert "Not saved yet" in writing.locator(".inbox").inner_text()

    is_offered_and_restored(writing, writing.form)


@pytest.mark.thorough
def test_save_pressed_twice_saves_once(writing):
    save(writing, press="dblclick")
    is_saved(writing)
    assert writing.story.versions.count() == 2


@pytest.mark.thorough
def test_a_new_story_is_kept_before_it_has_a_section(desk, open_page_as):
    desk.locator("#id_headline").fill("A ferry without a section")
    write(desk)
    says(desk, SAVED)
    other = open_page_as(desk.ana)
    other.text = desk.text
    desk.context.close()
    other.goto("/admin/")
    other.get_by_role("link", name="A ferry without a section").click()

    is_offered_and_restored(other, "/admin/articles/story/add/")
    assert other.locator("#id_headline").input_value() == "A ferry without a section"
    assert not Story.objects.exists()


@pytest.mark.thorough
def test_discarded_words_are_offered_to_nobody(writing):
    says(writing, SAVED)
    again = writing.context.new_page()
    writing.close()
    again.goto(writing.form)
    again.get_by_role("link", name="Compare").click()
    assert "change" in again.locator(".desk-compared").inner_text()
    again.get_by_role("button", name="Discard").click()
    again.wait_for_selector(".messagelist")
    expect(again.get_by_role("button", name="Restore")).to_have_count(0)
    assert not WorkingCopy.objects.filter(is_over=False).exists()
