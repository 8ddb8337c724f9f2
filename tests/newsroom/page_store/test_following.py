"""What others have changed is heard of, and hours are carried out at their moment."""

from datetime import timedelta

import pytest
from django.db import transaction

from newsroom import clock
from newsroom.page_store import following
from newsroom.page_store.following import Following, prune
from newsroom.page_store.forgetting import all_at_once, forget, plan
from newsroom.page_store.generations import Generations, slot_of
from newsroom.page_store.models import Invalidation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def here(tmp_path):
    return Generations(tmp_path / "generations")


@pytest.fixture
def time(monkeypatch):
    """The seconds of this machine; `time.passes(10)`."""

    class Time:
        now = 1000.0

        def passes(self, seconds):
            self.now += seconds

    time = Time()
    monkeypatch.setattr(following, "seconds", lambda: time.now)
    return time


@pytest.fixture
def process(here, time):
    process = Following(here)
    process._go_on_from_before()
    process.poll()
    return process


def changes(here, key, *, by):
    before = here.numbers[slot_of(key)]
    by()
    return here.numbers[slot_of(key)] != before


def test_what_another_machine_has_committed_is_forgotten_with_the_next_poll(here, process):
    Invalidation.objects.create(keys=["story-1"])
    assert changes(here, "story-1", by=process.poll)
    assert not changes(here, "story-1", by=process.poll)


def test_what_this_machine_has_carried_out_is_not_forgotten_twice(here, process):
    row = Invalidation.objects.create(keys=["story-1"])
    here.forget(row.keys, row.pk)
    assert not changes(here, "story-1", by=process.poll)


def test_what_was_said_early_and_committed_late_is_heard_of(here, process):
    Invalidation.objects.create(keys=["story-2"])
    process.poll()
    Invalidation.objects.create(keys=["story-1"], due_at=clock.now() - timedelta(minutes=5))
    assert changes(here, "story-1", by=process.poll)


def test_an_hour_is_carried_out_at_its_moment_without_the_database(here, process, time):
    plan("story-1", [(clock.now() + HOUR, {"story-1"})])
    process.poll()

    time.passes(3590)
    assert not changes(here, "story-1", by=process.look_at_the_clock)
    time.passes(11)
    assert process.deadline <= time.now
    assert changes(here, "story-1", by=process.look_at_the_clock)
    assert process.deadline > time.now


def test_an_hour_that_was_moved_is_carried_out_at_the_new_one_only(here, process, time):
    plan("story-1", [(clock.now() + HOUR, {"story-1"})])
    process.poll()
    plan("story-1", [(clock.now() + 2 * HOUR, {"story-1"})])
    process.poll()

    time.passes(3601)
    assert not changes(here, "story-1", by=process.look_at_the_clock)
    time.passes(3600)
    assert changes(here, "story-1", by=process.look_at_the_clock)


def test_midnight_changes_what_shows_the_day(here, process, time):
    time.passes(24 * 60 * 60 + 1)
    assert changes(here, "day", by=process.look_at_the_clock)


def test_pages_go_on_for_a_day_without_the_database(process, time):
    time.passes(23 * 60 * 60)
    assert process.look_at_the_clock()
    time.passes(60 * 60 + 1)
    assert not process.look_at_the_clock()


def test_a_new_process_goes_on_where_the_others_are(here, process, time):
    process.poll()
    time.passes(60)
    Invalidation.objects.create(keys=["story-1"])
    new = Following(here)
    assert not changes(here, "everything", by=new._go_on_from_before)
    assert changes(here, "story-1", by=new.poll)


def test_while_the_database_is_away_it_trusts_what_they_heard(here, process):
    new = Following(here)
    new._go_on_from_before()
    assert not new.knows_enough
    new.failures = 1
    assert new.knows_enough


@pytest.mark.parametrize("what", ["boot", "identity"])
def test_another_run_of_the_machine_or_another_database_forgets_everything(
    here, process, what, monkeypatch
):
    monkeypatch.setattr(following, what, lambda: "another")
    new = Following(here)

    def begin():
        new._go_on_from_before()
        new.poll()

    assert changes(here, "everything", by=begin)


def test_who_has_not_listened_for_a_week_forgets_everything(here, process):
    process._write_down({"heard": (clock.now() - timedelta(days=8)).timestamp()})
    new = Following(here)
    new._go_on_from_before()
    assert changes(here, "everything", by=new.poll)


def test_a_torn_note_counts_as_none(here, process):
    here.memory[:20] = b"{" * 20
    assert changes(here, "everything", by=Following(here)._go_on_from_before)


def test_rows_that_everybody_has_heard_of_are_deleted():
    Invalidation.objects.create(keys=["old"], due_at=clock.now() - timedelta(days=8))
    Invalidation.objects.create(keys=["new"])
    prune()
    assert [row.keys for row in Invalidation.objects.all()] == [["new"]]


def test_a_key_is_said_once_in_a_transaction():
    with transaction.atomic():
        forget("story-1", "stories")
        forget("story-1")
        forget("story-2", "stories")
    assert [row.keys for row in Invalidation.objects.order_by("pk")] == [
        ["stories", "story-1"],
        ["story-2"],
    ]


def test_what_was_rolled_back_is_said_again():
    with transaction.atomic():
        with transaction.atomic():
            forget("story-1")
            transaction.set_rollback(True)
        forget("story-1")
    assert [row.keys for row in Invalidation.objects.all()] == [["story-1"]]


def test_thousands_of_changes_are_one():
    with all_at_once():
        forget("story-1")
        forget("story-2")
    assert [row.keys for row in Invalidation.objects.all()] == [["everything"]]


def test_nothing_is_forgotten_before_it_is_committed(settings, tmp_path):
    settings.VAR_DIR, settings.PAGE_STORE_MB = tmp_path, 1
    here = Generations(tmp_path / "page-generations")
    assert not changes(here, "story-1", by=lambda: forget("story-1"))


@pytest.mark.django_db(transaction=True)
def test_it_is_forgotten_once_it_is_committed(settings, tmp_path):
    settings.VAR_DIR, settings.PAGE_STORE_MB = tmp_path, 1
    here = Generations(tmp_path / "page-generations")
    assert changes(here, "story-1", by=lambda: forget("story-1"))
    assert here.has_carried_out(Invalidation.objects.get().pk)
