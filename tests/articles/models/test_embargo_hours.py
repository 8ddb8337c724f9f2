"""What the clock does with a story: nothing is flipped, everything is asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from articles import announcing
from articles.models import Announcement, Embargo, Picture, Quote, Story
from articles.publishing import Change, NotReady
from newsroom import clock
from tests.factories import (
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    editor,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def let_pass(story, time):
    """Time goes by for a story: all its hours move into the past."""
    names = ("published_at", "expires_at", "update_at", "not_before")
    moved = {n: at - time for n in names if (at := getattr(story, n))}
    Story.objects.filter(pk=story.pk).update(**moved)
    for row in story.appearances.all():
        row.since, row.until = row.since - time, row.until and row.until - time
        row.save()
    story.announcements.update(due_at=clock.now() - time)
    for correction in story.corrections.all():
        correction.published_at -= time
        correction.save()
    return Story.objects.get(pk=story.pk)


def with_update(**change):
    story = StoryFactory(published=True, headline="First")
    story.write(by=None, headline="Second", lead_picture=PictureFactory())
    change = Change(kind="correction", text="It was the second.") if change else None
    story.update(by=None, at=clock.now() + HOUR, change=change)
    return story


def test_a_scheduled_update_is_what_readers_get_from_its_hour_on_with_no_worker(client):
    story = with_update()
    picture = story.update_version.lead_picture
    assert "First" in client.get(story.get_absolute_url()).text
    assert picture not in Picture.objects.published()
    assert client.get("/search/?q=Second").context["found"].count == 0

    story = let_pass(story, 2 * HOUR)
    assert story.headline == "Second"
    assert "Second" in client.get(story.get_absolute_url()).text
    assert "Second" in client.get("/").text
    assert "Second" in client.get("/latest.rss").text
    assert picture in Picture.objects.published()
    assert client.get("/search/?q=Second").context["found"].count == 1
    assert client.get("/search/?q=First").context["found"].count == 0


def test_settling_an_update_changes_nothing_that_readers_see(client):
    story = let_pass(with_update(correction=True), 2 * HOUR)
    before = client.get(story.get_absolute_url()).text
    announcing.deliver_due()
    story = Story.objects.get(pk=story.pk)

    assert story.update_at is None
    assert story.live.headline == "Second"
    assert client.get(story.get_absolute_url()).text == before


def test_the_correction_of_a_scheduled_update_appears_with_it(client):
    story = with_update(correction=True)
    assert "It was the second." not in client.get(story.get_absolute_url()).text
    assert "It was the second." not in client.get("/corrections/").text

    story = let_pass(story, 2 * HOUR)
    assert "It was the second." in client.get(story.get_absolute_url()).text
    assert "It was the second." in client.get("/corrections/").text


def test_a_story_goes_at_the_hour_of_its_expiry(client):
    story = StoryFactory(published=True)
    story.expire(by=None, at=clock.now() + HOUR)
    assert client.get(story.get_absolute_url()).status_code == 200

    story = let_pass(story, 2 * HOUR)
    assert story.state == "Expired"
    gone = client.get(story.get_absolute_url())
    assert gone.status_code == 410
    assert "no longer available" in gone.text
    assert story.headline not in gone.text
    story.restore(by=None)
    assert client.get(story.get_absolute_url()).status_code == 200


def test_what_readers_saw_at_any_moment_is_known():
    begun = clock.now()
    story = StoryFactory(published=True, headline="First")
    between = clock.now()
    story.write(by=None, headline="Second")
    story.update(by=None)
    story.write(by=None, headline="Third")
    later = clock.now()
    story.update(by=None, at=later + HOUR)
    story.expire(by=None, at=later + 2 * HOUR)

    shown = [story.shown_at(at) for at in (
        begun, between, later, later + 1.5 * HOUR, later + 3 * HOUR)]  # fmt: skip
    assert [v and v.headline for v in shown] == [None, "First", "Second", "Third", None]
    story.take_down(by=None, reason="A mistake.")
    assert story.shown_at(later + 1.5 * HOUR) is None
    assert story.shown_at(between).headline == "First"


def test_nothing_of_a_package_appears_before_its_embargo_ends():
    embargo = Embargo.objects.create(name="Budget", until=clock.now() + HOUR)
    story, scheduled = StoryFactory(), StoryFactory(at=clock.now() + HOUR / 2)
    gallery, quote = GalleryFactory(), QuoteFactory()
    for thing in (story, scheduled):
        thing.put_under(embargo, by=None)
    gallery.put_under(embargo, by=None)
    Quote.objects.filter(pk=quote.pk).update(embargo=embargo, not_before=embargo.until)
    story.publish(by=None)
    gallery.publish(by=None)

    assert story.is_scheduled
    assert story.published_at == scheduled.published_at == gallery.published_at == embargo.until
    assert quote not in Quote.objects.published()
    embargo.lift(by=None)
    assert set(Story.objects.published()) == {story, scheduled}
    assert quote in Quote.objects.published()


def test_the_database_itself_holds_a_story_to_its_embargo():
    embargo = Embargo.objects.create(name="Budget", until=clock.now() + HOUR)
    story = StoryFactory()
    story.put_under(embargo, by=None)
    story.publish(by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(published_at=clock.now())


def test_no_embargo_holds_back_what_readers_have():
    embargo = Embargo.objects.create(name="Budget", until=clock.now() + HOUR)

    with pytest.raises(NotReady, match="have this story already"):
        StoryFactory(published=True).put_under(embargo, by=None)


@pytest.mark.parametrize("table", ["articles_storyversion", "articles_record"])
def test_the_database_refuses_to_rewrite_what_was_said_and_done(table):
    story = StoryFactory(published=True, by=editor())
    what = "headline" if "version" in table else "note"
    person = "created_by_id" if "version" in table else "by_id"

    for sql in (
        f"UPDATE {table} SET {what} = 'Quietly rewritten'",  # noqa: S608
        f"UPDATE {table} SET {person} = {story.created_by_id}",  # noqa: S608
        f"DELETE FROM {table}",  # noqa: S608
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_somebody_who_leaves_takes_no_version_along():
    story = StoryFactory(published=True, by=editor())
    story.created_by.delete()
    story.refresh_from_db()

    assert story.latest.created_by is None
    assert story.events.get().by is None
    assert story.events.get().by_name


def test_each_change_is_announced_once_at_its_hour():
    story = with_update()
    assert announcing.deliver_due() == 1  # its publication; the update is to come
    assert announcing.deliver_due() == 0
    story = let_pass(story, 2 * HOUR)
    Announcement.objects.filter(delivered_at__isnull=False).update(due_at=clock.now())
    assert announcing.deliver_due() == 1
