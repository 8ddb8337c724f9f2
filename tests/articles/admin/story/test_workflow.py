"""From draft to readers, through the desk's own pages."""

from datetime import timedelta

import pytest

from articles.models import Embargo, Story
from newsroom import clock
from tests.articles.admin.desk import address, answer, page_of, press, said, story_form
from tests.factories import AuthorFactory, SectionFactory, StoryFactory, editor, reporter

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def jo():
    """A reporter, who has not logged in yet: `ana` has."""
    return reporter(name="Jo Lindqvist")


def has_button(page, name):
    return f'name="{name}"' in page


def has_link(page, name):
    return f'/{name}/">' in page or f'/{name}/" class="desk-danger">' in page


def test_a_story_goes_from_the_reporter_to_the_editor_and_back_and_out(client, jo, ana):
    story = StoryFactory(created_by=jo, by=jo)
    client.force_login(jo)
    response = press(client, story, "_submit", headline="Ferry returns")
    assert story.state == "In review"
    assert story.latest.headline == "Ferry returns"
    assert any("Submitted to the editors of" in words for words in said(response))
    assert "submitted by Jo Lindqvist" in response.text

    client.force_login(ana)
    answer(client, story, "return", writer=jo.pk, note="Who says so?\nName them.")
    assert (story.state, story.returned_to) == ("Draft", jo)

    client.force_login(jo)
    page = page_of(client, story)
    assert "Returned to you" in page
    assert "Who says so?<br>Name them." in page
    assert "Ana Petrov" in page
    assert "Draft, returned" in client.get(address("story_changelist")).text
    press(client, story, "_submit", headline="Ferry returns, says the harbour master")
    assert "Who says so?" not in page_of(client, story)

    client.force_login(ana)
    response = press(client, story, "_approve")
    assert story.state == "Ready"
    assert "Approved by Ana Petrov on" in response.text
    press(client, story, "_publish")
    assert story.is_public


def test_a_note_in_the_form_says_in_the_log_why_a_button_was_pressed(client, ana):
    story = StoryFactory()
    press(client, story, "_submit", note="Please before six")
    assert story.events.get().note == "Please before six"


def test_each_state_offers_its_own_buttons_and_no_other(client, ana, jo):
    draft = StoryFactory(created_by=jo)
    waiting = StoryFactory(created_by=jo, by=jo)
    waiting.submit(by=jo)
    scheduled = StoryFactory(at=clock.now() + HOUR)
    out = StoryFactory(published=True)
    gone = StoryFactory(taken_down="A mistake.")
    offered = {
        "draft": (draft, "_schedule _publish _submit _approve", ""),
        "in review": (waiting, "_return _approve _schedule _publish", ""),
        "scheduled": (scheduled, "_schedule _publish _unschedule", "expire"),
        "out": (out, "_update", "expire retract take-down"),
        "taken down": (gone, "_restore", ""),
    }
    buttons = "_submit _return _approve _schedule _publish _unschedule _update _restore".split()
    links = "expire retract take-down merge delete-for-good".split()
    for state, (story, pressed, asked) in offered.items():
        page = page_of(client, story)
        assert (state, [b for b in buttons if has_button(page, b)]) == (
            state,
            [b for b in buttons if b in pressed.split()],
        )
        assert (state, [p for p in links if has_link(page, p)]) == (state, asked.split())


def test_a_reporter_is_offered_to_save_and_to_submit(client, jo):
    client.force_login(jo)
    story = StoryFactory(created_by=jo, by=jo)
    page = page_of(client, story)
    assert has_button(page, "_submit")
    for name in ("_publish", "_approve", "_schedule", "_return"):
        assert not has_button(page, name)
    assert has_button(page, "_back")
    assert "desk-danger" not in page
    story.submit(by=jo)
    page = page_of(client, story)
    assert has_button(page, "_save")
    assert not has_button(page, "_submit")


def test_a_new_story_can_be_submitted_at_once(client, jo):
    client.force_login(jo)
    section = SectionFactory()
    assert has_button(client.get(address("story_add")).text, "_submit")
    client.post(address("story_add"), story_form(section, _submit="1"))
    assert Story.objects.get().state == "In review"


def test_a_sensitive_story_waits_for_a_second_pair_of_eyes(client, ana):
    story = StoryFactory(by=ana, created_by=ana, sensitive=True)
    page = page_of(client, story)
    assert "somebody other than its writer must approve it first" in page
    for name in ("_publish", "_schedule", "_approve"):
        assert not has_button(page, name)
    assert has_button(page, "_submit")
    response = press(client, story, "_publish")
    assert story.status == "draft"
    assert any("somebody other than its writer" in words for words in said(response))

    client.force_login(editor(name="Mirela Okafor"))
    press(client, story, "_approve")
    client.force_login(ana)
    press(client, story, "_publish")
    assert story.is_public


def test_nobody_takes_the_mark_of_a_sensitive_story_off_their_own_text(client, ana, jo):
    story = StoryFactory(by=ana, sensitive=True)
    form = story_form(story.section, story)
    del form["sensitive"]
    refused = client.post(address("story_change", story.pk), form | {"_publish": "1"})
    assert refused.status_code == 422
    assert "must take this mark away" in refused.text
    story.refresh_from_db()
    assert (story.sensitive, story.status) == (True, "draft")

    client.force_login(editor())
    client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    assert not story.sensitive


def test_a_return_needs_a_note_and_one_of_its_own_people_and_what_was_typed_comes_back(
    client, ana, jo
):
    author = reporter(name="Zora Vidal")
    story = StoryFactory(created_by=jo, by=jo, authors=[AuthorFactory(user=author)])
    story.submit(by=jo)
    page = client.get(address("story_return", story.pk)).text
    assert "Jo Lindqvist" in page
    assert "Zora Vidal" in page
    assert "Ana Petrov</label>" not in page
    for form, words in (
        ({"writer": jo.pk, "note": " "}, "Say what is wanted"),
        ({"writer": ana.pk, "note": "My long note"}, "Choose one of the people"),
        ({"writer": "x", "note": "My long note"}, "Choose one of the people"),
        ({"writer": "9" * 4000, "note": "My long note"}, "Choose one of the people"),
        ({"note": "My long note"}, "Choose who gets the story back"),
        ({"writer": jo.pk, "note": "a" * 2001}, "at most 2000"),
    ):
        response = answer(client, story, "return", **form)
        assert response.status_code == 422
        assert words in response.text
        assert "My long note" in response.text or form["note"] != "My long note"
    assert story.state == "In review"


def test_a_draft_cannot_be_returned(client, ana, jo):
    story = StoryFactory(created_by=jo, by=jo)
    response = answer(client, story, "return", writer=jo.pk, note="Why?")
    assert response.status_code == 422
    assert "Nobody has submitted this story" in response.text


def test_pressing_twice_does_each_thing_once(client, ana):
    story = StoryFactory()
    for _ in range(2):
        press(client, story, "_submit")
    for _ in range(2):
        press(client, story, "_approve")
    for _ in range(2):
        press(client, story, "_publish")
    for _ in range(2):
        answer(client, story, "take-down", reason="A mistake.")
    assert [event.action for event in story.events.all()][::-1] == [
        "submitted",
        "approved",
        "published",
        "taken down",
    ]


def test_nobody_publishes_a_text_that_somebody_else_saved_meanwhile(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, headline="Mine") | {"_publish": "1"}
    story.write(by=editor(name="Mirela Okafor"), headline="Theirs")
    response = client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    assert response.status_code == 422
    assert "Mirela Okafor saved version 2" in response.text
    assert (story.status, story.latest.headline) == ("draft", "Theirs")


def test_nobody_schedules_a_text_that_was_not_on_the_page(client, ana):
    story = StoryFactory()
    form = {"at_0": "2090-11-24", "at_1": "06:00", "version": 1}
    story.write(by=editor(name="Mirela Okafor"), headline="Theirs")
    response = answer(client, story, "schedule", **form)
    assert response.status_code == 422
    assert "Mirela Okafor has saved version 2 meanwhile" in response.text
    assert 'name="version" value="2"' in response.text
    for version in ("", "x", "-1", "9" * 30):
        refused = answer(client, story, "schedule", **form | {"version": version})
        assert refused.status_code == 422
        assert "does not say which version you have read" in refused.text
    assert story.status == "draft"
    answer(client, story, "schedule", **form | {"version": 2})
    assert story.is_scheduled


def test_the_list_publishes_only_what_stood_in_it(client, ana):
    story, unread = StoryFactory(headline="Read"), StoryFactory(headline="Unread")
    page = client.get(address("story_changelist")).text
    assert f'name="version-{story.pk}" value="1"' in page
    unread.write(by=None, headline="Written meanwhile")
    form = {"action": "publish", "_selected_action": [story.pk, unread.pk]}
    versions = {f"version-{story.pk}": 1, f"version-{unread.pk}": 1}
    response = client.post(address("story_changelist"), form | versions, follow=True)
    assert "“Read” is out." in said(response)
    assert any("has saved version 2 meanwhile" in words for words in said(response))
    blind = client.post(address("story_changelist"), form, follow=True)
    assert any("which version you have read" in words for words in said(blind))
    unread.refresh_from_db()
    assert unread.status == "draft"


def test_an_embargo_is_told_and_publishing_waits_for_it(client, ana):
    story = StoryFactory()
    embargo = Embargo.objects.create(name="Budget", until=clock.now() + HOUR)
    story.put_under(embargo, by=ana)
    page = page_of(client, story)
    assert "Under embargo “Budget” until" in page
    assert "Publish when the embargo ends" in page
    response = press(client, story, "_publish")
    assert story.is_scheduled
    assert any("Under embargo: it appears on" in words for words in said(response))


@pytest.mark.parametrize("state", ["draft", "review", "ready", "scheduled", "published",
                                   "expired", "taken_down", "merged"])  # fmt: skip
def test_the_list_is_narrowed_to_one_state(client, ana, state):
    stories = {name: StoryFactory(headline=f"A {name} one") for name in ("draft", "review",
               "ready")}  # fmt: skip
    stories["review"].submit(by=None)
    stories["ready"].approve(by=None)
    stories["scheduled"] = StoryFactory(headline="A scheduled one", at=clock.now() + HOUR)
    for name in ("published", "expired", "merged"):
        stories[name] = StoryFactory(headline=f"A {name} one", published=True)
    stories["taken_down"] = StoryFactory(headline="A taken_down one", taken_down="Why")
    stories["merged"].merge_into(stories["published"], by=None)
    Story.objects.filter(pk=stories["expired"].pk).update(
        published_at=clock.now() - 2 * HOUR, expires_at=clock.now() - HOUR
    )
    response = client.get(address("story_changelist"), {"state": state})
    assert [story.headline for story in response.context["cl"].result_list] == [f"A {state} one"]
