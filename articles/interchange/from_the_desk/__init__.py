"""Imports that somebody asks for at the desk, and the worker does.

kinds      what is in a file, and which import takes it
files      where it lies between the upload and the worker, and what is written beside it
asking     keeping a file and what is to become of it; stopping, trying again, taking it away
doing      the worker's part: one at a time, each in a process of its own
process    that process

State that people see is a row (`MoveIn`). While an import, or a trial of one, writes to SQLite
all others wait for it, so how far that is, and the wish to stop it, lie beside the file.
"""


class Refused(Exception):
    """Why a file is not taken, or did not come in, in a sentence or two."""


class NoRoom(Refused):
    """There is no room for the file, or the place for it does not answer."""
