"""What a test writes for good is gone before the next, and all that migrations made is there."""

import threading
import time

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.models import Editing, Record, Story
from tests.factories import StoryFactory, editor

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def rows():
    """How many rows each table has; those of people's roles come from migrations."""
    return {
        model: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def test_what_was_written_for_good_is_undone(origin):
    before = rows()
    StoryFactory(published=True)
    Group.objects.all().delete()
    assert rows() != before

    origin.restore()

    assert rows() == before
    assert before[Group] > 0


def test_the_databases_own_guards_stand_after_that(origin):
    origin.restore()
    StoryFactory(published=True)

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Record.objects.all()._raw_delete("default")
    assert Record.objects.exists()


def test_an_answer_that_is_still_being_written_is_waited_for(origin):
    """A browser is closed while its page is asking: what that writes is undone too."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one who writes at a time.")
    story, ana = StoryFactory(published=True), editor()
    before_its_end = threading.Event()

    def answers():
        with transaction.atomic():
            Editing.objects.create(
                story=story, person=ana, form="1", since=timezone.now(), seen_at=timezone.now()
            )
            before_its_end.set()
            time.sleep(0.3)
        connection.close()

    late = threading.Thread(target=answers)
    late.start()
    before_its_end.wait(10)
    origin.restore()
    late.join(10)

    assert not Editing.objects.exists()
    assert not Story.objects.exists()
