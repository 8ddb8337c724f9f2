"""PostgreSQL is told how to find something for as long as a block lasts, and no longer."""

import pytest
from django.db import connection, transaction

from newsroom.by_index import by_the_index

pytestmark = pytest.mark.database


def may_read_end_to_end():
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        return cursor.fetchone() == ("on",)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite always asks its index")
@pytest.mark.django_db(transaction=True)
def test_it_is_told_for_the_block_alone():
    with by_the_index():
        assert not may_read_end_to_end()
    assert may_read_end_to_end()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite always asks its index")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_around_it_goes_on_as_before():
    with transaction.atomic():
        with by_the_index():
            assert not may_read_end_to_end()
        assert may_read_end_to_end()
        with pytest.raises(ZeroDivisionError), by_the_index():
            1 / 0  # noqa: B018 whatever goes wrong in it
        assert may_read_end_to_end()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is told")
@pytest.mark.django_db
def test_nothing_is_asked_of_sqlite(django_assert_num_queries):
    with django_assert_num_queries(0), by_the_index():
        pass
