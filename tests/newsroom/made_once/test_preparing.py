"""What is composed once, PostgreSQL plans once for a connection, with the same answers."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import BooleanField, CharField, DateTimeField, IntegerField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from newsroom.composed_once import Given, composed_once
from newsroom.postgresql import preparing
from tests.factories import StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_new_connection():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in microseconds.")
    connection.close()


@composed_once
def named(last):
    """Everybody of a name up to `last`; the percent sign is one."""
    given = Given("name", CharField())
    return Group.objects.filter(name=given, pk__lte=last).exclude(name="100 % o'er")


@composed_once
def since():
    return Group.objects.annotate(is_late=Cast(Value(1), BooleanField())).filter(
        pk__gt=Given("pk", IntegerField()),
        pk__lte=Given("last", IntegerField()),
    )


def names():
    return [name for name, _ in _prepared()]


def _prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        return cursor.fetchall()


def test_it_is_prepared_once_and_asked_with_the_values_of_each():
    ana, bo = (Group.objects.create(name=name) for name in ("Ana", "Bo ’s \\ %s $1"))

    assert list(named(10_000, name="Ana")) == [ana]
    assert list(named(10_000, name=bo.name)) == [bo]
    assert list(named(10_000, name="nobody")) == []
    assert len(names()) == 1
    assert list(named(ana.pk - 1, name="Ana")) == []
    assert len(names()) == 2


def test_several_values_keep_their_places():
    first, second, third = (Group.objects.create(name=name) for name in "abc")

    assert set(since(last=second.pk, pk=first.pk - 1)) == {first, second}
    assert set(since(pk=second.pk, last=third.pk)) == {third}


def test_a_moment_is_given_as_one():
    @composed_once
    def of_the_past():
        story = StoryFactory._meta.model
        return story.objects.filter(published_at__lt=Given("at", DateTimeField()))

    story = StoryFactory(published=True)
    assert list(of_the_past(at=timezone.now() + datetime.timedelta(days=1))) == [story]
    assert list(of_the_past(at=story.published_at)) == []


def test_within_a_transaction_nothing_is_prepared():
    """What fails there would take all that was written with it."""
    with transaction.atomic():
        assert list(named(1, name="Ana")) == []
    assert names() == []


def test_names_that_are_gone_are_no_error_and_then_none_is_used():
    """A pooler lends the connection to others, and what it lends now may know no name of ours."""
    ana = Group.objects.create(name="Ana")
    assert list(named(10_000, name="Ana")) == [ana]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert list(named(10_000, name="Ana")) == [ana]
    assert list(named(10_001, name="Ana")) == [ana]
    assert names() == []


def test_a_name_that_somebody_else_has_taken_is_no_error():
    ana = Group.objects.create(name="Ana")
    assert list(named(10_000, name="Ana")) == [ana]
    connection.connection.prepared = preparing.Prepared()

    assert list(named(10_000, name="Ana")) == [ana]


def test_a_connection_keeps_so_many_and_no_more(monkeypatch):
    monkeypatch.setattr(preparing, "MOST", 2)
    for last in range(4):
        assert list(named(last, name="nobody")) == []
    assert len(names()) == 2


def test_rows_that_come_one_after_the_other_come_all():
    groups = [Group.objects.create(name=name) for name in "abc"]
    found = Group.objects.filter(pk__gte=groups[0].pk).order_by("pk")

    assert list(found.iterator(chunk_size=2)) == groups
    assert list(named(10_000, name="a").iterator(chunk_size=2)) == groups[:1]
