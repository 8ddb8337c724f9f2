"""Lines of the log for other programs, one after the other, so that millions need no memory."""

import csv
import json

from .words import changes as changes_of

COLUMNS = ("at", "by", "by_name", "action", "kind", "object_id", "title", "note", "changes")
AT_ONCE = 500  # lines
# What a spreadsheet would take for a formula, also in the wide signs of East Asian scripts.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class _Echo:
    """A file that gives back what is written."""

    def write(self, text):
        return text


def as_csv(records):
    """Yields the lines as a table for a spreadsheet, with what changed in words.

    A cell that a spreadsheet would calculate begins with an apostrophe.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for record in records.iterator(chunk_size=AT_ONCE):
        changes = "; ".join(str(one) for one in changes_of(record))
        row = _facts(record) | {"changes": changes}
        yield writer.writerow([_harmless(row[name]) for name in COLUMNS])


def as_jsonl(records):
    """Yields each line as a JSON object on a line of its own, with all it holds."""
    for record in records.iterator(chunk_size=AT_ONCE):
        yield json.dumps(_facts(record) | {"details": record.details}) + "\n"


# By name: how the lines are written, and what the file is.
FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "jsonl": (as_jsonl, "application/x-ndjson; charset=utf-8"),
}


def _facts(record):
    return {
        "at": record.at.isoformat(),
        "by": record.by_id,
        "by_name": record.by_name,
        "action": record.action,
        "kind": record.kind,
        "object_id": record.object_id,
        "title": record.title,
        "note": record.note,
    }


def _harmless(value):
    is_formula = isinstance(value, str) and value.lstrip(" ").startswith(FORMULA)
    return f"'{value}" if is_formula else value
