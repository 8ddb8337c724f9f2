"""Where lines go: to the database at once, or gathered first, or nowhere."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from articles.models import Paper, Record
from newsroom import actor
from newsroom.suspending import Suspension

# What happens in a press on Save is gathered here: (lines by row and action, savepoints).
_gathering = ContextVar("gathering", default=None)
# Nothing is written down of what is changed in here, but what verbs and `keep_import` say.
quietly = Suspension("log.quietly")

STRANGER = "somebody not logged in"


def keep_import(note, counts, *, by):
    """One line for what came in by the thousand. It belongs to the paper, which is one row.

    `counts` says how many of what: {"stories": 312}.
    """
    facts = {str(noun): count for noun, count in counts.items()}
    paper = Paper.objects.filter(pk=Paper.THE_ONE).first() or Paper(pk=Paper.THE_ONE)
    Record.objects.keep(paper, "imported", by=by, note=note, **facts)


def add_line(row, action, details, *, title=None, note="", by=None):
    """Keep a line about what the person at work, or `by`, did with a row.

    Django's signals name nobody, so who is at work is asked of newsroom.actor: here alone, and
    where a change is told by signals only. Verbs say it themselves.
    """
    by = by or actor.person()
    line = Record.objects.line(row, action, by=by, note=note, title=title, details=details)
    if by == row:  # who deletes an account of their own: their name stays, and no row to point to
        line.by = None
    if by is None and actor.is_a_stranger():
        line.by_name = STRANGER
    lines, savepoints = _gathering.get() or (None, 0)
    # Within a savepoint of its own the change may yet be undone alone, and the line with it.
    if lines is None or _savepoints() > savepoints:
        line.save(force_insert=True)
    else:
        _add(lines, line)


@contextmanager
def gathered():
    """One line for all that is done to a row in here: a form changes it in many places.

    To be used inside a transaction. If it fails, nothing is kept.
    """
    if _gathering.get() is not None:
        yield
        return
    lines = {}
    before = _gathering.set((lines, _savepoints()))
    try:
        yield
    finally:
        _gathering.reset(before)
    if lines:
        Record.objects.bulk_create(lines.values())


def _savepoints():
    return sum(name is not None for name in connection.savepoint_ids)


def _add(lines, line):
    of_row = (line.kind, line.object_id)
    # What is put into a new row belongs to its making.
    action = "created" if (*of_row, "created") in lines else line.action
    same = lines.setdefault((*of_row, action), line)
    if same is line:
        return
    same.title, same.details = line.title, merged(same.details, line.details)
    if not same.details and action != "created":
        del lines[*of_row, action]  # done and undone


def merged(earlier, later):
    """The details of two changes as those of one: from the first state to the last."""
    details = earlier | later
    for name in earlier.keys() & later.keys():
        first, last = earlier[name], later[name]
        if not isinstance(first, list):
            continue
        if isinstance(first[0], list):
            details[name] = _merged_names(first, last)
        else:
            details[name] = [first[0], last[1]]
    return {name: value for name, value in details.items() if not _is_unchanged(value)}


def _merged_names(first, last):
    gone, come = first[0] + last[0], first[1] + last[1]
    return [[n for n in gone if n not in come], [n for n in come if n not in gone]]


def _is_unchanged(value):
    return isinstance(value, list) and value[0] == value[1]
