"""A page that is read writes nothing: a database that is locked or full stops no reader."""

import pytest
from django.db import connection

from tests import small_paper

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# A savepoint is here what is the transaction's beginning at the site: alone it writes nothing.
READING = ("SELECT", "WITH", "SET STATEMENT", "SET LOCAL", "PRAGMA", "SAVEPOINT", "RELEASE")


def test_no_page_of_readers_writes_or_locks(client):
    pages = small_paper.paper()
    written = {}

    def listen(execute, sql, params, many, context):
        if not sql.lstrip("( ").upper().startswith(READING) or "FOR UPDATE" in sql:
            written.setdefault(page, sql)
        return execute(sql, params, many, context)

    asked = 0
    with connection.execute_wrapper(listen):
        for page in pages.values():
            asked += client.get(page).status_code == 200

    assert written == {}
    assert asked > 30  # or nothing was looked at
