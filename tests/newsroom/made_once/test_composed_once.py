"""A queryset's SQL is composed once, and asked as often as somebody needs it."""

import time
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db.models import CharField, IntegerField
from django.db.models.sql.compiler import SQLCompiler

from newsroom.clock import Now
from newsroom.composed_once import Given, composed_once

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def groups():
    return [Group.objects.create(name=name) for name in ("Ana", "Bo", "Cy")]


@composed_once
def named():
    return Group.objects.filter(name=Given("name", CharField()))


@composed_once
def after(count):
    return Group.objects.filter(pk__gt=Given("pk", IntegerField())).order_by("pk")[:count]


def test_each_asks_with_values_of_its_own_and_gets_its_own_answer(groups):
    first, second = named(name="Ana"), named(name="Bo")

    assert [list(second), list(first)] == [[groups[1]], [groups[0]]]
    assert list(named(name="nobody")) == []
    assert [len(after(1, pk=0)), len(after(2, pk=0))] == [1, 2]


def test_what_was_answered_is_asked_again_by_the_next(groups):
    assert list(named(name="Di")) == []
    di = Group.objects.create(name="Di")

    assert list(named(name="Di")) == [di]


def test_nothing_is_composed_a_second_time(groups):
    list(after(2, pk=groups[0].pk))
    with mock.patch.object(SQLCompiler, "pre_sql_setup", side_effect=AssertionError):
        assert list(after(2, pk=groups[0].pk)) == groups[1:]


def test_the_clock_is_asked_each_time(groups):
    @composed_once
    def with_the_time():
        return Group.objects.annotate(at=Now())[:1]

    [early] = with_the_time()
    time.sleep(0.02)
    [late] = with_the_time()

    assert early.at < late.at


def test_it_may_be_narrowed_down_where_nothing_is_given(groups):
    @composed_once
    def everyone():
        return Group.objects.order_by("-pk")

    assert list(everyone())[:3] == groups[::-1]
    assert list(everyone().filter(name__in=["Bo", "Cy"])) == [groups[2], groups[1]]
    assert everyone().first() == groups[2]
    assert list(everyone())[:3] == groups[::-1]


def test_what_can_have_no_rows_asks_nothing(django_assert_num_queries):
    @composed_once
    def nobody():
        return Group.objects.filter(pk__in=[])

    with django_assert_num_queries(0):
        assert list(nobody()) == list(nobody()) == []
