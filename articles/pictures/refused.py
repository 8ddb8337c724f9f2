class Refused(Exception):
    """A file that is not a picture we take, with the reason in words."""


class Full(Refused):
    """There is no room for it. Nothing of it was kept."""
