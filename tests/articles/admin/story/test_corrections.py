"""Changing what readers have: one form, with or without a notice, now or at an hour."""

from datetime import timedelta

import pytest

from articles.publishing import Change
from newsroom import clock
from tests.articles.admin.desk import address, said, story_form
from tests.factories import StoryFactory, editor, reporter

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def story(ana):
    """Readers have its first version; its second is not out."""
    story = StoryFactory(published=True, headline="Vote was 24 to 18")
    story.write(by=ana, headline="Vote was 23 to 19")
    return story


def send(client, story, button="now", /, **changes):
    form = {"kind": "none", "version": story.latest.number, button: "1"} | changes
    response = client.post(address("story_update", story.pk), form, follow=True)
    story.refresh_from_db()
    return response


def test_the_button_of_a_live_story_saves_and_then_asks_what_kind_of_change_it_is(client, ana):
    story = StoryFactory(published=True)
    form = story_form(story.section, story, headline="Bridge closes again") | {"_update": "1"}
    response = client.post(address("story_change", story.pk), form, follow=True)
    assert response.redirect_chain[-1][0] == address("story_update", story.pk)
    assert "What kind of change is it?" in response.text
    assert "Saved as version 2." in said(response)
    story.refresh_from_db()
    assert story.live.number == 1


def test_a_small_change_goes_out_without_a_notice_and_moves_no_date(client, story):
    response = send(client, story)
    assert story.live.headline == "Vote was 23 to 19"
    assert story.modified_at is None
    assert not story.corrections.exists()
    assert "Readers have it now." in said(response)


def test_a_correction_says_what_was_wrong_and_what_is_right_between_two_versions(
    client, story, ana
):
    send(client, story, kind="correction", wrong="24 to 18", text="It was 23 to 19.", material="on")
    correction = story.corrections.get()
    assert (correction.before.number, correction.after.number) == (1, 2)
    assert (correction.wrong, correction.material) == ("24 to 18", True)
    assert correction.created_by == ana
    assert story.modified_at
    assert "It was 23 to 19." in client.get(story.get_absolute_url()).text


def test_the_same_form_sent_twice_is_one_correction(client, story):
    for _ in range(2):
        response = send(client, story, kind="correction", text="It was 23 to 19.", version=2)
        assert response.status_code == 200
    assert story.corrections.count() == 1
    assert story.events.filter(action="correction").count() == 1


def test_the_same_small_change_sent_twice_goes_out_once(client, story):
    for _ in range(2):
        assert send(client, story, version=2).status_code == 200
    assert story.events.filter(action="updated").count() == 1


def test_a_notice_can_stand_without_a_new_text(client, ana):
    story = StoryFactory(published=True)
    page = client.get(address("story_update", story.pk)).text
    assert "You can add a notice to it" in page
    assert "No notice" not in page
    assert "Schedule the update" not in page
    send(client, story, kind="note", text="We have asked the county for its accounts.")
    assert story.corrections.get().kind == "note"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Say what kind of change it is."),
        ({"kind": "retraction", "text": "x"}, "Say what kind of change it is."),
        ({"kind": "poem", "text": "x"}, "Say what kind of change it is."),
        ({"kind": "correction", "text": "  "}, "Say what changed"),
        ({"kind": "none", "text": "Typed with care"}, "Choose a kind of notice"),
        ({"kind": "correction", "text": "a" * 1001}, "at most 1000 characters"),
        ({"kind": "correction", "text": "\x00"}, "Say what changed"),
        ({"kind": "none", "version": ""}, "does not say which version you have read"),
        ({"kind": "none", "version": "x"}, "does not say which version you have read"),
        ({"kind": "none", "at_0": "2090-01-01", "at_1": "06:00"}, "You chose an hour"),
        ({"kind": "none", "at_0": "2090-01-01"}, "Choose an hour."),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(client, story, changes, words):
    response = send(client, story, **changes)
    assert response.status_code == 422
    assert words in response.text
    assert "Typed with care" in response.text or "care" not in changes.get("text", "")
    assert story.live.number == 1
    assert not story.corrections.exists()


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("", "", "Choose a day and an hour."),
        ("2020-01-01", "06:00", "This moment has passed"),
        ("0001-01-01", "00:00", "Choose a year"),
        ("9999-12-31", "23:59", "Choose a year"),
        ("2090-13-01", "06:00", "Write the day as"),
        ("2027-03-28", "01:30", "does not exist"),
    ],
)
def test_an_update_is_scheduled_for_an_hour_that_exists_and_is_to_come(
    client, story, day, hour, words
):
    said = {"kind": "correction", "text": "Kept for you", "at_0": day, "at_1": hour}
    response = send(client, story, "later", **said)
    assert response.status_code == 422
    assert words in response.text
    assert "Kept for you" in response.text
    assert story.update_at is None


def test_an_update_comes_at_its_hour_with_its_notice_and_once(client, story):
    form = {"kind": "update", "text": "The council has agreed.", "at_0": "2090-07-01",
            "at_1": "06:00"}  # fmt: skip
    for _ in range(2):
        assert send(client, story, "later", **form).status_code == 200
    assert story.live.number == 1
    assert story.update_version.number == 2
    assert story.corrections.get().published_at == story.update_at
    assert story.events.filter(action="update scheduled").count() == 1
    page = client.get(address("story_change", story.pk)).text
    assert "an update scheduled for 1 July 2090, 06:00 BST" in page
    assert 'name="_update"' not in page
    assert 'name="_cancel_update"' in page


def test_a_second_update_waits_until_the_first_is_cancelled_with_its_notice(client, story, ana):
    change = Change(kind="update", text="The council has agreed.")
    story.update(by=ana, at=clock.now() + HOUR, change=change)
    later = {"kind": "none", "at_0": "2090-07-01", "at_1": "06:00"}
    page = client.get(address("story_update", story.pk)).text
    assert "Cancel the scheduled update" in page
    assert not any(f'name="{name}"' in page for name in ("now", "later", "kind", "text"))
    for response in (send(client, story), send(client, story, "later", **later)):
        assert response.status_code == 422
        assert "Cancel it first" in response.text
        assert 'name="kind"' in response.text  # what was typed is not taken away
    assert story.corrections.count() == 1

    response = client.post(address("story_update", story.pk), {"cancel": "1"}, follow=True)
    story.refresh_from_db()
    assert story.update_at is None
    assert not story.corrections.exists()
    assert "The scheduled update is cancelled: the live text stays." in said(response)


def test_an_update_is_cancelled_from_the_storys_own_bar(client, story, ana):
    story.update(by=ana, at=clock.now() + HOUR)
    form = story_form(story.section, story) | {"_cancel_update": "1"}
    client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    assert story.update_at is None


@pytest.mark.parametrize("is_scheduled", [False, True])
def test_nothing_is_updated_before_readers_have_it(client, ana, is_scheduled):
    story = StoryFactory(at=clock.now() + HOUR if is_scheduled else None)
    story.write(by=ana, headline="Another")
    page = client.get(address("story_update", story.pk)).text
    assert "Readers do not have this story, so there is nothing to update." in page
    assert 'name="now"' not in page
    later = {"kind": "none", "at_0": "2090-07-01", "at_1": "06:00"}
    for response in (send(client, story), send(client, story, "later", **later)):
        assert response.status_code == 422
        assert "Readers do not have this story yet" in response.text


def test_a_text_saved_meanwhile_is_read_before_it_goes_out(client, story):
    story.write(by=editor(name="Mirela Okafor"), headline="Unread")
    response = send(client, story, version=2, kind="correction", text="It was 23 to 19.")
    assert response.status_code == 422
    assert "Mirela Okafor has saved version 3 meanwhile" in response.text
    assert "It was 23 to 19." in response.text
    assert 'name="version" value="3"' in response.text
    assert story.live.number == 1
    assert not story.corrections.exists()


def test_the_page_leads_to_what_changes(client, story):
    page = client.get(address("story_update", story.pk)).text
    assert f"{address('story_compare', story.pk)}?a=1&amp;b=2" in page


def test_what_readers_were_told_stands_on_the_storys_screen_and_cannot_be_edited(client, story):
    send(client, story, kind="correction", wrong="24 to 18", text="It was 23 to 19.")
    page = client.get(address("story_change", story.pk)).text
    assert "What readers are told" in page
    assert "<del>24 to 18</del>" in page
    assert 'name="corrections-' not in page


def test_a_sensitive_text_is_approved_before_it_replaces_the_live_one(client, story):
    story.sensitive = True
    story.save()
    page = client.get(address("story_change", story.pk)).text
    assert 'name="_update"' not in page
    assert "somebody other than its writer" in page
    response = send(client, story)
    assert response.status_code == 422
    assert story.live.number == 1


def test_a_reporter_updates_nothing_that_readers_have(client):
    jo = reporter()
    client.force_login(jo)
    story = StoryFactory(published=True, created_by=jo)
    form = {"kind": "note", "text": "x", "version": 1}
    assert client.get(address("story_update", story.pk)).status_code == 403
    assert client.post(address("story_update", story.pk), form).status_code == 403
    assert client.post(address("story_update", story.pk), {"cancel": "1"}).status_code == 403
    assert not story.corrections.exists()
