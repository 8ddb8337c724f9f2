"""A whole paper in one file, to leave with and to come back from, whatever the database.

    tables    what is in it, and what is not, and why
    values    a row as JSON and back
    ids       where numbers go on
    writing   manage.py export_paper
    reading   an archive looked through before it is believed
    importing manage.py import_paper

docs/leaving.md describes the file for other programs.
"""

FORMAT = "harbour-paper"
VERSION = 1  # of this format
MANIFEST = "manifest.json"
FILES = "files.jsonl"
ORIGINALS = "originals/"


class Refused(Exception):
    """Why a paper is not exported, or an archive not imported, in one or two sentences."""


def entry_of(label):
    """The name in the archive of a table's rows."""
    return f"rows/{label.lower()}.jsonl"
