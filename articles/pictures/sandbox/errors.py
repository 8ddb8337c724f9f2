"""Why a file is not taken; the message of each is a sentence for whoever sent it."""


class Refused(Exception):
    """The file is not a picture that we take."""


class StorageUnavailable(Refused):
    """The storage does not answer. Nothing of the file was kept; trying again may help."""


class StorageFull(Refused):
    """The storage has no room for it. Nothing of the file was kept."""


class ReaderUnavailable(Refused):
    """What reads pictures cannot be started just now; that says nothing of the file. Nothing of it
    was kept; trying again may help."""
