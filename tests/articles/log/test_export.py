"""The log to take along, as JSON lines and as a table."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Record
from tests.factories import SectionFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NASTY = [
    "=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(1)", "\tx", "  =1", "＝1",
    'a "quoted", word', "two\nlines", "<script>alert(1)</script>", "عبّارة", "🚢", "x\u2028y",
]  # fmt: skip


@pytest.fixture
def nasty():
    section = SectionFactory()
    for words in NASTY:
        Record.objects.keep(section, "changed", by=None, title=words, note=words, words=["", words])
    return Record.objects.filter(action="changed").order_by("pk")


def exported(*options):
    out = io.StringIO()
    call_command("export_log", *options, stdout=out)
    return out.getvalue()


def test_json_lines_give_back_every_word(nasty):
    lines = [json.loads(line) for line in exported("--format", "jsonl").splitlines()]

    told_of = [line for line in lines if line["action"] == "changed"]
    assert [line["title"] for line in told_of] == NASTY
    assert [line["details"]["words"][1] for line in told_of] == NASTY
    assert [line["at"] for line in told_of] == [record.at.isoformat() for record in nasty]


def test_no_cell_of_the_table_is_a_formula(nasty):
    rows = list(csv.DictReader(io.StringIO(exported("--format", "csv"))))

    rows = [row for row in rows if row["action"] == "changed"]
    assert [row["title"].removeprefix("'") for row in rows] == NASTY
    assert all(row["note"] == row["title"] for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_the_export_begins_where_one_says():
    now = timezone.now()
    section = SectionFactory()
    old = Record.objects.line(section, "changed", by=None, title="Old")
    old.at = now - timedelta(days=40)
    old.save()
    since = timezone.localdate(now - timedelta(days=39)).isoformat()

    assert '"Old"' in exported()
    assert '"Old"' not in exported("--since", since)
    assert '"created"' in exported("--since", since)
    assert exported("--since", "9999-12-01T00:00Z") == ""


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2026-02-30", "0000-00-00"])
def test_a_day_that_is_none_is_refused_in_words(since):
    with pytest.raises(CommandError, match="is no day"):
        exported("--since", since)
