"""The desk's buttons: publish, schedule, take down, preview, history."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import Story
from tests.articles.admin.desk import address, press, said, story_form
from tests.factories import PictureFactory, StoryFactory, reporter

pytestmark = pytest.mark.django_db


def test_publish_now_saves_and_puts_the_text_before_readers(client, ana):
    story = StoryFactory()
    response = press(client, story, "_publish", headline="The ferry is back")
    assert story.is_public
    assert story.live.headline == "The ferry is back"
    assert any("Published." in words for words in said(response))
    assert story.events.get().by == ana


def test_a_new_story_can_be_published_at_once(client, ana):
    section = StoryFactory().section
    client.post(address("story_add"), story_form(section, _publish="1"))
    assert Story.objects.get(latest__headline="Ferry sails again").is_public


def test_update_live_story_says_so(client, ana):
    story = StoryFactory(published=True)
    response = press(client, story, "_publish", headline="Bridge closes again")
    assert story.live.headline == "Bridge closes again"
    assert any("live story is updated" in words for words in said(response))


def test_publishing_twice_publishes_once(client, ana):
    story = StoryFactory()
    press(client, story, "_publish")
    press(client, story, "_publish")
    assert story.events.count() == 1


def test_what_is_missing_is_said_and_the_text_is_kept_as_a_draft(client, ana):
    story = StoryFactory()
    picture = PictureFactory(alt="")
    response = press(client, story, "_publish", lead_picture=picture.pk, headline="Half a story")
    assert story.status == "draft"
    assert story.latest.headline == "Half a story"
    assert any("Describe the lead picture" in words for words in said(response))


def test_the_list_publishes_several_and_names_those_that_are_not_ready(client, ana):
    ready, empty = StoryFactory(headline="Ready"), StoryFactory(headline="Empty", body="")
    form = {"action": "publish", "_selected_action": [ready.pk, empty.pk]}
    form |= {f"version-{story.pk}": 1 for story in (ready, empty)}
    response = client.post(address("story_changelist"), form, follow=True)
    ready.refresh_from_db()
    empty.refresh_from_db()
    assert ready.is_public
    assert empty.status == "draft"
    assert any(words.startswith("“Empty”: Write the story") for words in said(response))


def schedule(client, story, day, hour):
    form = {"at_0": day, "at_1": hour, "version": story.latest.number}
    return client.post(address("story_schedule", story.pk), form, follow=True)


@pytest.mark.parametrize(
    ("day", "utc", "zone"), [("24 November", "06:00", "GMT"), ("24 July", "05:00", "BST")]
)
def test_a_scheduled_story_appears_at_its_hour_in_the_papers_time_zone(client, ana, day, utc, zone):
    story = StoryFactory()
    page = client.get(address("story_schedule", story.pk)).content.decode()
    assert "Europe/London, " in page
    # The database's clock is not one that a test can set.
    date = datetime.strptime(f"{day} {timezone.now().year + 1}", "%d %B %Y").date()
    response = schedule(client, story, date.isoformat(), "06:00")
    story.refresh_from_db()
    assert story.is_scheduled
    assert story.published_at.isoformat() == f"{date}T{utc}:00+00:00"
    assert f"Scheduled for {day} {date.year}, 06:00 {zone}." in said(response)


@time_machine.travel("2026-11-20T12:00:00Z")
@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2027-03-28", "01:30", "01:30 does not exist"),
        ("2027-10-31", "01:30", "01:30 comes twice"),
        ("2026-11-20", "11:59", "This moment has passed"),
        ("0001-01-01", "00:00", "Choose a year"),
        ("9999-12-31", "23:59", "Choose a year"),
        ("tomorrow", "06:00", "Write the day as"),
        ("2026-11-24", "six", "Write the hour as"),
        ("", "", "Choose a day and an hour."),
        ("", "06:00", "Choose a day."),
        ("2026-11-24", "", "Choose an hour."),
        ("2026-11-24\x00", "06:00", "Write the day as"),
    ],
)
def test_an_impossible_moment_is_refused_in_words(client, ana, day, hour, words):
    client.force_login(ana)  # on that day, whatever today is
    story = StoryFactory()
    response = schedule(client, story, day, hour)
    story.refresh_from_db()
    assert response.status_code == 422
    assert words in response.content.decode()
    assert story.status == "draft"


def test_a_story_that_is_out_cannot_be_scheduled_by_mistake(client, ana):
    story = StoryFactory(published=True)
    story.write(by=ana, headline="For tomorrow")
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = schedule(client, story, tomorrow.isoformat(), "06:00")
    story.refresh_from_db()
    assert response.status_code == 422
    assert "Readers have seen this story already" in response.content.decode()
    assert story.live.headline != "For tomorrow"


def test_a_scheduled_story_goes_back_to_draft(client, ana):
    story = StoryFactory(at=timezone.now() + timedelta(days=1))
    response = press(client, story, "_unschedule")
    assert story.status == "draft"
    assert any("The story is a draft again." in words for words in said(response))


def test_back_to_draft_of_a_live_story_is_refused_in_words(client, ana):
    story = StoryFactory(published=True)
    response = press(client, story, "_unschedule")
    assert story.is_public
    assert any("Only a scheduled story" in words for words in said(response))


def test_taking_down_needs_a_reason_and_keeps_it(client, ana):
    story = StoryFactory(published=True)
    refused = client.post(address("story_take-down", story.pk), {"reason": "  "})
    assert refused.status_code == 422
    assert "Give the reason" in refused.content.decode()
    client.post(address("story_take-down", story.pk), {"reason": "It named a child."})
    story.refresh_from_db()
    assert story.is_taken_down
    assert story.taken_down_reason == "It named a child."


def test_a_draft_cannot_be_taken_down(client, ana):
    story = StoryFactory()
    response = client.post(address("story_take-down", story.pk), {"reason": "Why not"})
    assert response.status_code == 422
    assert "nothing to take down" in response.content.decode()


def test_asking_for_a_page_changes_nothing(client, ana):
    story = StoryFactory(published=True)
    story.write(by=ana, headline="Later")
    for page in ("change", "preview", "versions", "schedule", "take-down"):
        assert client.get(address(f"story_{page}", story.pk)).status_code == 200
    assert client.get(address("story_version", story.pk, 1)).status_code == 200
    assert client.get(address("story_again", story.pk, 1)).status_code == 405
    before = Story.objects.values().get(pk=story.pk)
    assert before["live_id"] == story.live_id
    assert story.versions.count() == 2


def test_the_preview_shows_the_latest_version_to_the_desk_only(client, ana):
    story = StoryFactory(published=True)
    story.write(by=ana, headline="Not out yet")
    response = client.get(address("story_preview", story.pk))
    assert "Not out yet" in response.content.decode()
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert "Not out yet" not in client.get(story.get_absolute_url()).content.decode()


def test_the_preview_of_what_stands_in_the_form_saves_nothing(client, ana):
    story = StoryFactory(published=True)
    form = story_form(story.section, story, headline="Only looking", body="<p>And this</p>")
    response = client.post(address("story_preview", story.pk), form)
    page = response.content.decode()
    assert "Only looking" in page
    assert "And this" in page
    story.refresh_from_db()
    assert story.versions.count() == 1


def test_a_preview_of_nothing_says_what_is_missing(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, headline="")
    response = client.post(address("story_preview", story.pk), form)
    assert response.status_code == 422
    assert "Write a headline." in response.content.decode()


@pytest.mark.parametrize("number", ["0", "7", "x", "9" * 40, "-1", "٣"])
def test_a_version_that_is_not_there_is_not_found(client, ana, number):
    story = StoryFactory()
    assert client.get(address("story_preview", story.pk), {"version": number}).status_code == 404


def test_the_history_tells_who_wrote_what_and_which_is_live(client, ana):
    story = StoryFactory(published=True, by=ana)
    story.write(by=ana, headline="Second", note="A name corrected")
    page = client.get(address("story_versions", story.pk)).content.decode()
    assert "A name corrected" in page
    assert page.count("Live") == 1
    assert "Compare with version 1" in page


def test_an_old_version_can_be_written_again(client, ana):
    story = StoryFactory(headline="First")
    story.write(by=ana, headline="Second")
    client.post(address("story_again", story.pk, 1))
    story.refresh_from_db()
    assert (story.latest.number, story.latest.headline) == (3, "First")
    assert story.latest.note == "Version 1 again"


def test_a_version_belongs_to_its_story(client, ana):
    story, other = StoryFactory(), StoryFactory()
    other.write(by=ana, headline="Second")
    assert client.get(address("story_version", story.pk, 2)).status_code == 404
    assert client.post(address("story_again", story.pk, 2)).status_code == 404


@pytest.mark.parametrize("page", ["preview", "versions", "schedule", "take-down"])
def test_pages_of_no_story_are_not_found(client, ana, page):
    assert client.get(address(f"story_{page}", 10**17)).status_code == 404


@pytest.mark.parametrize("button", ["_publish", "_unschedule"])
def test_a_reporter_cannot_press_an_editors_button(client, button):
    jo = reporter()
    client.force_login(jo)
    story = StoryFactory(created_by=jo)
    form = story_form(story.section, story, headline="Mine") | {button: "1"}
    assert client.post(address("story_change", story.pk), form).status_code == 403
    story.refresh_from_db()
    assert story.status == "draft"
    assert story.versions.count() == 1
