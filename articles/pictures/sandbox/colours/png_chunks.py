"""What stands before the pixels of a PNG and Pillow does not tell, or refuses the picture for."""

from functools import wraps
from pathlib import Path

_SIGNATURE_BYTES = 8
_MAX_CHUNKS = 2000
# What is kept of a chunk.
_MAX_BYTES = 64


def read(path):
    """The chunks before the first IDAT, as {name: at most the first 64 bytes}; {} for no PNG."""
    chunks = {}
    with Path(path).open("rb") as file:
        file.seek(_SIGNATURE_BYTES)
        for _ in range(_MAX_CHUNKS):
            head = file.read(8)
            size, name = int.from_bytes(head[:4]), head[4:].decode("latin-1")
            if len(head) < 8 or name == "IDAT":
                break
            chunks.setdefault(name, file.read(min(size, _MAX_BYTES)))
            file.seek(max(0, size - _MAX_BYTES) + 4, 1)
    return chunks


def bits_a_sample(path):
    """How many bits each channel has: 1, 2, 4, 8 or 16."""
    return read(path)["IHDR"][8]


def pass_over_endless_profiles(max_bytes):
    """Have Pillow read profiles of so many bytes, and forget larger ones: to it they are a reason
    to refuse the whole picture."""
    from PIL import ImageFile, PngImagePlugin

    # Also of compressed texts; how many bytes those may have together, Pillow limits apart.
    PngImagePlugin.MAX_TEXT_CHUNK = max_bytes
    read_profile = PngImagePlugin.PngStream.chunk_iCCP
    if hasattr(read_profile, "__wrapped__"):
        return

    @wraps(read_profile)
    def read_or_pass_over(stream, position, length):
        try:
            return read_profile(stream, position, length)
        except ValueError:
            stream.fp.seek(position)
            return ImageFile._safe_read(stream.fp, length)

    PngImagePlugin.PngStream.chunk_iCCP = read_or_pass_over
