"""Backups: the whole database and the files that nothing else can make again, while the site runs.

shelf       the folder in which backups stand, one folder each, and their shared files
manifest    what a backup says of itself, and whether that is true
sealing     compressing, encrypting (age), and the way back
sqlite, postgresql    a moment of a database, and an empty one filled with it
files       which files belong to a backup, by storage
making, checking, restoring    the three verbs
away        sent to a storage elsewhere, and fetched from there
by_hour     what the worker does by itself
"""


class Refused(Exception):
    """Why a backup is not made, not believed or not restored, in one or two sentences."""


class CannotTry(Refused):
    """There is no place to restore a backup into, only to see whether that works."""
