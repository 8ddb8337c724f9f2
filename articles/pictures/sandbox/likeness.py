"""How a picture looks, in 64 bits: two of the same motif differ in few of them."""

from PIL import Image

SIDE = 8
BITS = 64


def likeness_of(image):
    """Sixteen hexadecimal digits, or "" for one plain surface, which is like any other.

    A bit for each of eight by eight spots says whether it is brighter than the one to its left:
    size, format, compression and colour change few (“difference hash”). Turned or mirrored
    pictures are others.
    """
    grey = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX, reducing_gap=2)
    spots = grey.tobytes()
    if max(spots) - min(spots) < 4:
        return ""
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            at = row * (SIDE + 1) + column
            bits = bits << 1 | (spots[at + 1] > spots[at])
    return f"{bits:016x}"


def distance(one, other):
    """In how many bits two likenesses differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
