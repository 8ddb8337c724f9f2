"""A perceptual hash of a picture: pictures of the same motif differ in few of its 64 bits."""

from PIL import Image

SIDE = 8  # 8 × 8 bits


def difference_hash(image):
    """The dHash of a picture: 16 hexadecimal digits, or "" for one plain surface.

    Each bit says whether one of 8 × 8 spots is brighter than its neighbour to the left: another
    size, format, compression or colour changes few of them. Turned and mirrored pictures have
    other hashes. A plain surface has none, because it would be like any other.
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


def hamming_distance(one, other):
    """In how many of their 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
