"""How a story leaves readers and comes back, through the desk's own pages."""

import pytest

from articles.models import Story, Tombstone
from tests.articles.admin.desk import address, answer, page_of, press, said
from tests.factories import StoryFactory, chief_editor

pytestmark = pytest.mark.django_db


def test_a_story_expires_at_an_hour_or_stays_for_good(client, ana):
    story = StoryFactory(published=True)
    assert answer(client, story, "expire").status_code == 422
    past = answer(client, story, "expire", at_0="2020-01-01", at_1="06:00")
    assert past.status_code == 422
    assert "This moment has passed" in past.text
    assert 'value="2020-01-01"' in past.text
    answer(client, story, "expire", at_0="2090-07-01", at_1="06:00")
    assert "Expires on 1 July 2090, 06:00 BST." in page_of(client, story)
    answer(client, story, "expire", stay="1", at_0="2090-")
    assert story.expires_at is None


def test_a_story_is_taken_down_for_the_law_and_restored(client, ana):
    story = StoryFactory(published=True)
    answer(client, story, "take-down", reason="A court said so.", by_law="on")
    assert story.taken_down_by_law
    page = page_of(client, story)
    assert "because a court or a law asked for it" in page
    assert "A court said so." in page
    response = press(client, story, "_restore", headline="Bridge reopens, corrected")
    assert story.is_public
    assert story.live.headline == "Bridge reopens, corrected"
    assert any("Readers have it again." in words for words in said(response))


def test_a_retraction_needs_a_reason_and_stands_above_the_story(client, ana):
    story = StoryFactory(published=True)
    assert answer(client, story, "retract", reason=" ").status_code == 422
    answer(client, story, "retract", reason="The source does not exist.")
    assert story.retracted_at
    assert "The source does not exist." in client.get(story.get_absolute_url()).text
    page = page_of(client, story)
    assert "Retracted" in page
    assert 'href="../retract/"' not in page


def test_a_chief_editor_merges_a_story_by_number_by_address_or_by_words(client):
    client.force_login(chief_editor())
    target = StoryFactory(published=True, headline="The harbour strike")
    StoryFactory(published=True, headline="The harbour strike, day two")
    hidden = StoryFactory(headline="The harbour strike, unpublished")
    forms = (str(target.pk), f"https://paper.example{target.get_absolute_url()}",
             f"{target.pk} · The harbour strike")  # fmt: skip
    for other in forms:
        story = StoryFactory(published=True)
        answer(client, story, "merge", other=other)
        assert story.merged_into == target

    story = StoryFactory(published=True)
    asked = answer(client, story, "merge", other="harbour strike")
    assert asked.status_code == 422
    assert asked.text.count('name="which"') == 2
    assert "unpublished" not in asked.text
    for which in (hidden.pk, "x", story.pk):
        refused = answer(client, story, "merge", other="harbour strike", which=which)
        assert refused.status_code == 422
    answer(client, story, "merge", other="harbour strike", which=target.pk)
    assert story.merged_into == target
    assert "Readers are sent to" in page_of(client, story)
    press(client, story, "_restore")
    assert story.is_public


@pytest.mark.parametrize("other", ["", "0", "9" * 18, "9" * 400, "no such words", "\x00", "/x/7/y"])
def test_a_story_is_merged_into_none_that_readers_do_not_have(client, other):
    client.force_login(chief_editor())
    story = StoryFactory(published=True)
    for written in (other, str(story.pk), str(StoryFactory().pk)):
        response = answer(client, story, "merge", other=written)
        assert response.status_code == 422
        assert "errorlist" in response.text
    assert story.is_public


def test_deleting_for_good_takes_a_reason_and_the_storys_own_name(client):
    client.force_login(chief_editor())
    story = StoryFactory(published=True, headline="Bridge reopens")
    pk = story.pk
    for form in (
        {"reason": "", "confirm": pk},
        {"reason": "A child is named.", "confirm": ""},
        {"reason": "A child is named.", "confirm": "Another story"},
        {"reason": "A child is named.", "confirm": pk + 1},
    ):
        assert answer(client, story, "delete-for-good", **form).status_code == 422
    form = {"reason": "A child is named.", "confirm": " bridge  REOPENS "}
    response = client.post(address("story_delete-for-good", pk), form, follow=True)
    assert "“Bridge reopens” is deleted for good." in said(response)
    assert not Story.objects.filter(pk=pk).exists()
    assert Tombstone.objects.get().reason == "A child is named."
    assert client.post(address("story_delete-for-good", pk), form).status_code == 404


def test_a_story_that_others_lead_to_is_not_deleted_and_the_reason_is_said(client):
    client.force_login(chief_editor())
    story, other = StoryFactory(published=True), StoryFactory(published=True)
    other.merge_into(story, by=None)
    form = {"reason": "Why not", "confirm": story.pk}
    response = answer(client, story, "delete-for-good", **form)
    assert response.status_code == 422
    assert "Readers of other stories are sent to this one" in response.text
    assert Story.objects.filter(pk=story.pk).exists()


@pytest.mark.parametrize("page", ["return", "schedule", "update", "expire", "take-down",
                                  "retract", "merge", "delete-for-good"])  # fmt: skip
def test_no_page_changes_anything_by_being_opened_or_sent_empty(client, page):
    client.force_login(chief_editor())
    story = StoryFactory(published=True)
    before = Story.objects.values().get(pk=story.pk)
    assert client.get(address(f"story_{page}", story.pk)).status_code == 200
    assert answer(client, story, page).status_code == 422
    assert Story.objects.values().get(pk=story.pk) == before
    assert client.get(address(f"story_{page}", 10**17)).status_code == 404
