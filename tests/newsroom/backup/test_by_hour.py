"""The worker keeps a backup each day, and somebody hears where it did not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from newsroom.backup import by_hour
from newsroom.machine import readiness
from newsroom.machine.models import Backup

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_the_hour_is_that_of_the_papers_clocks(settings):
    settings.TIME_ZONE, settings.BACKUP_AT = "Europe/London", "03:30"
    summer = datetime.fromisoformat("2026-07-01T02:29:59+00:00")
    assert by_hour.last_due(summer).isoformat() == "2026-06-30T03:30:00+01:00"
    assert by_hour.last_due(summer + timedelta(seconds=1)).day == 1


def test_it_is_made_once_a_day_and_the_machine_says_how_old_it_is(shelf, settings):
    by_hour.make_if_due()  # nobody has asked for any
    assert not Backup.objects.exists()
    settings.BACKUP_TO = shelf
    with pytest.raises(readiness.Trouble, match="none was kept"):
        readiness._backup()

    by_hour.make_if_due()
    by_hour.make_if_due()

    (kept,) = Backup.objects.all()
    assert kept.is_verified
    assert not kept.trouble
    assert len(list(shelf.glob("20*"))) == 1
    assert readiness._backup() == "the last good one is 0 hours old"
    Backup.objects.update(began_at=timezone.now() - timedelta(hours=30))
    with pytest.raises(readiness.Trouble, match="30 hours old"):
        readiness._backup()


def test_one_that_failed_is_tried_again_after_an_hour(shelf, settings):
    settings.BACKUP_TO = shelf
    shelf.mkdir()
    (shelf / "novel.txt").touch()
    by_hour.make_if_due()
    by_hour.make_if_due()
    assert "holds other things" in Backup.objects.get().trouble
    (shelf / "novel.txt").unlink()

    Backup.objects.update(began_at=timezone.now() - timedelta(hours=2))
    by_hour.make_if_due()

    assert Backup.objects.good().get().place == str(shelf)
