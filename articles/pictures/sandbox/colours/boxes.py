"""Boxes of ISO/IEC 14496-12 files, where Pillow does not tell what is in them."""

from pathlib import Path

_HEAD_BYTES = 64 * 1024  # the description of a still picture stands before its pixels
# A box in which others stand, and how many bytes are before the first.
_CONTAINERS = {b"meta": 4, b"iprp": 0, b"ipco": 0}


def code_points(path):
    """(primaries, curve) by ITU-T H.273 of the first nclx colour box; None if there is none."""
    with Path(path).open("rb") as file:
        return _found(file.read(_HEAD_BYTES))


def _found(data):
    at = 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size < 8:
            return None
        content = data[at + 8 : at + size]
        if name in _CONTAINERS:
            if points := _found(content[_CONTAINERS[name] :]):
                return points
        elif name == b"colr" and content[:4] == b"nclx" and len(content) >= 8:
            return int.from_bytes(content[4:6]), int.from_bytes(content[6:8])
        at += size
    return None
