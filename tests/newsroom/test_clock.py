"""The database's clock says what time it is when it is asked."""

import re

import pytest
from django.apps import apps
from django.db import connection

from newsroom import clock


def test_no_table_has_the_moment_of_its_migration_for_a_default():
    defaults = [
        field for model in apps.get_models() for field in model._meta.local_fields
        if field.has_db_default()
    ]  # fmt: skip
    assert defaults
    assert [field for field in defaults if isinstance(field.db_default, clock.Now)] == []


@pytest.mark.django_db
def test_no_default_that_the_database_keeps_is_a_day():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the expression")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")
        tables = [sql for (sql,) in cursor.fetchall() if sql]
    assert tables
    assert [sql for sql in tables if re.search(r"DEFAULT \('\d{4}-", sql)] == []
