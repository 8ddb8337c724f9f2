"""A reader says something, a moderator reads it, it stands under the story: by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.articles.comments.test_conversation import HOSTILE
from tests.factories import CommentFactory, StoryFactory, UserFactory, moderator

from ..keyboard import enter, log_in, tab_to_name
from ..screens import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORDS = "You can count the books. You cannot count who would have come in next winter."


def test_from_a_readers_thought_to_a_view_under_the_story(open_page):
    story = StoryFactory(published=True, headline="Council votes to close three libraries")
    reader, desk = open_page(width=390), open_page()

    reader.goto(story.get_absolute_url())
    enter(reader, "Share your view on this story")
    enter(reader, "Log in to share your views")
    log_in(reader, UserFactory(email="ana@example.org", name="Ana Petrov"))
    assert reader.url.endswith(story.get_absolute_url() + "views/")

    enter(reader, "Send your view")
    assert "Write something first." in reader.locator("[role=alert]").inner_text()
    tab_to_name(reader, "Your view")  # in the summary of what is wrong: it leads to the field
    reader.keyboard.press("Enter")
    reader.keyboard.insert_text(WORDS)
    enter(reader, "Send your view")
    assert reader.locator("h1").inner_text() == "Thank you. An editor will read it."
    enter(reader, "Back to the story")
    expect(reader.get_by_text(WORDS)).to_have_count(0)

    desk.goto("/admin/comments/comment/")
    log_in(desk, moderator(email="mo@example.org"))
    desk.goto("/admin/comments/comment/")
    assert desk.locator("#content h1").inner_text() == "1 view waiting"
    expect(desk.get_by_text(WORDS)).to_be_visible()
    enter(desk, "Approve Ana Petrov’s view")
    assert "1 view approved." in desk.locator(".messagelist").inner_text()
    assert desk.locator("#content h1").inner_text() == "0 views waiting"

    reader.goto(story.get_absolute_url())
    expect(reader.locator("#views").get_by_text(WORDS)).to_be_visible()
    enter(reader, "Reply to Ana Petrov")
    assert reader.locator("blockquote").inner_text() == WORDS


def test_hostile_words_do_nothing_even_in_a_browser_that_would_let_them(open_page):
    story = StoryFactory(published=True)
    for number, words in enumerate(HOSTILE):
        status = "waiting" if number % 2 else "approved"
        CommentFactory(story=story, name=words[:80], text=words, status=status)
    page = open_page(bypass_csp=True)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))

    page.goto(story.get_absolute_url())
    page.goto("/admin/comments/comment/")
    log_in(page, moderator(email="mo@example.org"))
    page.goto("/admin/comments/comment/")

    expect(page.locator("#result_list tbody tr")).to_have_count(len(HOSTILE))
    expect(page.locator("#result_list :is(script, img, svg, iframe, style, h1)")).to_have_count(0)


def test_the_form_counts_what_still_fits_once_there_is_little_room(open_page, settings):
    settings.GUEST_COMMENTS = True
    story = StoryFactory(published=True)
    page = open_page()
    page.goto(story.get_absolute_url() + "views/")

    words, count = page.get_by_label("Your view"), page.locator("[data-left]")
    words.fill("🚒" * 4000)
    expect(count).to_be_hidden()
    words.fill("🚒" * 4990)
    assert count.inner_text() == "Characters left: 10"
    words.fill("🚒" * 6234)
    assert count.inner_text() == "Characters too many: 1,234"


@pytest.mark.thorough
def test_every_state_of_the_pages_is_accessible(open_page, open_page_as, assert_good_on, settings):
    view = CommentFactory(text="سلام", name="سارة", is_pick=True)
    CommentFactory(story=view.story, parent=view)
    story, closed = view.story, StoryFactory(published=True, comments_open=False)
    share = story.get_absolute_url() + "views/"

    def check(page, path=None):
        if path:
            page.goto(path)
        assert_good_on(page, [DESK, PHONE])

    page = open_page()
    for path in (story.get_absolute_url(), share, closed.get_absolute_url() + "views/"):
        check(page, path)
    settings.GUEST_COMMENTS = True
    check(page, share)
    page = open_page_as(UserFactory())
    check(page, f"{share}?reply_to={view.pk}")
    check(page, share + "thanks/")
    check(page, share + "reported/")
    check(page, f"{share}{view.pk}/report/")
    page.get_by_role("button", name="Send the report").click()
    page.locator("[role=alert]").wait_for()
    check(page)
    page.get_by_role("link", name="Choose what is wrong with it.").click()
    expect(page.locator("#id_reason_0:focus")).to_have_count(1)
    page.goto(share)
    page.get_by_role("button", name="Send your view").click()
    page.locator("[role=alert]").wait_for()
    check(page)
