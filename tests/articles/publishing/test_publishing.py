from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.models import Story, Tombstone
from articles.publishing import NotReady
from tests.factories import PictureFactory, QuoteFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_draft_is_seen_by_nobody():
    assert StoryFactory() not in Story.objects.visible_to(AnonymousUser())


def test_a_scheduled_story_appears_at_its_hour_and_not_before():
    now = timezone.now()
    story = StoryFactory(at=now + timedelta(hours=1))

    assert story not in Story.objects.visible_to(AnonymousUser())
    assert story in Story.objects.published(at=now + timedelta(hours=2))


def test_writing_after_publication_changes_nothing_for_readers_until_it_is_published():
    story = StoryFactory(published=True, headline="First")
    story.write(by=None, headline="Second")

    assert Story.objects.get(pk=story.pk).live.headline == "First"
    story.publish(by=None)
    assert Story.objects.get(pk=story.pk).live.headline == "Second"


def test_publishing_twice_leaves_one_trace():
    story = StoryFactory(published=True)
    story.publish(by=None)

    assert story.events.count() == 1
    assert story.updated_at is None


def test_saving_the_same_text_makes_no_new_version():
    story = StoryFactory()
    story.write(by=None, **story.latest.text())

    assert story.versions.count() == 1


def test_a_version_is_never_changed():
    version = StoryFactory().latest
    version.headline = "Quietly rewritten"

    with pytest.raises(ValueError, match="never changed"):
        version.save()


def test_an_empty_story_is_not_published_and_the_editor_is_told_everything_at_once():
    story = StoryFactory(body="", lead_picture=PictureFactory(alt=""))

    with pytest.raises(NotReady) as refusal:
        story.publish(by=None)
    assert len(refusal.value.problems) == 2
    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT


def test_taking_down_needs_a_reason_and_keeps_the_text():
    story = StoryFactory(published=True)

    with pytest.raises(NotReady, match="reason"):
        story.take_down(by=None, reason="  ")
    story.take_down(by=None, reason="The court has asked for it.")
    assert story not in Story.objects.published()
    assert story.live.body


def test_a_story_taken_down_can_be_published_again_with_its_first_date():
    story = StoryFactory(published=True)
    first = story.published_at
    story.take_down(by=None, reason="A mistake.")
    story.publish(by=None)

    assert story.is_public
    assert story.published_at == first


def test_a_scheduled_story_goes_back_to_draft():
    story = StoryFactory(at=timezone.now() + timedelta(hours=1))
    story.unschedule(by=None)

    assert story.state == "Draft"
    assert story.published_at is None


def test_a_story_that_is_out_does_not_go_back_to_draft():
    with pytest.raises(NotReady):
        StoryFactory(published=True).unschedule(by=None)


def test_a_passed_hour_is_not_a_schedule():
    with pytest.raises(NotReady, match="passed"):
        StoryFactory().schedule(by=None, at=timezone.now() - timedelta(minutes=1))


def test_what_stands_in_the_text_is_known_to_the_database():
    quote = QuoteFactory()
    embed = f'<story-embed data-kind="quote" data-id="{quote.pk}"></story-embed>'
    missing = '<story-embed data-kind="picture" data-id="999999"></story-embed>'
    story = StoryFactory(body=f"<p>He said it.</p>{embed}{missing}")

    assert [e.item for e in story.latest.embeds.all()] == [quote]


def test_a_story_can_be_deleted_for_good_with_all_its_versions():
    story = StoryFactory(published=True)
    story.write(by=None, headline="Second")
    number = story.pk
    story.delete_for_good(by=None, reason="It named a child.")

    assert not Story.objects.exists()
    assert Tombstone.objects.get().story_id == number


def test_a_story_that_readers_have_seen_is_not_scheduled_again():
    later = timezone.now() + timedelta(hours=1)
    story = StoryFactory(published=True)

    with pytest.raises(NotReady, match="seen"):
        story.schedule(by=None, at=later)
    story.take_down(by=None, reason="A mistake.")
    with pytest.raises(NotReady, match="seen"):
        story.schedule(by=None, at=later)
