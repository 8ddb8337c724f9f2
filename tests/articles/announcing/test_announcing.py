"""Announcements: once, at their hour, and again when something went wrong."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from articles import announcing, publishing
from articles.models import Announcement
from newsroom import clock
from tests import tasks
from tests.factories import StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


@pytest.fixture
def listener():
    """Hears all announcements; `listener.trouble` is what happens to it."""

    class Listener:
        def __init__(self):
            self.heard, self.trouble = [], None

        def __call__(self, sender, announcement, **kwargs):
            self.heard.append(announcement.what)
            if self.trouble:
                raise self.trouble

    listener = Listener()
    publishing.announced.connect(listener)
    yield listener
    publishing.announced.disconnect(listener)


def time_goes_by(announcement, time):
    Announcement.objects.filter(pk=announcement.pk).update(due_at=announcement.due_at - time)


def test_what_was_delivered_is_not_delivered_again(listener):
    StoryFactory(published=True)

    assert announcing.deliver_due() == 1
    assert announcing.deliver_due() == 0
    assert listener.heard == ["published"]


def test_nothing_is_announced_before_its_hour(listener):
    StoryFactory(at=clock.now() + HOUR)

    assert announcing.deliver_due() == 0
    assert listener.heard == []


def test_a_failed_announcement_is_not_hammered_and_waits_longer_each_time(listener):
    StoryFactory(published=True)
    listener.trouble = OSError("The pager is silent.")
    waits = []
    for _ in range(3):
        assert announcing.deliver_due() == 0
        assert announcing.deliver_due() == 0  # its next try is to come
        announcement = Announcement.objects.get()
        waits.append(announcement.due_at - clock.now())
        time_goes_by(announcement, HOUR)

    assert listener.heard == ["published"] * 3
    assert [round(wait.total_seconds()) for wait in waits] == [2, 4, 8]
    assert announcement.trouble == "OSError: The pager is silent."
    listener.trouble = None
    assert announcing.deliver_due() == 1
    assert Announcement.objects.get().trouble == ""


def test_one_that_fails_holds_up_no_other(listener):
    first, second = StoryFactory(published=True), StoryFactory(published=True)

    def fail_for_the_first(sender, announcement, **kwargs):
        if announcement.story == first:
            raise ValueError("No.")

    publishing.announced.connect(fail_for_the_first)
    try:
        assert announcing.deliver_due() == 1
    finally:
        publishing.announced.disconnect(fail_for_the_first)
    assert Announcement.objects.waiting().get().story == first
    assert second.announcements.get().delivered_at


def test_what_a_receiver_wrote_before_it_failed_is_not_kept(listener):
    story = StoryFactory(published=True)

    def write_and_fail(sender, announcement, **kwargs):
        announcement.story.write(by=None, headline="Written by a receiver")
        raise ValueError("And then it failed.")

    publishing.announced.connect(write_and_fail)
    try:
        announcing.deliver_due()
    finally:
        publishing.announced.disconnect(write_and_fail)
    assert story.versions.count() == 1


def test_after_twenty_tries_it_stays_with_its_trouble(listener):
    StoryFactory(published=True)
    listener.trouble = OSError("The pager is silent.")
    for _ in range(25):
        announcing.deliver_due()
        time_goes_by(Announcement.objects.get(), 2 * HOUR)

    announcement = Announcement.objects.get()
    assert len(listener.heard) == announcement.tries == announcing.MOST_TRIES
    assert announcement.delivered_at is None
    assert announcement.trouble


def test_a_change_of_plan_forgets_no_announcement_that_is_owed(listener):
    story = StoryFactory(published=True)
    listener.trouble = OSError("The pager is silent.")
    announcing.deliver_due()
    story.expire(by=None, at=clock.now() + HOUR)

    waiting = Announcement.objects.waiting()
    assert {announcement.what for announcement in waiting} == {"published", "expired"}


def test_delivered_announcements_are_forgotten_after_a_month():
    old, new = StoryFactory(published=True), StoryFactory(published=True)
    announcing.deliver_due()
    month = clock.now() - timedelta(days=31)
    old.announcements.update(delivered_at=month)
    StoryFactory(published=True).announcements.update(due_at=month)  # never delivered
    announcing.delete_delivered()

    assert not old.announcements.exists()
    assert new.announcements.exists()
    assert Announcement.objects.waiting().count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_round_of_the_worker_announces_and_does_what_was_asked_for(settings, listener):
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    settings.SURROGATE_KEYS = ["xkey"]
    settings.PURGE_KEYS_URLS = ["http://127.0.0.1:1"]  # where nobody answers
    StoryFactory(published=True)
    call_command("work", batch=True, interval=0)

    assert listener.heard == ["published"]
    tried = DBTaskResult.objects.successful().get()
    again = DBTaskResult.objects.get(status="READY")
    assert tried.task_path == again.task_path == "newsroom.purging.purge_keys"
    assert again.args_kwargs["kwargs"] == {"tries": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("workers", "then"), [(1, "SUCCESSFUL"), (3, "FAILED")])
def test_a_task_whose_worker_was_killed_is_taken_up_but_not_for_ever(settings, workers, then):
    from django_tasks_db.models import DBTaskResult

    from newsroom import mail

    tasks.wait_for_a_worker(settings)
    mail.post("confirm_address", "bo@example.org", link="x")
    task = DBTaskResult.objects.get()
    for number in range(workers):
        task.claim(f"worker {number}")
    call_command("work", batch=True, interval=0)
    task.refresh_from_db()
    assert task.status == "RUNNING"  # perhaps somebody is at it

    DBTaskResult.objects.update(started_at=task.started_at - HOUR)
    call_command("work", batch=True, interval=0)
    task.refresh_from_db()
    assert task.status == then
