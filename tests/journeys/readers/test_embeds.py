"""A reader asks for another site's page, and nobody is asked before."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from articles.body import media
from tests.factories import StoryFactory

from ..keyboard import tab_to_name
from ..screens import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BODY = (
    "<p>Words.</p>"
    '<story-media data-kind="frame" data-address="https://vimeo.com/22439234" '
    'data-title="The last ferry"></story-media>'
    '<story-media data-kind="audio" data-address="https://upload.wikimedia.org/gulls.ogg" '
    'data-title="Gulls" data-transcript="One gull."></story-media>'
)
HEIGHT = "document.querySelector('.framed').getBoundingClientRect().height"


def test_a_frame_is_loaded_by_a_press_and_moves_nothing(open_page, assert_good_on, monkeypatch):
    # Nobody has this host (RFC 6761): nobody is asked in a test either.
    vimeo = media.PROVIDERS["Vimeo"]
    ours = replace(vimeo, frame="https://player.invalid/{id}")
    monkeypatch.setitem(media.PROVIDERS, "Vimeo", ours)
    page, asked = open_page(width=390), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(StoryFactory(published=True, body=BODY).get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.startswith("https:")]
    assert_good_on(page, (PHONE, DESK))
    before = page.evaluate(HEIGHT)

    tab_to_name(page, "Load the video: The last ferry Loads from player.invalid")
    page.keyboard.press("Enter")
    frame = page.wait_for_selector("iframe[title='The last ferry']")
    assert page.evaluate("document.activeElement.localName") == "iframe"
    assert page.evaluate(HEIGHT) == before
    assert frame.get_attribute("src") == "https://player.invalid/22439234"
    assert frame.get_attribute("referrerpolicy") == "strict-origin"
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")


@pytest.mark.thorough
def test_without_a_script_there_is_a_link_and_on_paper_all_that_is_said(open_page):
    address = StoryFactory(published=True, body=BODY).get_absolute_url()
    plain = open_page(width=320, java_script_enabled=False)
    plain.goto(address)
    expect(plain.locator(".framed__place")).to_be_hidden()
    expect(plain.get_by_role("link", name="The last ferry Video · Vimeo")).to_be_visible()
    expect(plain.locator("audio")).to_be_visible()

    paper = open_page()
    paper.goto(address)
    expect(paper.get_by_text("One gull.")).to_be_hidden()
    paper.emulate_media(media="print")
    expect(paper.get_by_text("One gull.")).to_be_visible()
    expect(paper.locator(".framed__place")).to_be_hidden()
