class Refused(Exception):
    """A file that is not a picture we take, with the reason in words."""


class NotKept(Refused):
    """Where it should be kept does not answer. Nothing of it was kept."""


class Full(Refused):
    """There is no room for it. Nothing of it was kept."""
