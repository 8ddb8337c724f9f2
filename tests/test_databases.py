"""What a test writes for good is gone before the next, and all that migrations made is there."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction

from articles.models import Record
from tests.factories import StoryFactory

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
