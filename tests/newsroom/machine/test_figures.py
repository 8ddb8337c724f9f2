"""What the site has to do, as numbers."""

from datetime import timedelta

import pytest
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import announcing
from articles.models import Announcement
from newsroom.machine import figures
from newsroom.machine.models import Worker
from tests.factories import StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def task(queue, status=TaskResultStatus.READY, run_after=None, tries=0, minutes=0):
    row = DBTaskResult.objects.create(
        queue_name=queue, status=status, run_after=run_after or get_date_max(),
        args_kwargs={"args": [], "kwargs": {"tries": tries} if tries else {}},
        task_path="newsroom.mail.deliver", backend_name="default", exception_class_path="",
        traceback="",
    )  # fmt: skip
    asked_for = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=asked_for)


def found(source):
    return {figure.name: figure.values for figure in source()}


def test_tasks_are_counted_by_queue_and_state_and_the_oldest_is_told():
    soon = timezone.now() + timedelta(hours=1)
    task("default", minutes=5)
    task("default", run_after=soon, tries=2, minutes=90)  # a letter that was not taken
    task("default", TaskResultStatus.FAILED)
    task("slow", TaskResultStatus.RUNNING)
    task("slow", TaskResultStatus.SUCCESSFUL)

    told = found(figures.tasks)
    counts = {
        (queue, state): count for ((_, queue), (_, state)), count in told["tasks"].items() if count
    }
    assert counts == {
        ("default", "waiting"): 1, ("default", "tried again"): 1, ("default", "failed"): 1,
        ("slow", "running"): 1,
    }  # fmt: skip
    assert 5 * 60 <= told["tasks_oldest_seconds"][()] < 10 * 60


def test_a_queue_in_which_nothing_waits_is_nought_and_not_absent():
    told = found(figures.tasks)

    assert len(told["tasks"]) == 12
    assert set(told["tasks"].values()) == {0}
    assert told["tasks_oldest_seconds"] == {(): 0}


def test_the_outbox_tells_what_waits_what_is_tried_again_and_what_was_given_up():
    Announcement.objects.all().delete()
    now, story = timezone.now(), StoryFactory()
    for tries, minutes in [(0, -3), (0, 60), (4, 30), (announcing.MOST_TRIES, -600)]:
        due = now + timedelta(minutes=minutes)
        Announcement.objects.create(what="updated", story=story, due_at=due, tries=tries)

    told = found(announcing.figures)
    assert {state: count for ((_, state),), count in told["outbox"].items()} == {
        "waiting": 1, "tried again": 1, "failed": 1
    }  # fmt: skip
    assert 3 * 60 <= told["outbox_oldest_seconds"][()] < 10 * 60


def test_a_worker_is_told_of_once_it_was_seen():
    Worker.objects.all().delete()
    assert found(figures.worker) == {}
    Worker.objects.beat()

    assert found(figures.worker)["worker_seen_seconds"][()] < 60


def test_the_database_has_a_size():
    assert found(figures.database_size)["database_bytes"][()] > 10_000


def test_figures_of_a_database_that_is_away_are_left_out_and_that_is_told(monkeypatch):
    def away():
        raise OSError

    monkeypatch.setattr(figures, "_of_the_database", figures.Look(away))
    told = {figure.name: figure.values for figure in figures.gauges()}

    assert told.keys() == {"database_up", "disk_free_bytes"}
    assert told["database_up"] == {(): 0}
