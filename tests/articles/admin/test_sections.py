"""Editors who are kept to sections, and buttons that somebody forged."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles.models import Story
from tests.factories import SectionFactory, StoryFactory, editor
from tests.tiers import some_in_a_quick_run

from .desk import address, said, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(client):
    """An editor of one section, and that section."""
    user, section = editor(name="Mirela Okafor"), SectionFactory(name="City")
    section.editors.add(user)
    client.force_login(user)
    return user, section


def test_an_editor_of_a_section_publishes_there(client, kept):
    story = StoryFactory(section=kept[1])
    client.post(
        address("story_change", story.pk), story_form(story.section, story) | {"_publish": "1"}
    )
    story.refresh_from_db()
    assert story.is_public


PAGES = ["return", "schedule", "update", "expire", "take-down", "retract", "merge",
         "delete-for-good"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_an_editor_of_a_section_decides_nothing_in_another(client, kept, page):
    story = StoryFactory(published=True)
    before = Story.objects.values().get(pk=story.pk)
    form = {"version": 1, "kind": "none", "reason": "x", "confirm": story.pk, "note": "x",
            "other": "1", "at_0": "2090-01-01", "at_1": "06:00"}  # fmt: skip
    assert client.get(address(f"story_{page}", story.pk)).status_code == 403
    assert client.post(address(f"story_{page}", story.pk), form).status_code == 403
    assert Story.objects.values().get(pk=story.pk) == before


BUTTONS = ["_save", "_publish", "_submit", "_approve", "_restore", "_unschedule",
           "_cancel_update"]  # fmt: skip
STATES = ["draft", "review", "scheduled", "published", "taken_down"]


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("published", [False, True])
def test_an_editor_of_a_section_presses_nothing_in_another(client, kept, button, published):
    story = StoryFactory(published=published)
    before = Story.objects.values().get(pk=story.pk)
    for section in (story.section, kept[1]):  # nor takes a story over
        form = story_form(section, story, headline="Hacked") | {button: "1"}
        assert client.post(address("story_change", story.pk), form).status_code == 403
    assert Story.objects.values().get(pk=story.pk) == before
    assert client.get(address("story_change", story.pk)).status_code == 302


def test_an_editor_of_a_section_brings_no_published_story_into_another(client, kept):
    story, sport = StoryFactory(section=kept[1], published=True), SectionFactory(name="Sport")
    form = story_form(sport, story, headline="Kept for you")
    response = client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    assert response.status_code == 422
    assert "You do not edit Sport" in response.text
    assert "Kept for you" in response.text
    assert story.section == kept[1]
    assert story.latest.number == 1


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_approve"])
@pytest.mark.parametrize("is_new", [True, False])
def test_an_editor_of_a_section_may_write_for_another_but_not_publish_there(
    client, kept, button, is_new
):
    user, city = kept
    sport = SectionFactory(name="Sport")
    story = None if is_new else StoryFactory(section=city, created_by=user)
    where = address("story_add") if is_new else address("story_change", story.pk)
    form = story_form(sport, story, headline="A cup for the harbour")
    response = client.post(where, form | {button: "1"})
    assert response.status_code == 422
    assert "You do not edit Sport. Save the story and submit it to its editors" in response.text
    assert not Story.objects.exclude(status="draft").exists()

    client.post(where, form | {"_submit": "1"})
    assert Story.objects.get().state == "In review"


def test_the_list_names_the_stories_that_are_not_this_editors_business(client, kept):
    mine, theirs = StoryFactory(section=kept[1], headline="Mine"), StoryFactory(headline="Theirs")
    form = {"action": "publish", "_selected_action": [mine.pk, theirs.pk]}
    form |= {f"version-{mine.pk}": 1, f"version-{theirs.pk}": 1}
    response = client.post(address("story_changelist"), form, follow=True)
    assert "“Mine” is out." in said(response)
    assert any(words.startswith("“Theirs”: you do not edit") for words in said(response))
    theirs.refresh_from_db()
    assert theirs.status == "draft"


def test_only_a_chief_editor_merges_and_deletes(client):
    client.force_login(editor())
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    for page in ("merge", "delete-for-good"):
        form = {"other": other.pk, "reason": "x", "confirm": story.pk}
        assert client.get(address(f"story_{page}", story.pk)).status_code == 403
        assert client.post(address(f"story_{page}", story.pk), form).status_code == 403
    assert Story.objects.published().count() == 2


@pytest.mark.parametrize(
    ("state", "button"), some_in_a_quick_run(list(product(STATES, BUTTONS[1:])), 7)
)
def test_no_button_in_any_state_breaks_the_desk(client, button, state):
    client.force_login(editor())
    story = StoryFactory(
        published=state == "published",
        at=timezone.now() + timedelta(days=1) if state == "scheduled" else None,
        taken_down="Why" if state == "taken_down" else "",
    )
    if state == "review":
        story.submit(by=None)
    form = story_form(story.section, story, headline="Another") | {button: "x" * 5000}
    response = client.post(address("story_change", story.pk), form, follow=True)
    assert response.status_code == 200
    assert said(response)
